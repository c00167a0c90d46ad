"""What the pages of the follow-up have in common: who may open them, their tabs, and how a refusal is told."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.follow.models import Step
from merit_desk.follow.queries.reach import may_write
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import moment_name
from merit_desk.shell.parts import Entry, Tab
from merit_desk.shell.sentences import say

PLACES = ("follow", "tasks", "requests", "reports", "recurring")
_ICONS = {
    "hand_in": "upload",
    "accept": "check",
    "return": "arrow-back-up",
    "block": "hand-stop",
    "cancel": "x",
    "answer": "message-2",
    "decline": "x",
    "close": "check",
    "finish": "check",
    "hand_on": "arrow-forward-up",
}


def viewer_here(request: HttpRequest) -> Viewer:
    """The viewer, when they have any role in the company. Raises NotFoundRefusal."""
    viewer = viewer_of(request)
    if not viewer.roles:
        raise NotFoundRefusal("refusal.no_such_page")
    return viewer


def writing_here(request: HttpRequest) -> Viewer:
    """The viewer, when they do more than read. Raises NotFoundRefusal."""
    viewer = viewer_here(request)
    if not may_write(viewer):
        raise NotFoundRefusal("refusal.no_such_page")
    return viewer


def tabs(now: str) -> list[Tab]:
    """The pages side by side."""
    return [Tab(say(f"follow.tab.{each}"), reverse(f"follow:{each}"), each == now) for each in PLACES]


def tried(request: HttpRequest, act: Callable[[], object], done: str) -> str:
    """Do it and say so; else the sentence of the refusal, which is also left as a message."""
    try:
        act()
    except (ConflictRefusal, NotAllowedRefusal) as refusal:
        sentence = say(refusal.code, **refusal.params)
        messages.error(request, sentence)
        return sentence
    messages.success(request, done)
    return ""


def entries(machine: str, steps: list[Step]) -> list[Entry]:
    """Steps as a timeline, the latest first."""
    company = declared_company()
    zone = ZoneInfo(company.profile.time_zone)
    return [
        Entry(
            title=say(f"{machine}.did.{step.move}"),
            moment=moment_name(step.at.astimezone(zone)),
            who=node_name(company, "person", step.person) if step.person else str(step.account or ""),
            note=step.note or _changed(step),
            icon=_ICONS.get(step.move, "point"),
            now=at == 0,
        )
        for at, step in enumerate(reversed(steps))
    ]


def _changed(step: Step) -> str:
    """What a change has changed, as it was before."""
    named = [
        say("follow.was", field=say(f"follow.field.{name}"), text=text or "—") for name, text in step.before.items()
    ]
    return say("list.comma").join(named)
