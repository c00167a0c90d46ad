"""The one way in which a payout changes its state: locked, asked of the core, saved, recorded."""

from django.utils import timezone

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal
from merit.rewards.payment.payout_steps import PAYOUT, PayoutMove, PayoutState, SlipState
from merit_desk.audit.actions import Subject, record
from merit_desk.payroll.models import Approval, Payout

OPEN_SLIPS = (str(SlipState.WAITING), str(SlipState.RETURNED))


def locked(number: int) -> Payout:
    """The payout, for this transaction alone."""
    return Payout.objects.select_for_update().get(pk=number)


def subject_of(payout: Payout) -> Subject:
    """The payout, as the trail names it."""
    return Subject("payout", payout.period)


def moved(account: int | None, payout: Payout, move: PayoutMove, parties: frozenset[Party], note: str = "") -> Payout:
    """The payout after the move, on the trail. Raises as `Machine.after` does."""
    before = payout.state
    payout.state = str(PAYOUT.after(PayoutState(payout.state), move, parties))
    payout.note = note
    payout.save(update_fields=["state", "note", "moved_at", "frozen_at", "frozen_by", "round"])
    after = {"state": payout.state, "note": note} if note else {"state": payout.state}
    record(account, f"payroll.{move}", subject_of(payout), {"state": before}, after)
    return payout


def void_approvals(payout: Payout) -> list[int]:
    """Approvals that do not hold any more; who had given them."""
    standing = Approval.objects.filter(payout=payout, voided_at=None)
    accounts = list(standing.values_list("account_id", flat=True))
    standing.update(voided_at=timezone.now())
    return accounts


def collect(payout: Payout) -> None:
    """On to HR as soon as every manager has agreed."""
    if payout.state == PayoutState.MANAGERS and not payout.slips.filter(state__in=OPEN_SLIPS).exists():
        moved(None, payout, PayoutMove.COLLECT, frozenset({Party.CLOCK}))


def require_state(payout: Payout, state: PayoutState) -> None:
    """Raises ConflictRefusal with what the payout waits for."""
    if payout.state != state:
        raise ConflictRefusal(f"payout.stands.{payout.state}")
