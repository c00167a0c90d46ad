"""Putting a goal under another one, or under none; the reason is kept."""

from django.db import transaction

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.goals.actions.telling import tell_person
from merit_desk.goals.actions.write import Noted, noted, open_goal, saved
from merit_desk.goals.models import Goal
from merit_desk.goals.queries.serving import require_parent


def align_goal(viewer: Viewer, number: int, parent: int | None, reason: str, seen: int) -> Goal:
    """The goal under its new parent.

    Raises NotFoundRefusal, ConflictRefusal (a circle, a lower level, no reason), StaleGoal.
    """
    with transaction.atomic():
        goal = open_goal(viewer, number, seen)
        if not reason.strip():
            raise ConflictRefusal("goals.reason_missing")
        before = goal.parent
        goal.parent = require_parent(viewer, goal, parent) if parent is not None else None
        if goal.parent == before:
            return goal
        goal.is_driver = False
        saved(goal)
        titles = [
            {"parent": each.pk if each else None, "parent_title": each.title if each else ""}
            for each in (before, goal.parent)
        ]
        noted(viewer, goal, Noted("aligned", titles[0], titles[1], reason.strip()))
        tell_person(viewer, goal, "goals.told.aligned")
    return goal
