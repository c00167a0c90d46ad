"""What a budget says to an approval."""

from merit.kernel.refusals import ConflictRefusal
from merit_desk.payroll.models import Payout
from merit_desk.payroll.queries.budgets import budget_bars
from merit_desk.payroll.queries.lines import units


def require_within_budget(payout: Payout, reason: str) -> None:
    """Raises ConflictRefusal above a hard limit, and above a soft one without a reason."""
    over = [bar for bar in budget_bars(payout, list(payout.slips.all())) if bar.over]
    for bar in over:
        if bar.hard:
            raise ConflictRefusal("payroll.over_hard", name=bar.name, over=f"{units(bar.over):,.2f}")
    if over and not reason.strip():
        raise ConflictRefusal("payroll.over_needs_reason", name=over[0].name, over=f"{units(over[0].over):,.2f}")
