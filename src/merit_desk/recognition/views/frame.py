"""What every page of recognition has: its tabs, its place in the navigation, and how a refused form answers."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from merit.rewards.recognition.nomination import NominationState
from merit.rewards.recognition.redemption import RedemptionState
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.recognition.models import Nomination
from merit_desk.recognition.queries.books import redemptions_visible_to
from merit_desk.recognition.queries.reach import grants_visible_to, nominations_visible_to, require_somebody
from merit_desk.shell.parts import Tab
from merit_desk.shell.sentences import say

ON_A_PAGE = 50


def framed(viewer: Viewer, page: str, **shown: Any) -> dict[str, Any]:
    """The context of the page with that tab. Raises NotFoundRefusal for an account that is nobody here."""
    require_somebody(viewer)
    tabs = [
        Tab(say(f"recognition.tab.{each}"), reverse(f"recognition:{each}"), each == page, count)
        for each, count in _tabs(viewer)
    ]
    frame = {"here": "recognition", "title": say(f"recognition.tab.{page}"), "tabs": tabs}
    grants = {"grants": viewer.can(Can.GRANT_HONOURS), "asks": viewer.can(Can.ASK_PEOPLE)}
    return frame | grants | {"tabs_label": say("place.recognition"), **shown}


def form_page(request: HttpRequest, template: str, title: str, **shown: Any) -> HttpResponse:
    """A page with a form: 422 where something has to be changed, what was typed is kept."""
    wrong = shown.get("refused") or any(getattr(each, "errors", None) for each in shown.values())
    return render(request, template, {"here": "recognition", "title": title, **shown}, status=422 if wrong else 200)


def _tabs(viewer: Viewer) -> list[tuple[str, int]]:
    grants = viewer.can(Can.GRANT_HONOURS)
    found = [("recognition", 0), ("honours", _waiting(nominations_visible_to(viewer)) if grants else 0)]
    if viewer.person or grants:
        asked = redemptions_visible_to(viewer).filter(state=RedemptionState.ASKED).count() if grants else 0
        found.append(("points" if viewer.person else "redemptions", asked))
    if grants or _own_grants(viewer):
        found.append(("options", 0))
    if viewer.person or viewer.can(Can.ASK_PEOPLE):
        found.append(("valued" if viewer.person else "rounds", 0))
    return found


def _waiting(found: QuerySet[Nomination]) -> int:
    return found.filter(state=NominationState.PROPOSED).count()


def _own_grants(viewer: Viewer) -> bool:
    return bool(viewer.person) and grants_visible_to(viewer).exists()
