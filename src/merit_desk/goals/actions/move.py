"""Proposing, accepting, sending back, closing, reopening and dropping a goal."""

from django.db import transaction

from merit.kernel.refusals import ConflictRefusal
from merit.targets.goal_life import GOAL, GoalLevel, GoalMove, GoalState
from merit_desk.accounts.viewer import Viewer
from merit_desk.goals.actions.telling import tell_line, tell_person
from merit_desk.goals.actions.write import Noted, StaleGoal, noted, saved
from merit_desk.goals.models import Goal
from merit_desk.goals.queries.setting import parties_on
from merit_desk.goals.queries.visible import goal_of

WITH_REASON = frozenset({GoalMove.SEND_BACK, GoalMove.DROP, GoalMove.REOPEN})


def move_goal(viewer: Viewer, number: int, move: GoalMove, note: str, seen: int) -> Goal:
    """Make the move.

    Raises NotFoundRefusal (not to be known), NotAllowedRefusal (never theirs), ConflictRefusal (not now, no reason
    given, or goals still serve it), StaleGoal.
    """
    with transaction.atomic():
        goal = Goal.objects.select_for_update(of=("self",)).get(pk=goal_of(viewer, number).pk)
        before = GoalState(goal.state)
        goal.state = str(GOAL.after(before, move, parties_on(viewer, goal)))
        if goal.version != seen:
            raise StaleGoal(goal)
        if move in WITH_REASON and not note.strip():
            raise ConflictRefusal("goals.reason_missing")
        if move is GoalMove.DROP and goal.children.exclude(state=str(GoalState.DROPPED)).exists():
            raise ConflictRefusal("goals.still_served")
        goal.note = note.strip()[:300]
        saved(goal)
        noted(viewer, goal, Noted(str(move), {"state": str(before)}, {"state": goal.state}, goal.note))
        _tell(viewer, goal, move)
    return goal


def _tell(viewer: Viewer, goal: Goal, move: GoalMove) -> None:
    if move is GoalMove.PROPOSE and goal.level == GoalLevel.PERSON:
        tell_line(viewer, goal, "goals.told.propose")
    elif move is not GoalMove.PROPOSE:
        tell_person(viewer, goal, f"goals.told.{move}")
