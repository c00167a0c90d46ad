"""Pay files, payment, clawbacks and who bears a refund, and the ledger."""

import base64
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from merit.kernel.refusals import NotFoundRefusal
from merit.rewards.payment.payout_steps import TransferMove
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.given_work import JobGiven
from merit_desk.api.forms.payroll import (
    BearerAsked,
    ClawbackGiven,
    CountGiven,
    LedgerGiven,
    PaidAsked,
    PayFileAsked,
    PayFileGiven,
    TransferAsked,
)
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import Number, operation
from merit_desk.payroll.actions.bear import choose_bearer
from merit_desk.payroll.actions.export import Asked, export
from merit_desk.payroll.actions.ledger import ask_for_ledger
from merit_desk.payroll.actions.pay import Noted, mark_paid, note_transfer
from merit_desk.payroll.models import LedgerCheck
from merit_desk.payroll.queries.clawbacks import clawbacks
from merit_desk.payroll.queries.ledger import ledger_rows, seen_in_all
from merit_desk.payroll.queries.visible import payout_of, sees_whole

router = Router(tags=["payroll"])
_READ, _WRITE = Scope.REWARDS, Scope.REWARDS_WRITE
_ONE = "/pay-runs/{int:number}"
_LEDGER = "/pay-ledger"
_AMOUNTS = ("paid", "arrived", "open", "settled", "recomputed", "unexplained")


@router.post(f"{_ONE}/files", **operation("take_pay_file", _WRITE, PayFileGiven))
def take_pay_file(request: HttpRequest, number: Number, asked: PayFileAsked) -> dict[str, Any]:
    """A payroll or bank file of a frozen run."""
    made = export(viewer_asking(request), number, Asked(asked.layout, asked.day, asked.reference))
    return {
        "name": made.name,
        "rows": made.file.rows,
        "total": str(made.file.total),
        "digest": made.noted.digest,
        "content": base64.b64encode(made.file.content).decode(),
    }


@router.post(f"{_ONE}/payment", **operation("mark_pay_run_paid", _WRITE, CountGiven))
def mark_pay_run_paid(request: HttpRequest, number: Number, asked: PaidAsked) -> dict[str, int]:
    """Everybody is paid the sum of their lines, but for those whose transfer came back."""
    payout = mark_paid(viewer_asking(request), number, Noted(asked.day, asked.reference), asked.failed)
    return {"count": payout.slips.filter(transfer="paid").count()}


@router.post(f"{_ONE}/people/{{str:person}}/transfer", **operation("note_transfer", _WRITE, CountGiven))
def note_a_transfer(request: HttpRequest, number: Number, person: str, asked: TransferAsked) -> dict[str, int]:
    """One transfer that went out again, or came back."""
    noted = Noted(asked.day, asked.reference, asked.reason)
    slip = note_transfer(viewer_asking(request), number, person, TransferMove(asked.move), noted)
    return {"count": slip.transfers.count()}


@router.get(f"{_ONE}/clawbacks", **operation("clawbacks", _READ, list[ClawbackGiven]))
def clawbacks_of_run(request: HttpRequest, number: Number) -> list[dict[str, Any]]:
    """Every clawback of the period in the asker's sight."""
    viewer = viewer_asking(request)
    payout = payout_of(viewer, number)
    return [
        {
            "person": each.row.person,
            "reward": each.row.reward,
            "number": each.row.number,
            "concerns": each.row.concerns,
            "amount": str(each.row.amount),
            "earned": str(each.earned),
            "rate": each.rate_text,
            "refunded": str(each.refunded),
            "refunds": each.refunds,
        }
        for each in clawbacks(visible_files(viewer, payout.period))
    ]


@router.post(f"{_ONE}/bearers", **operation("choose_refund_bearer", _WRITE, CountGiven))
def choose_refund_bearer(request: HttpRequest, number: Number, asked: BearerAsked) -> dict[str, int]:
    """Who bears refunds behind a clawback."""
    which, told = (asked.person, asked.reward, asked.number), (asked.borne_by, asked.reason)
    return {"count": len(choose_bearer(viewer_asking(request), number, which, asked.refunds, told))}


@router.get(_LEDGER, **operation("pay_ledger", _READ, LedgerGiven))
def pay_ledger(request: HttpRequest) -> dict[str, Any]:
    """The last time that everything ever paid was held against a recomputation."""
    viewer = viewer_asking(request)
    if not (viewer.everywhere(Can.SEE_PAY) and sees_whole(viewer)):
        raise NotFoundRefusal("refusal.no_such_page")
    check = LedgerCheck.objects.first()
    rows = ledger_rows(check, seen_in_all(viewer, check))
    people = [{"person": row.person, **{name: str(getattr(row, name)) for name in _AMOUNTS}} for row in rows]
    return {
        "at": check.at if check else None,
        "periods": check.periods if check else [],
        "into": check.into if check else "",
        "holds": check is None or check.holds,
        "people": people,
    }


@router.post(_LEDGER, **operation("check_pay_ledger", _WRITE, JobGiven, 202))
def check_pay_ledger(request: HttpRequest) -> Status[Any]:
    """Recompute every frozen period, in the background."""
    return Status(202, ask_for_ledger(viewer_asking(request)))
