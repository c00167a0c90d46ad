"""异议: a line of a statement questioned with evidence, answered by somebody else."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from merit.kernel.money import Money
from merit.reviews.appeal import Verdict
from merit.rewards.payment.dispute import Remedy, Ruling
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.disputes import DisputeAsked, DisputeGiven, RulingAsked, SaidAsked
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import operation
from merit_desk.disputes.actions import disputes as act
from merit_desk.disputes.queries.known import dispute_of, disputes_known_to
from merit_desk.disputes.queries.lines import own_line

router = Router(tags=["disputes"])
_READ, _WRITE = Scope.REWARDS, Scope.REWARDS_WRITE
_ONE = "/disputes/{int:number}"


@router.get("/disputes", **operation("disputes", _READ, list[DisputeGiven]))
def disputes(request: HttpRequest) -> Any:
    """One's own, and those of people whose pay one may see; latest first."""
    return disputes_known_to(viewer_asking(request))


@router.get(_ONE, **operation("dispute", _READ, DisputeGiven))
def one_dispute(request: HttpRequest, number: int) -> Any:
    """One dispute."""
    return dispute_of(viewer_asking(request), number)


@router.post("/disputes", **operation("file_dispute", _WRITE, DisputeGiven, 201))
def file_a_dispute(request: HttpRequest, asked: DisputeAsked) -> Status[Any]:
    """Question a line of one's own statement."""
    viewer = viewer_asking(request)
    row = own_line(viewer, asked.period, asked.reward, asked.line, asked.number)
    question = act.Question(asked.reason, asked.wanted)
    return Status(201, act.file_dispute(viewer, asked.period, replace(row, amount=asked.seen), question))


@router.post(f"{_ONE}/answer", **operation("answer_dispute", _WRITE, DisputeGiven))
def answer_a_dispute(request: HttpRequest, number: int, asked: SaidAsked) -> Any:
    """Say how the line came about."""
    return act.answer(viewer_asking(request), number, asked.text)


@router.post(f"{_ONE}/withdrawal", **operation("withdraw_dispute", _WRITE, DisputeGiven))
def withdraw_a_dispute(request: HttpRequest, number: int) -> Any:
    """Take one's own back."""
    return act.withdraw(viewer_asking(request), number)


@router.post(f"{_ONE}/decision", **operation("decide_dispute", _WRITE, DisputeGiven))
def decide_a_dispute(request: HttpRequest, number: int, asked: RulingAsked) -> Any:
    """Decide what somebody else has answered."""
    viewer = viewer_asking(request)
    currency = dispute_of(viewer, number).currency
    amount = Money(int(asked.amount * 100), currency) if asked.amount is not None else None
    ruling = Ruling(Verdict(asked.verdict), Remedy(asked.remedy), asked.grounds, amount)
    return act.decide(viewer, number, ruling, asked.mending)


@router.post(f"{_ONE}/mended", **operation("dispute_mended", _WRITE, DisputeGiven))
def mark_dispute_mended(request: HttpRequest, number: int, asked: SaidAsked) -> Any:
    """The data are mended."""
    return act.mended(viewer_asking(request), number, asked.text)
