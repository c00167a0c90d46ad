"""Reporting progress, and key results or criteria of a goal."""

from typing import Any

from django.db import transaction

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.goals.actions.write import Noted, noted
from merit_desk.goals.models import Goal, KeyResult, Progress
from merit_desk.goals.queries.setting import may_change, may_report
from merit_desk.goals.queries.visible import goal_of

MOST_RESULTS = 10


def report(viewer: Viewer, number: int, text: str, outlook: str, value: str = "") -> Progress:
    """A note of progress. Raises NotFoundRefusal for somebody whom the goal does not concern."""
    goal = _reported(viewer, number)
    with transaction.atomic():
        made = Progress.objects.create(goal=goal, by_id=viewer.signer, text=text, outlook=outlook, value=value)
        subject = Subject("goal", str(goal.pk))
        record(viewer.account, "goals.reported", subject, None, {"outlook": outlook, "value": value})
    return made


def add_result(viewer: Viewer, number: int, told: dict[str, Any]) -> KeyResult:
    """A further key result. Raises NotFoundRefusal, ConflictRefusal for more than ten."""
    goal = goal_of(viewer, number)
    if not may_change(viewer, goal):
        raise NotFoundRefusal("goals.no_such_goal")
    if goal.results.count() >= MOST_RESULTS:
        raise ConflictRefusal("goals.too_many_results", most=MOST_RESULTS)
    with transaction.atomic():
        made = KeyResult.objects.create(goal=goal, **told)
        noted(viewer, goal, Noted("result_added", {}, {"title": made.title, "target": made.target}))
    return made


def score_result(viewer: Viewer, number: int, result: int, now: str, done: bool) -> KeyResult:
    """How far a key result is. Raises NotFoundRefusal."""
    goal = _reported(viewer, number)
    with transaction.atomic():
        found = KeyResult.objects.select_for_update().filter(goal=goal, pk=result).first()
        if found is None:
            raise NotFoundRefusal("goals.no_such_goal")
        before = {"title": found.title, "now": found.now, "done": found.done}
        found.now, found.done = now, done
        found.save(update_fields=["now", "done"])
        noted(viewer, goal, Noted("result_scored", before, {"title": found.title, "now": now, "done": done}))
    return found


def drop_result(viewer: Viewer, number: int, result: int) -> None:
    """Take a key result away. Raises NotFoundRefusal."""
    goal = goal_of(viewer, number)
    found = KeyResult.objects.filter(goal=goal, pk=result).first()
    if found is None or not may_change(viewer, goal):
        raise NotFoundRefusal("goals.no_such_goal")
    with transaction.atomic():
        noted(viewer, goal, Noted("result_dropped", {"title": found.title, "target": found.target}, {}))
        found.delete()


def _reported(viewer: Viewer, number: int) -> Goal:
    goal = goal_of(viewer, number)
    if not may_report(viewer, goal):
        raise NotFoundRefusal("goals.no_such_goal")
    return goal
