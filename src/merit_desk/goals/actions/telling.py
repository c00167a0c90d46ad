"""Telling the people whom a goal concerns."""

from collections.abc import Iterable

from django.urls import reverse

from merit.people.tree import managers_of
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.goals.models import Goal
from merit_desk.notices.actions import tell
from merit_desk.results.queries.open_company import declared_company


def tell_person(viewer: Viewer, goal: Goal, code: str) -> None:
    """Whoever answers for the goal, but for the one who did it."""
    tell_people(viewer, [goal.person], goal, code)


def tell_line(viewer: Viewer, goal: Goal, code: str) -> None:
    """Those in charge of the person today."""
    tell_people(viewer, managers_of(declared_company().organisation, goal.node, viewer.today), goal, code)


def tell_people(viewer: Viewer, people: Iterable[str], goal: Goal, code: str) -> None:
    """Everybody of them who has an account."""
    wanted = [person for person in people if person and person != viewer.person]
    for account in Account.objects.filter(person__in=wanted, is_active=True) if wanted else ():
        tell(account.pk, code, reverse("goals:goal", args=[goal.pk]), goal=goal.title, who=viewer.name)
