"""A strategy review: goals of the ended quarter against results, and what is to change, before and after."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from merit.kernel.exact import exact
from merit.kernel.period import Period
from merit_desk.accounts.viewer import Viewer
from merit_desk.goals.models import Goal
from merit_desk.goals.queries.tree import Row
from merit_desk.goals.queries.visible import goals_visible_to
from merit_desk.meetings.models import Change, Meeting, Verdict
from merit_desk.meetings.queries.prepared import goals_of
from merit_desk.plans.queries.versions import DefinitionVersion, plan_versions
from merit_desk.results.queries.names import indicator_title, plan_title
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import NO_VALUE, exact_number
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal of the quarter that ended, or of the one to come, with the change collected for it."""

    row: Row
    coming: bool
    change: Change | None


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A score plan: its indicators with the weight of the newest version and the one collected."""

    plan: str
    title: str
    version: DefinitionVersion
    weights: tuple[tuple[str, str, str, str], ...]
    """Id, title, weight now, weight collected."""
    change: Change | None


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One line of what is to be applied."""

    one: Change
    title: str
    kind: str
    lines: tuple[tuple[str, str, str], ...]
    """What, before, after."""


def next_quarter(meeting: Meeting) -> Period:
    """The quarter that the changes are for."""
    ended = Period.parse(meeting.period)
    return Period.containing(ended.end, ended.grain)


def goal_lines(viewer: Viewer, meeting: Meeting) -> list[GoalLine]:
    """In the order of the tree, the ended quarter first."""
    coming = str(next_quarter(meeting))
    changes = {each.goal: each for each in meeting.changes.all() if each.goal is not None}
    rows = goals_of(viewer, meeting.series, [meeting.period, coming])
    lines = [GoalLine(each, each.goal.period == coming, changes.get(each.goal.pk)) for each in rows]
    return sorted(lines, key=lambda line: line.coming)


def plan_lines(meeting: Meeting, today: date) -> list[PlanLine]:
    """Plans for people of the node."""
    company = declared_company()
    changes = {each.plan: each for each in meeting.changes.all() if each.plan}
    found = []
    for plan in sorted({each.plan for each in company.plans}):
        newest = newest_version(plan, today)
        change = changes.get(plan)
        weights = tuple(
            (name, indicator_title(company, plan, name), weight, (change.after if change else {}).get(name, weight))
            for name, weight in weights_of(newest.data).items()
        )
        if weights:
            found.append(PlanLine(plan, plan_title(company, plan), newest, weights, change))
    return found


def newest_version(plan: str, today: date) -> DefinitionVersion:
    """The version with the highest number. Raises NotFoundRefusal for a plan that nothing declares."""
    return max(plan_versions(plan, today), key=lambda each: each.number)


def weights_of(data: dict[str, Any]) -> dict[str, str]:
    """Weight in percent by indicator; those without a weight (points that are added) are left out."""
    return {indicator_id(each): str(each["weight"]) for each in data.get("indicators", []) if each.get("weight")}


def indicator_id(indicator: dict[str, Any]) -> str:
    """How the core names the indicator."""
    named = indicator.get("id") or next(
        (indicator[k] for k in ("kpi", "rated", "task", "counted") if k in indicator), ""
    )
    return str(named)


def shown_changes(viewer: Viewer, meeting: Meeting) -> list[ShownChange]:
    """Everything collected that the viewer may know of, plans last."""
    changes = list(meeting.changes.select_related("by"))
    numbers = {each.goal for each in changes if each.goal} | {each.after.get("parent") for each in changes}
    goals = goals_visible_to(viewer).in_bulk([each for each in numbers if each])
    found = [_goal_change(each, goals) for each in changes if each.goal in goals]
    company = declared_company()
    for each in changes:
        if each.plan:
            lines = [
                (indicator_title(company, each.plan, name), f"{each.before.get(name, '')}%", f"{weight}%")
                for name, weight in each.after.items()
                if each.before.get(name) != weight
            ]
            found.append(ShownChange(each, plan_title(company, each.plan), say("meetings.weights"), tuple(lines)))
    return found


def _goal_change(change: Change, goals: dict[int, Goal]) -> ShownChange:
    def told(values: dict[str, Any], name: str) -> str:
        value = values.get(name)
        if name == "parent":
            return goals[value].title if value in goals else NO_VALUE
        return exact_number(exact(str(value))) if value else NO_VALUE

    names = ("target", "weight", "parent") if change.verdict == Verdict.CHANGE else ()
    lines = [
        (say(f"meetings.field.{name}"), told(change.before, name), told(change.after, name))
        for name in names
        if change.before.get(name) != change.after.get(name)
    ]
    title = goals[change.goal or 0].title
    return ShownChange(change, title, say(f"meetings.verdict.{change.verdict}"), tuple(lines))
