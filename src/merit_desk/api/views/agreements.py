"""绩效合约: a person's plan of a cycle, issued, negotiated, signed by both sides, changed with reason and approval."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from merit_desk.agreements.actions.change import (
    approve_change,
    consent,
    refuse_change,
    request_change,
    withdraw_change,
)
from merit_desk.agreements.actions.issue import issue_in_background, notify, withdraw
from merit_desk.agreements.actions.negotiate import answer, propose, read
from merit_desk.agreements.actions.remind import remind
from merit_desk.agreements.actions.sign import countersign, sign
from merit_desk.agreements.models import Agreement
from merit_desk.agreements.queries.record import agreement_record
from merit_desk.agreements.queries.steps import steps_for
from merit_desk.agreements.queries.visible import agreement_of, agreements_visible_to
from merit_desk.agreements.wanted import Answered, Wanted
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.agreements import (
    AgreementGiven,
    AgreementLine,
    AnswerAsked,
    ChangeAsked,
    CountersignAsked,
    CountGiven,
    IssueAsked,
    NotifyAsked,
    ProposalAsked,
    ReasonAsked,
    SignAsked,
)
from merit_desk.api.forms.given import Page
from merit_desk.api.forms.given_work import JobGiven
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, Name, operation
from merit_desk.cycles.queries.visible import cycle_of

router = Router(tags=["agreements"])
_READ, _WRITE = Scope.CYCLES, Scope.CYCLES_WRITE
_ONE = "/agreements/{int:number}"


@router.get("/agreements", **operation("agreements", _READ, Page[AgreementLine]))
def agreements(request: HttpRequest, cycle: Name, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Agreements of a cycle in the asker's sight, by number."""
    viewer = viewer_asking(request)
    found = agreements_visible_to(viewer, cycle_of(viewer, cycle))
    return page_of(map(_line, found), lambda each: (each["id"],), limit, cursor)


@router.post("/agreements/issue", **operation("issue_agreements", _WRITE, JobGiven, 202))
def issue_agreements(request: HttpRequest, asked: IssueAsked) -> Status[Any]:
    """Write the agreements of everybody in the cycle who has none, in the background."""
    return Status(202, issue_in_background(viewer_asking(request), asked.cycle, asked.notify))


@router.post("/agreements/notify", **operation("notify_agreements", _WRITE, CountGiven))
def notify_agreements(request: HttpRequest, asked: NotifyAsked) -> dict[str, int]:
    """Give notice of drafts; all or none."""
    return {"count": len(notify(viewer_asking(request), asked.agreements))}


@router.post("/agreements/countersign", **operation("countersign_agreements", _WRITE, CountGiven))
def countersign_agreements(request: HttpRequest, asked: CountersignAsked) -> dict[str, int]:
    """Sign agreements that their people have signed; all or none."""
    return {"count": len(countersign(viewer_asking(request), {each.id: each.digest for each in asked.agreements}))}


@router.post("/agreements/remind", **operation("remind_agreements", _WRITE, CountGiven))
def remind_of_agreements(request: HttpRequest, asked: IssueAsked) -> dict[str, int]:
    """Remind everybody for whom an agreement of the cycle waits, once a day at most."""
    return {"count": remind(viewer_asking(request), asked.cycle)}


@router.get(_ONE, **operation("agreement", _READ, AgreementGiven))
def agreement(request: HttpRequest, number: int) -> dict[str, Any]:
    """One agreement; reading one's own keeps the moment at which it was first read."""
    viewer = viewer_asking(request)
    return _given(request, read(viewer, number))


@router.post(f"{_ONE}/proposal", **operation("propose_terms", _WRITE, AgreementGiven, 201))
def propose_terms(request: HttpRequest, number: int, asked: ProposalAsked) -> Status[Any]:
    """Propose other targets, or say in words what should change."""
    points = [Wanted(each.indicator, each.target, each.reason) for each in asked.points]
    propose(viewer_asking(request), number, asked.digest, points, asked.note)
    return Status(201, _again(request, number))


