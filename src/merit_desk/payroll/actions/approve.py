"""The steps of HR, finance and the owner: four eyes, within the budget, on the lines that were read."""

from django.db import transaction

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal
from merit.rewards.payment.payout_steps import PAYOUT, PayoutMove, PayoutState
from merit_desk.accounts.viewer import Viewer
from merit_desk.payroll.actions.keep_up import require_unchanged
from merit_desk.payroll.actions.moving import locked, moved, void_approvals
from merit_desk.payroll.models import Approval, Payout
from merit_desk.payroll.queries.acted import has_acted
from merit_desk.payroll.queries.budget_check import require_within_budget
from merit_desk.payroll.queries.lines import payout_digest
from merit_desk.payroll.queries.visible import parties_of, payout_of

PARTY_OF = {PayoutState.HR: Party.HR, PayoutState.FINANCE: Party.FINANCE, PayoutState.OWNER: Party.OWNER}


def approve(viewer: Viewer, number: int, seen: str = "", reason: str = "") -> Payout:
    """Take the step that the payout waits for.

    `seen` is the fingerprint that was read. Raises NotFoundRefusal (not to be known), NotAllowedRefusal (never
    theirs), ConflictRefusal: not now, a second step by the same person, lines that changed, above the budget.
    """
    payout = payout_of(viewer, number)
    PAYOUT.after(PayoutState(payout.state), PayoutMove.APPROVE, parties_of(viewer))
    require_unchanged(payout, seen)
    with transaction.atomic():
        payout = locked(number)
        step = PayoutState(payout.state)
        parties = parties_of(viewer) & {PARTY_OF.get(step, Party.CLOCK)} or parties_of(viewer)
        PAYOUT.after(step, PayoutMove.APPROVE, parties)
        require_four_eyes(viewer, payout)
        require_within_budget(payout, reason)
        slips = list(payout.slips.all())
        Approval.objects.create(
            payout=payout,
            step=str(step),
            account_id=viewer.signer,
            round=payout.round,
            digest=payout_digest(slips),
            fen=sum(slip.fen for slip in slips),
            except_person=viewer.person if any(slip.person == viewer.person for slip in slips) else "",
            reason=reason.strip(),
        )
        return moved(viewer.account, payout, PayoutMove.APPROVE, parties, reason.strip())


def return_payout(viewer: Viewer, number: int, reason: str) -> Payout:
    """Back to whoever prepares it, with a reason. Raises as `approve` does."""
    payout_of(viewer, number)
    if not reason.strip():
        raise ConflictRefusal("payroll.needs_reason")
    with transaction.atomic():
        payout = moved(viewer.account, locked(number), PayoutMove.RETURN, parties_of(viewer), reason.strip())
        void_approvals(payout)
    return payout


def require_four_eyes(viewer: Viewer, payout: Payout) -> None:
    """Raises ConflictRefusal for somebody who has taken a step of this payout already, as a manager too."""
    if has_acted(viewer, payout):
        raise ConflictRefusal("payroll.two_steps")
