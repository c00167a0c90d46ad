"""One period with all that came before it: what sealed periods paid, and what late facts changed in them."""

from dataclasses import replace

from merit.closing.late_data import adjustments
from merit.closing.left_behind import about_no_refund, left_behind
from merit.closing.losses import with_losses
from merit.closing.paid_before import paid_before
from merit.kernel.period import Period
from merit.kernel.problems import in_order
from merit.rewards.payment.paid_before import paid_lines
from merit.run import PeriodResult, run_period
from merit.workspace import Workspace


def computed_period(workspace: Workspace, period: Period) -> PeriodResult:
    """The result that `run` shows, `seal` freezes and `verify` compares."""
    before = paid_before(workspace, period)
    adjusted = adjustments(workspace, period, before)
    known = replace(before, adjusting=paid_lines(adjusted))
    result = run_period(workspace.company, workspace.figures, period, known)
    lines = sorted([*result.pay_lines, *adjusted], key=lambda line: (line.person, line.reward))
    whole = with_losses(workspace, replace(result, pay_lines=tuple(lines)), before.lines)
    idle = [*left_behind(workspace.folder, workspace.company, period), *about_no_refund(workspace)]
    return replace(whole, problems=tuple(in_order([*whole.problems, *idle])))