@router.post(f"{_ONE}/answer", **operation("answer_proposal", _WRITE, AgreementGiven))
def answer_proposal(request: HttpRequest, number: int, asked: AnswerAsked) -> dict[str, Any]:
    """Answer every point of the open proposal."""
    viewer = viewer_asking(request)
    given = {each.indicator: Answered(each.answer, each.note, each.counter) for each in asked.points}
    found = agreement_of(viewer, number)
    proposal = found.proposals.filter(answered_at=None).first()
    points = {point.indicator: point.pk for point in proposal.points.all()} if proposal is not None else {}
    answers = {points[key]: each for key, each in given.items() if key in points}
    answer(viewer, number, answers, asked.note)
    return _again(request, number)


@router.post(f"{_ONE}/signature", **operation("sign_agreement", _WRITE, AgreementGiven))
def sign_terms(request: HttpRequest, number: int, asked: SignAsked) -> dict[str, Any]:
    """Sign one's own agreement."""
    sign(viewer_asking(request), number, asked.digest)
    return _again(request, number)


@router.post(f"{_ONE}/withdrawal", **operation("withdraw_agreement", _WRITE, AgreementGiven))
def withdraw_agreement(request: HttpRequest, number: int, asked: ReasonAsked) -> dict[str, Any]:
    """Take an agreement back that is not in force."""
    withdraw(viewer_asking(request), number, asked.reason)
    return _again(request, number)


@router.post(f"{_ONE}/change", **operation("request_change", _WRITE, AgreementGiven, 201))
def ask_for_change(request: HttpRequest, number: int, asked: ChangeAsked) -> Status[Any]:
    """Ask for other targets from a day on."""
    points = [Wanted(each.indicator, each.target, each.reason) for each in asked.points]
    request_change(viewer_asking(request), number, asked.start, points, asked.reason)
    return Status(201, _again(request, number))


@router.post(f"{_ONE}/change/approval", **operation("approve_change", _WRITE, AgreementGiven))
def approve_asked_change(request: HttpRequest, number: int, asked: ReasonAsked) -> dict[str, Any]:
    """Put the open change in force."""
    approve_change(viewer_asking(request), number, asked.reason)
    return _again(request, number)


@router.post(f"{_ONE}/change/refusal", **operation("refuse_change", _WRITE, AgreementGiven))
def refuse_asked_change(request: HttpRequest, number: int, asked: ReasonAsked) -> dict[str, Any]:
    """Say no to the open change, with a reason."""
    refuse_change(viewer_asking(request), number, asked.reason)
    return _again(request, number)


@router.post(f"{_ONE}/change/withdrawal", **operation("withdraw_change", _WRITE, AgreementGiven))
def withdraw_asked_change(request: HttpRequest, number: int) -> dict[str, Any]:
    """Take one's own request back."""
    withdraw_change(viewer_asking(request), number)
    return _again(request, number)


@router.post(f"{_ONE}/change/consent", **operation("consent_to_change", _WRITE, AgreementGiven))
def agree_to_change(request: HttpRequest, number: int, asked: SignAsked) -> dict[str, Any]:
    """The person signs an open change that reaches back."""
    consent(viewer_asking(request), number, asked.digest)
    return _again(request, number)


def _again(request: HttpRequest, number: int) -> dict[str, Any]:
    return _given(request, agreement_of(viewer_asking(request), number))


def _given(request: HttpRequest, found: Agreement) -> dict[str, Any]:
    moves = sorted(steps_for(viewer_asking(request), found).moves)
    return {**_line(found), "terms": found.terms, "record": agreement_record(found), "moves": moves}


def _line(found: Agreement) -> dict[str, Any]:
    return {
        "id": found.pk,
        "cycle": found.participant.cycle.code,
        "person": found.participant.person,
        "state": found.state,
        "version": found.number,
        "digest": found.digest,
        "in_force_from": found.in_force_from,
        "moved_at": found.moved_at,
    }
