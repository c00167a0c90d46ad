"""Losses of a period: taken last, out of everything else that the month pays, and remembered by what was sealed."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from merit.closing.paid_before import sealed_lines, sealed_periods
from merit.company import Company
from merit.guards.loss_lines import LossRun, loss_lines, loss_notes
from merit.guards.month_pay import LOSS_LINE
from merit.kernel.period import Period
from merit.kernel.problems import Problem
from merit.rewards.payment.paid_before import PaidLine
from merit.rewards.payment.pay_line import PayLine
from merit.run import PeriodResult
from merit.workspace import Workspace


def with_losses(workspace: Workspace, result: PeriodResult, paid: Iterable[PaidLine]) -> PeriodResult:
    """The result with what the month takes of losses; `paid` are the lines of sealed periods before it."""
    company = workspace.company
    lines = loss_lines(loss_run(company, result.period, result.pay_lines, paid)) if company.guard_records.losses else []
    everything = sorted([*result.pay_lines, *lines], key=lambda line: (line.person, line.reward))
    return replace(result, pay_lines=tuple(everything)) if lines else result


def notes_about_losses(folder: Path, company: Company, period: Period, lines: Iterable[PayLine]) -> list[Problem]:
    """What is carried forward, and what may not be taken."""
    if not company.guard_records.losses:
        return []
    paid = [line for closed in sealed_periods(folder, period) for line in sealed_lines(folder, closed)]
    return loss_notes(loss_run(company, period, lines, paid))


def loss_run(company: Company, period: Period, lines: Iterable[PayLine], paid: Iterable[PaidLine]) -> LossRun:
    """The losses of the period beside everything else that it pays."""
    return LossRun(
        organisation=company.organisation,
        records=company.guard_records,
        tables=company.law_tables,
        region=company.profile.region,
        currency=company.profile.currency,
        period=period,
        lines=tuple(line for line in lines if line.line != LOSS_LINE),
        paid=tuple(paid),
    )
