"""Losses of a period: taken last, out of everything else that the month pays, and remembered by what was sealed."""

from collections.abc import Iterable
from dataclasses import replace

from merit.closing.paid_before import sealed_lines, sealed_periods
from merit.guards.loss_lines import LossRun, loss_lines, loss_notes
from merit.guards.month_pay import LOSS_LINE
from merit.kernel.problems import Problem
from merit.rewards.payment.paid_before import PaidLine
from merit.run import PeriodResult
from merit.workspace import Workspace


def with_losses(workspace: Workspace, result: PeriodResult, paid: Iterable[PaidLine]) -> PeriodResult:
    """The result with what the month takes of losses; `paid` are the lines of sealed periods before it."""
    lines = loss_lines(_run(workspace, result, paid)) if workspace.company.guard_records.losses else []
    everything = sorted([*result.pay_lines, *lines], key=lambda line: (line.person, line.reward))
    return replace(result, pay_lines=tuple(everything)) if lines else result


def notes_about_losses(workspace: Workspace, result: PeriodResult) -> list[Problem]:
    """What is carried forward, and what may not be taken."""
    if not workspace.company.guard_records.losses:
        return []
    closed = sealed_periods(workspace.folder, result.period)
    paid = [line for period in closed for line in sealed_lines(workspace.folder, period)]
    return loss_notes(_run(workspace, result, paid))


def _run(workspace: Workspace, result: PeriodResult, paid: Iterable[PaidLine]) -> LossRun:
    company = workspace.company
    return LossRun(
        organisation=company.organisation,
        records=company.guard_records,
        tables=company.law_tables,
        region=company.profile.region,
        currency=company.profile.currency,
        period=result.period,
        lines=tuple(line for line in result.pay_lines if line.line != LOSS_LINE),
        paid=tuple(paid),
    )
