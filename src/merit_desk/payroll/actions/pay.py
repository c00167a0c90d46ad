"""Noting that the money has gone out, to whom it came back, and when it went out again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.rewards.payment.payout_steps import TRANSFER, PayoutMove, PayoutState, TransferMove, TransferState
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.payroll.actions.moving import locked, moved
from merit_desk.payroll.models import Payout, Slip, Transfer
from merit_desk.payroll.queries.visible import parties_of, payout_of, slip_of


@dataclass(frozen=True, slots=True)
class Noted:
    """When and under which reference of the bank; `reason` of a transfer that failed."""

    day: date
    reference: str = ""
    reason: str = ""


def mark_paid(viewer: Viewer, number: int, noted: Noted, failed: Mapping[str, str] | None = None) -> Payout:
    """Everybody is paid the sum of their lines, but for `failed`: reasons of the bank by person.

    Raises NotFoundRefusal (not permitted, or somebody who is not in the payout) and ConflictRefusal (not now).
    """
    viewer.require(Can.APPROVE_PAY)
    payout_of(viewer, number)
    failed = failed or {}
    with transaction.atomic():
        payout = locked(number)
        moved(viewer.account, payout, PayoutMove.PAY, parties_of(viewer))
        slips = list(payout.slips.select_related("payout"))
        if set(failed) - {slip.person for slip in slips}:
            raise NotFoundRefusal("refusal.no_such_page")
        for slip in slips:
            reason = failed.get(slip.person)
            told = Noted(noted.day, noted.reference, reason or "")
            _transfer(viewer, slip, TransferMove.PAY if reason is None else TransferMove.FAIL, told)
    return payout


def note_transfer(viewer: Viewer, number: int, person: str, move: TransferMove, noted: Noted) -> Slip:
    """One transfer that came back later, or went out again. Raises as `mark_paid`; a failure needs its reason."""
    viewer.require(Can.APPROVE_PAY)
    slip_of(viewer, number, person)
    if move is TransferMove.FAIL and not noted.reason.strip():
        raise ConflictRefusal("payroll.needs_reason")
    with transaction.atomic():
        payout = locked(number)
        if payout.state != PayoutState.PAID:
            raise ConflictRefusal(f"payout.stands.{payout.state}")
        slip = Slip.objects.select_for_update().select_related("payout").get(payout=payout, person=person)
        _transfer(viewer, slip, move, noted)
    return slip


def _transfer(viewer: Viewer, slip: Slip, move: TransferMove, noted: Noted) -> None:
    before = slip.transfer
    slip.transfer = str(TRANSFER.after(TransferState(slip.transfer), move, parties_of(viewer)))
    slip.save(update_fields=["transfer"])
    Transfer.objects.create(
        slip=slip,
        move=str(move),
        fen=slip.fen,
        day=noted.day,
        reference=noted.reference.strip(),
        reason=noted.reason.strip(),
        by_id=viewer.signer,
    )
    after = {"transfer": slip.transfer, "fen": slip.fen, "day": noted.day.isoformat(), "reference": noted.reference}
    subject = Subject("payslip", f"{slip.payout.period}/{slip.person}")
    record(viewer.account, f"transfer.{move}", subject, {"transfer": before}, after)
