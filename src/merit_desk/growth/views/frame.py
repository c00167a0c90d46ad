"""What the growth pages have in common: who may open them, their tabs, how a refusal is told, and timelines."""

from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit_desk.accounts.access import Role
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.follow.queries.reach import may_write
from merit_desk.growth.models import GrowthStep
from merit_desk.growth.queries.reach import sees_talent
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import moment_name
from merit_desk.shell.parts import Entry, Tab
from merit_desk.shell.sentences import say

_ICONS = {"sign": "writing-sign", "countersign": "writing-sign", "conclude": "flag", "check_in": "message-2"}
_ICONS |= {"review": "eye-check", "withdraw": "x", "approve": "check", "decline": "x", "consent": "writing-sign"}
_APART = frozenset({Role.STEWARD, Role.FINANCE})


def growing_here(request: HttpRequest) -> Viewer:
    """The viewer, when they have a part in anybody's growth. Raises NotFoundRefusal for the others."""
    viewer = viewer_of(request)
    if not viewer.roles - _APART:
        raise NotFoundRefusal("refusal.no_such_page")
    return viewer


def writing_here(request: HttpRequest) -> Viewer:
    """The same, when they do more than read."""
    viewer = growing_here(request)
    if not may_write(viewer):
        raise NotFoundRefusal("refusal.no_such_page")
    return viewer


def tabs(viewer: Viewer, now: str) -> list[Tab]:
    """The pages side by side."""
    pages = ["growth", "plans", "paths", "cases", *(["talent"] if sees_talent(viewer) else [])]
    return [Tab(say(f"growth.tab.{each}"), reverse(f"growth:{each}"), each == now) for each in pages]


def tried(request: HttpRequest, act: Callable[[], object], told: str) -> bool:
    """Do it and say so; else say why not."""
    try:
        act()
    except (ConflictRefusal, NotAllowedRefusal) as refusal:
        messages.error(request, say(refusal.code, **refusal.params))
        return False
    messages.success(request, say(told))
    return True


def entries(machine: str, steps: Iterable[GrowthStep]) -> list[Entry]:
    """Steps as a timeline, the latest first."""
    company = declared_company()
    zone = ZoneInfo(company.profile.time_zone)
    return [
        Entry(
            title=say(f"{machine}.did.{step.move}"),
            moment=moment_name(step.at.astimezone(zone)),
            who=node_name(company, "person", step.person) if step.person else str(step.account or ""),
            note=step.note,
            icon=_ICONS.get(step.move, "point"),
            now=at == 0,
        )
        for at, step in enumerate(reversed(list(steps)))
    ]
