"""Which goals a goal may serve: never itself nor what serves it, nor one of a lower level."""

from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit.targets.alignment import AlignedGoal, closes_a_circle, goals_by_id, turns_the_levels
from merit.targets.goal_life import GoalLevel, GoalState
from merit_desk.accounts.viewer import Viewer
from merit_desk.goals.models import Goal
from merit_desk.goals.queries.visible import goal_of, goals_visible_to

_NEW = 0
"""The number of a goal that is not yet kept: nothing serves it."""
ENDED = (str(GoalState.CLOSED), str(GoalState.DROPPED))


def require_parent(viewer: Viewer, goal: Goal, number: int) -> Goal:
    """The goal to be served. Raises NotFoundRefusal for one not to be known, ConflictRefusal for one that cannot be."""
    parent = goal_of(viewer, number)
    if closes_a_circle(_links(), goal.pk or _NEW, parent.pk):
        raise ConflictRefusal("goals.circle", goal=goal.title, parent=parent.title)
    if turns_the_levels(GoalLevel(goal.level), GoalLevel(parent.level)):
        raise ConflictRefusal("goals.turned", goal=goal.title, parent=parent.title)
    if parent.state in ENDED:
        raise ConflictRefusal("goals.parent_ended", parent=parent.title)
    mine, its = Period.parse(goal.period), Period.parse(parent.period)
    if mine.end <= its.start or its.end <= mine.start:
        raise ConflictRefusal("goals.other_time", parent=parent.title)
    return parent


def possible_parents(viewer: Viewer, goal: Goal) -> list[Goal]:
    """Every goal that it could serve, those of the company first."""
    order = list(GoalLevel)
    found = goals_visible_to(viewer).exclude(state__in=ENDED)
    links, mine = _links(), Period.parse(goal.period)
    fitting = [
        each
        for each in found
        if not turns_the_levels(GoalLevel(goal.level), GoalLevel(each.level))
        and not closes_a_circle(links, goal.pk or _NEW, each.pk)
        and _meets(mine, Period.parse(each.period))
    ]
    return sorted(fitting, key=lambda each: (order.index(GoalLevel(each.level)), each.period, each.pk))


def _meets(mine: Period, its: Period) -> bool:
    return its.start < mine.end and mine.start < its.end


def _links() -> dict[int, AlignedGoal]:
    """What serves what, of all goals, hidden ones too: a circle may not be closed behind anybody's back."""
    some_time = Period.parse("2000")
    rows = Goal.objects.order_by().values_list("pk", "parent_id", "level")
    return goals_by_id(
        AlignedGoal(pk, above, GoalLevel(level), "", some_time, None, False) for pk, above, level in rows
    )
