"""Agreements to be read: one's own, those of one's people, a cycle as a whole, one of them, its paper."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from merit.targets.agreement import AgreementState
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.agreements.actions.issue import waiting_people
from merit_desk.agreements.actions.negotiate import read
from merit_desk.agreements.models import Agreement, Signature
from merit_desk.agreements.queries.effect import effect, title_of
from merit_desk.agreements.queries.history import change_words, history_of
from merit_desk.agreements.queries.lists import (
    TONES,
    Asked,
    changes_to_decide,
    counts,
    listed,
    notice_due,
    row_of,
    waiting_as_manager,
)
from merit_desk.agreements.queries.sheet import sheet_of
from merit_desk.agreements.queries.steps import steps_for
from merit_desk.agreements.queries.visible import agreement_of, own_agreements
from merit_desk.cycles.models import Cycle
from merit_desk.cycles.queries.visible import cycles_visible_to
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.parts import Tab
from merit_desk.shell.sentences import say

PER_PAGE = 50


@access(Need.SIGNED_IN)
@require_GET
def agreements(request: HttpRequest) -> HttpResponse:
    """One's own, and of one cycle (`?cycle=`) those of others; `?state=` and `?q=` narrow them."""
    viewer = viewer_of(request)
    cycles = list(cycles_visible_to(viewer))
    asked = request.GET.get("cycle", "")
    cycle = next((each for each in cycles if each.code == asked), cycles[0] if cycles else None)
    shown: dict[str, Any] = {
        "title": say("agreements.title"),
        "here": "agreements",
        "own": [(one, TONES[AgreementState(one.state)]) for one in own_agreements(viewer)[:12]],
        "cycles": cycles,
        "cycle": cycle,
    }
    if cycle is not None:
        shown |= _of_cycle(request, viewer, cycle)
    return render(request, "agreements/agreements.html", shown)


def _of_cycle(request: HttpRequest, viewer: Viewer, cycle: Cycle) -> dict[str, Any]:
    company = declared_company()
    asked = Asked(request.GET.get("state", ""), request.GET.get("q", "").strip())
    everything = listed(viewer, company, cycle, Asked())
    found = listed(viewer, company, cycle, asked) if asked != Asked() else everything
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    numbers = counts(listed(viewer, company, cycle, Asked(withdrawn=True)))
    may_issue = viewer.everywhere(Can.RUN_CYCLES)
    return {
        "asked": asked,
        "filtered": asked.words,
        "page": page,
        "rows": [row_of(viewer, company, one) for one in page],
        "states": _states(request, numbers, asked),
        "others": sum(numbers.values()),
        "due": notice_due(cycle),
        "unsigned": numbers.get("notified", 0),
        "to_answer": waiting_as_manager(viewer, cycle, AgreementState.PROPOSED),
        "to_sign": waiting_as_manager(viewer, cycle, AgreementState.SIGNED),
        "to_notify": waiting_as_manager(viewer, cycle, AgreementState.DRAFT),
        "to_decide": [
            (one, node_name(company, "person", one.participant.person)) for one in changes_to_decide(viewer, cycle)
        ],
        "may_issue": may_issue,
        "missing": len(waiting_people(cycle)) if may_issue else 0,
    }


def _states(request: HttpRequest, numbers: dict[str, int], asked: Asked) -> list[Tab]:
    query = request.GET.copy()
    query.pop("page", None)
    tabs = []
    for state in ("", *numbers):
        query["state"] = state
        title = say(f"agreement.state.{state}") if state else say("agreements.every_state")
        count = numbers[state] if state else sum(numbers.values()) - numbers.get("withdrawn", 0)
        tabs.append(Tab(title, f"?{query.urlencode()}", asked.state == state, count))
    return tabs


@access(Need.SIGNED_IN)
@require_GET
def agreement(request: HttpRequest, number: int) -> HttpResponse:
    """One agreement; the moment at which the person first opens it is kept."""
    viewer, company = viewer_of(request), declared_company()
    one = read(viewer, number)
    steps = steps_for(viewer, one)
    shown = {
        **_frame(viewer, number),
        "sheet": sheet_of(viewer, company, one),
        "effect": effect(one, viewer.today),
        "history": history_of(company, one),
        "earlier": range(1, one.number),
        "steps": steps,
        "change_text": change_words(company, one, steps.change) if steps.change else "",
        "tone": TONES[AgreementState(one.state)],
        "due": notice_due(one.participant.cycle),
    }
    return render(request, "agreements/agreement.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """The same as A4 paper, with places to sign and the fingerprint at the foot."""
    viewer, company = viewer_of(request), declared_company()
    one = agreement_of(viewer, number)
    shown = {
        **_frame(viewer, number),
        "sheet": sheet_of(viewer, company, one),
        "effect": effect(one, viewer.today),
        "signatures": _signatures(one),
        "company_title": company.profile.name,
    }
    return render(request, "agreements/paper.html", shown)


def _signatures(one: Agreement) -> list[Signature]:
    """Those under the last version that was signed, and those under changes since."""
    found = list(one.signatures.order_by("pk"))
    last = max((each.number for each in found if each.change_id is None), default=0)
    return [each for each in found if each.number >= last]


@access(Need.SIGNED_IN)
@require_GET
def version(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """An earlier version of the terms as it stood."""
    viewer, company = viewer_of(request), declared_company()
    one = agreement_of(viewer, number)
    kept = get_object_or_404(one.versions, number=version)
    shown = {**_frame(viewer, number), "sheet": sheet_of(viewer, company, one, kept.terms), "kept": kept}
    return render(request, "agreements/version.html", shown)


def _frame(viewer: Viewer, number: int) -> dict[str, Any]:
    one = agreement_of(viewer, number)
    name = node_name(declared_company(), "person", one.participant.person)
    mine = bool(viewer.person) and viewer.person == one.participant.person
    title = title_of(one) if mine else say("agreements.of_person", title=title_of(one), name=name)
    back = f"{reverse('agreements:agreements')}?cycle={one.participant.cycle.code}"
    return {"title": title, "here": "agreements", "one": one, "mine": mine, "name": name, "back": back}
