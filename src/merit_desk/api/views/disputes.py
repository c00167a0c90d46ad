"""异议: a line of a statement questioned with evidence, answered by somebody else."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import File, Router, Status
from ninja.files import UploadedFile

from merit.kernel.money import Money
from merit.reviews.appeal import Verdict
from merit.rewards.payment.dispute import Remedy, Ruling
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.disputes import DisputeAsked, DisputeGiven, EvidenceGiven, RulingAsked, SaidAsked
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import operation
from merit_desk.disputes.actions import disputes as act
from merit_desk.disputes.actions.evidence import opened_evidence
from merit_desk.disputes.forms.evidence import Sent
from merit_desk.disputes.queries.known import dispute_of, disputes_known_to
from merit_desk.disputes.queries.lines import own_line

router = Router(tags=["disputes"])
_READ, _WRITE = Scope.REWARDS, Scope.REWARDS_WRITE
_ONE = "/disputes/{int:number}"
_FILE = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


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


@router.get(f"{_ONE}/files", **operation("dispute_files", _READ, list[EvidenceGiven]))
def evidence_of_a_dispute(request: HttpRequest, number: int) -> Any:
    """What proves it, in the order it was added."""
    return dispute_of(viewer_asking(request), number).evidence.all()


@router.post(f"{_ONE}/files", **operation("add_dispute_files", _WRITE, list[EvidenceGiven], 201))
def add_evidence_to_a_dispute(request: HttpRequest, number: int, files: File[list[UploadedFile]]) -> Status[Any]:
    """Add files to one's own (multipart, field `files`, once or more)."""
    sent = tuple(Sent(each.name or "", each.read()) for each in files)
    return Status(201, act.add_evidence(viewer_asking(request), number, sent).evidence.all())


@router.get(
    f"{_ONE}/files/{{int:file}}",
    **operation("dispute_file", _READ, None),
    openapi_extra={"responses": {200: {"content": _FILE}}},
)
def one_file_of_a_dispute(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """The file itself, as it was sent."""
    found, content = opened_evidence(viewer_asking(request), number, file)
    with content:
        kept = content.read()
    disposition = content_disposition_header(as_attachment=True, filename=found.name) or "attachment"
    return HttpResponse(kept, "application/octet-stream", headers={"Content-Disposition": disposition})


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
