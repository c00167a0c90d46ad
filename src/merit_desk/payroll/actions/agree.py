"""The managers' step: each agrees to the statements of their own line, or returns single ones with a reason."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.rewards.payment.payout_steps import SLIP, PayoutState, SlipMove, SlipState
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.notices.actions import tell
from merit_desk.payroll.actions.keep_up import require_unchanged
from merit_desk.payroll.actions.moving import OPEN_SLIPS, collect, locked, require_state
from merit_desk.payroll.models import Payout, Slip
from merit_desk.payroll.queries.visible import parties_on, payout_of, slip_of, slips_of


def agree(viewer: Viewer, number: int, people: Sequence[str] = (), seen: str = "") -> list[Slip]:
    """Agree to the statements of these people, of one's whole line when none is named. Returned ones are named.

    `seen` is the fingerprint of the payout that was read. Raises NotFoundRefusal (nobody of one's line) and
    ConflictRefusal (not now, or the lines changed since).
    """
    payout = payout_of(viewer, number)
    require_unchanged(payout, seen)
    with transaction.atomic():
        payout = locked(number)
        mine = [slip for slip in slips_of(viewer, payout) if viewer.person in slip.managers]
        chosen = [slip for slip in mine if _is_chosen(slip, people)]
        if not mine or set(people) - {slip.person for slip in mine}:
            raise NotFoundRefusal("refusal.no_such_page")
        require_state(payout, PayoutState.MANAGERS)
        for slip in chosen:
            _move(viewer, slip, SlipMove.AGREE, "")
        collect(payout)
    return chosen


def _is_chosen(slip: Slip, people: Sequence[str]) -> bool:
    return slip.person in people if people else slip.state == SlipState.WAITING


def return_slip(viewer: Viewer, number: int, person: str, reason: str) -> Slip:
    """Say what is wrong with one statement; HR is told. Raises as `agree` does, ConflictRefusal without a reason."""
    return _one(viewer, number, person, SlipMove.RETURN, reason)


def mend_slip(viewer: Viewer, number: int, person: str, answer: str) -> Slip:
    """HR has looked into it and asks the manager again, with an answer. Raises as `return_slip` does."""
    return _one(viewer, number, person, SlipMove.MEND, answer)


def _one(viewer: Viewer, number: int, person: str, move: SlipMove, note: str) -> Slip:
    slip = slip_of(viewer, number, person)
    if not note.strip():
        raise ConflictRefusal("payroll.needs_reason")
    with transaction.atomic():
        payout = locked(number)
        require_state(payout, PayoutState.MANAGERS)
        slip.refresh_from_db()
        _move(viewer, slip, move, note.strip())
        _tell(payout, move)
    return slip


def _move(viewer: Viewer, slip: Slip, move: SlipMove, note: str) -> None:
    before = slip.state
    slip.state = str(SLIP.after(SlipState(slip.state), move, parties_on(viewer, slip)))
    agreed = move is SlipMove.AGREE
    slip.note = note
    slip.agreed_by_id = viewer.account if agreed else None
    slip.agreed_at = timezone.now() if agreed else None
    slip.save(update_fields=["state", "note", "agreed_by", "agreed_at"])
    after = {"state": slip.state, "digest": slip.digest, "fen": slip.fen, "note": note}
    record(viewer.account, f"payslip.{move}", Subject("payslip", f"{slip.payout.period}/{slip.person}"), before, after)


def _tell(payout: Payout, move: SlipMove) -> None:
    if move is SlipMove.RETURN:
        address = f"/payroll/{payout.pk}/?state=returned"
        tell(payout.made_by_id, "notice.payroll_slip_returned", address, period=payout.period)


def open_slips(payout: Payout) -> int:
    """How many statements no manager has agreed to yet."""
    return payout.slips.filter(state__in=OPEN_SLIPS).count()
