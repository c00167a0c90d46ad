"""One period with all that came before it: what sealed periods paid, and what late facts changed in them."""

from merit.closing.late_data import with_adjustments
from merit.closing.losses import with_losses
from merit.closing.paid_before import paid_before
from merit.kernel.period import Period
from merit.run import PeriodResult, run_period
from merit.workspace import Workspace


def computed_period(workspace: Workspace, period: Period) -> PeriodResult:
    """The result that `run` shows, `seal` freezes and `verify` compares."""
    before = paid_before(workspace, period)
    result = run_period(workspace.company, workspace.figures, period, before)
    adjusted = with_adjustments(workspace, result, before)
    return with_losses(workspace, adjusted, before.lines)
