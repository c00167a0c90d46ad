"""Making a goal and changing one; an edit based on what somebody has meanwhile changed is refused with both."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from merit.kernel.moves import Party
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.targets.goal_life import GoalState
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.goals.actions.telling import tell_person
from merit_desk.goals.models import Goal, GoalChange
from merit_desk.goals.queries.serving import require_parent
from merit_desk.goals.queries.setting import may_change, nodes_for, require_setting
from merit_desk.goals.queries.visible import goal_of

FIELDS = (
    *("title", "person", "style", "perspective", "kpi", "figure_kind", "figure_node", "wording", "measure", "unit"),
    *("adds_up", "direction", "target", "basis", "period", "weight"),
)
"""What a form changes; the node stays, the parent has a way of its own."""


class StaleGoal(ConflictRefusal):
    """Somebody else has changed the goal meanwhile; `goal` is as it is now."""

    def __init__(self, goal: Goal) -> None:
        super().__init__("goals.changed_meanwhile")
        self.goal = goal


@dataclass(frozen=True, slots=True)
class Whose:
    """Where a new goal stands."""

    level: str
    node: str
    parent: int | None = None


def make_goal(viewer: Viewer, whose: Whose, told: dict[str, Any], active: bool = False) -> Goal:
    """The new goal: a draft, or at once in force where the viewer sets goals there.

    Raises NotFoundRefusal (nothing to set there), ConflictRefusal (the parent cannot be its parent).
    """
    parties = require_setting(viewer, whose.level, whose.node, str(told["period"]))
    if (whose.level, whose.node) not in nodes_for(viewer, Period.parse(str(told["period"]))):
        raise NotFoundRefusal("goals.no_such_goal")
    goal = Goal(level=whose.level, node=whose.node, made_by_id=viewer.signer)
    _tell(goal, told)
    if whose.parent is not None:
        goal.parent = require_parent(viewer, goal, whose.parent)
    if active and parties - {Party.SUBJECT}:
        goal.state = str(GoalState.ACTIVE)
    with transaction.atomic():
        goal.save(force_insert=True)
        noted(viewer, goal, Noted("made", {}, {"title": goal.title, "target": goal.target, "state": goal.state}))
        if goal.state == GoalState.ACTIVE:
            tell_person(viewer, goal, "goals.told.given")
    return goal


def change_goal(viewer: Viewer, number: int, told: dict[str, Any], seen: int, reason: str) -> Goal:
    """The changed goal. Raises NotFoundRefusal (not to be changed by the viewer), StaleGoal."""
    with transaction.atomic():
        goal = open_goal(viewer, number, seen)
        before = {name: getattr(goal, name) for name in FIELDS}
        _tell(goal, told)
        changed = [name for name in FIELDS if before[name] != getattr(goal, name)]
        if not changed:
            return goal
        saved(goal)
        after = {name: getattr(goal, name) for name in changed}
        noted(viewer, goal, Noted("changed", {name: before[name] for name in changed}, after, reason))
        if goal.state == GoalState.ACTIVE:
            tell_person(viewer, goal, "goals.told.changed")
    return goal


def open_goal(viewer: Viewer, number: int, seen: int) -> Goal:
    """The goal, locked, which the viewer may change. Raises NotFoundRefusal and StaleGoal."""
    if not may_change(viewer, goal_of(viewer, number)):
        raise NotFoundRefusal("goals.no_such_goal")
    goal = Goal.objects.select_for_update(of=("self",)).select_related("parent").get(pk=number)
    if goal.version != seen:
        raise StaleGoal(goal)
    return goal


def saved(goal: Goal) -> None:
    """Save as the next version."""
    goal.version += 1
    goal.save()


@dataclass(frozen=True, slots=True)
class Noted:
    """What became of a goal: the kind of change, the fields before and after, and why."""

    what: str
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str = ""


def noted(viewer: Viewer, goal: Goal, found: Noted) -> None:
    """An entry in the goal's history and on the trail; wording stays out of the trail."""
    told = {"before": found.before, "after": found.after}
    GoalChange.objects.create(goal=goal, by_id=viewer.signer, what=found.what, reason=found.reason[:300], **told)
    before, after = ({key: each for key, each in values.items() if key != "wording"} for values in told.values())
    record(viewer.account, f"goals.{found.what}", Subject("goal", str(goal.pk)), before, after)


def _tell(goal: Goal, told: dict[str, Any]) -> None:
    for name in FIELDS:
        if name in told:
            setattr(goal, name, told[name])
