"""Whether somebody has taken a step of a payout already: nobody takes two."""

from merit_desk.accounts.viewer import Viewer
from merit_desk.payroll.models import Approval, Payout


def has_acted(viewer: Viewer, payout: Payout) -> bool:
    """Whether the viewer's account has agreed to a statement or approved a step that still stands."""
    return (
        Approval.objects.filter(payout=payout, voided_at=None, account_id=viewer.signer).exists()
        or payout.slips.filter(agreed_by_id=viewer.signer).exists()
    )
