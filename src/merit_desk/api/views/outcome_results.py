"""Releasing results, reading one, confirming it, places within comparable posts, and the evidence pack."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from merit.reviews.life import REVIEW, ReviewState
from merit_desk.accounts.viewer import Viewer
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.given import Page
from merit_desk.api.forms.outcomes import (
    BandAsked,
    ConfirmAsked,
    CountOfVersions,
    OutcomeGiven,
    OutcomeLine,
    PackGiven,
    RankedGiven,
    ReleaseAsked,
    ReleasedGiven,
)
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, operation
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.queries.parties import parties_of
from merit_desk.cycles.queries.visible import cycle_of
from merit_desk.jobs.models import Job
from merit_desk.outcomes.actions.answer import confirm
from merit_desk.outcomes.actions.options import switch_band
from merit_desk.outcomes.actions.planned import cancel_planned, plan_release
from merit_desk.outcomes.actions.reconcile import reconcile
from merit_desk.outcomes.actions.release import Selected, release
from merit_desk.outcomes.queries.known import result_of
from merit_desk.outcomes.queries.lists import person_lines
from merit_desk.outcomes.queries.pack import pack_of, with_pay_allowed
from merit_desk.outcomes.queries.ranking import ranking
from merit_desk.outcomes.queries.result_page import packed_review, result_page

router = Router(tags=["outcomes"])
_READ, _WRITE = Scope.CYCLES, Scope.CYCLES_WRITE
_CYCLE, _ONE = "/outcomes/cycles/{code}", "/outcomes/{int:number}"


@router.get(_CYCLE, **operation("outcomes", _READ, Page[OutcomeLine]))
def outcomes_of_cycle(request: HttpRequest, code: str, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Reviews of a cycle in the asker's sight, by number."""
    viewer = viewer_asking(request)
    cycle = cycle_of(viewer, code)
    lines = [
        {
            "id": line.one.pk,
            "person": line.one.person,
            "state": line.one.state,
            "total": str(line.total) if line.total is not None else None,
            "grade": line.grade,
        }
        for line in person_lines(viewer, cycle)
    ]
    record(viewer.account, "results.listed", Subject("cycle", cycle.code), after={"people": len(lines)})
    return page_of(lines, lambda each: (each["id"],), limit, cursor)


@router.post(f"{_CYCLE}/release", **operation("release_outcomes", _WRITE, ReleasedGiven))
def release_outcomes(request: HttpRequest, code: str, asked: ReleaseAsked) -> dict[str, Any]:
    """Open settled results, now or at a moment."""
    viewer = viewer_asking(request)
    cycle = cycle_of(viewer, code)
    selected = Selected(tuple(asked.teams), tuple(asked.posts), tuple(asked.people))
    if asked.at is not None:
        planned = plan_release(viewer, cycle, selected, asked.at)
        return {"released": 0, "job": None, "planned": planned.pk}
    done = release(viewer, cycle, selected)
    if isinstance(done, Job):
        return {"released": 0, "job": done.pk, "planned": None}
    return {"released": len(done), "job": None, "planned": None}


@router.delete("/outcomes/planned/{int:number}", **operation("cancel_release", _WRITE, ReleasedGiven))
def cancel_release(request: HttpRequest, number: int) -> dict[str, Any]:
    """Take a planned release back."""
    planned = cancel_planned(viewer_asking(request), number)
    return {"released": 0, "job": None, "planned": planned.pk}


@router.post(f"{_CYCLE}/versions", **operation("show_recomputed", _WRITE, CountOfVersions))
def show_recomputed(request: HttpRequest, code: str) -> dict[str, int]:
    """Show results that were computed again as next versions."""
    viewer = viewer_asking(request)
    return {"versions": len(reconcile(viewer, cycle_of(viewer, code)))}


@router.put(f"{_CYCLE}/band", **operation("show_band", _WRITE, BandAsked))
def show_band(request: HttpRequest, code: str, asked: BandAsked) -> dict[str, bool]:
    """Whether people are told roughly where they stand."""
    viewer = viewer_asking(request)
    switch_band(viewer, cycle_of(viewer, code), asked.show_band)
    return {"show_band": asked.show_band}


@router.get(f"{_CYCLE}/ranking", **operation("ranking", _READ, Page[RankedGiven]))
def ranking_of_cycle(request: HttpRequest, code: str, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Places within comparable posts."""
    viewer = viewer_asking(request)
    cycle = cycle_of(viewer, code)
    found = [
        {
            "plan": group.plan,
            "person": each.one.person,
            "place": each.place.place if each.place else None,
            "tied": each.place.tied if each.place else False,
            "of": each.place.of if each.place else None,
            "total": str(each.total),
            "grade": each.grade,
        }
        for group in ranking(viewer, cycle)
        for each in group.people
    ]
    record(viewer.account, "outcomes.ranking_read", Subject("cycle", cycle.code), after={"people": len(found)})
    return page_of(found, lambda each: (each["plan"], each["place"] or 0, each["person"]), limit, cursor)


@router.get(_ONE, **operation("outcome", _READ, OutcomeGiven))
def outcome(request: HttpRequest, number: int) -> dict[str, Any]:
    """One result with its versions."""
    return _given(viewer_asking(request), number)


@router.post(f"{_ONE}/confirmation", **operation("confirm_outcome", _WRITE, OutcomeGiven))
def confirm_outcome(request: HttpRequest, number: int, asked: ConfirmAsked) -> dict[str, Any]:
    """Confirm one's own result."""
    viewer = viewer_asking(request)
    confirm(viewer, number, asked.seen, asked.words)
    return _given(viewer, number)


@router.get(f"{_ONE}/pack", **operation("evidence_pack", _READ, PackGiven))
def evidence_pack(request: HttpRequest, number: int, pay: bool = False) -> dict[str, Any]:
    """Everything on record of one person's cycle; pay only where it is asked for and allowed."""
    viewer = viewer_asking(request)
    one = packed_review(viewer, number)
    with_pay = pay and with_pay_allowed(viewer, one)
    pack = pack_of(viewer, one, with_pay)
    after = {"form": "api", "digest": pack.digest, "pay": with_pay, "cycle": one.cycle.code}
    record(viewer.account, "outcomes.pack_taken", Subject("person", one.person), after=after)
    return {"name": pack.name, "digest": pack.digest, "data": pack.data}


def _given(viewer: Viewer, number: int) -> dict[str, Any]:
    one = result_of(viewer, number)
    page = result_page(viewer, one)
    what = {"period": one.cycle.period, "what": "outcome"}
    record(viewer.account, "result.read", Subject("person", one.person), after=what)
    return {
        "id": one.pk,
        "cycle": one.cycle.code,
        "person": one.person,
        "state": one.state,
        "total": str(page.total) if page.total is not None else None,
        "grade": page.grade,
        "answer_due": page.due,
        "versions": [
            {"number": each.version.number, "kind": each.version.kind, "digest": each.version.digest}
            | {"total": str(each.total) if each.total is not None else None, "grade": each.grade}
            for each in reversed(page.versions)
        ],
        "moves": [str(move) for move in REVIEW.open_to(ReviewState(one.state), parties_of(viewer, one))],
    }
