"""One period, from declared company and measured figures to scores and pay: the program's table of contents."""

from dataclasses import dataclass, replace

from merit.company import Company, nodes_of
from merit.kernel.explain import Explained, replays, steps
from merit.kernel.period import Period
from merit.kernel.problems import Problem, in_order
from merit.metrics.figures import Figures, KpiValue
from merit.rewards.pay_people import PaidBefore, pay_people
from merit.rewards.payment.pay_line import PayLine
from merit.scores.score_people import score_people
from merit.scores.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class PeriodResult:
    """Everything that one period comes to; the same inputs give the same result, to the byte when written."""

    period: Period
    scorecards: tuple[Scorecard, ...]
    pay_lines: tuple[PayLine, ...]
    problems: tuple[Problem, ...]
    values: tuple[KpiValue, ...] = ()


def run_period(company: Company, figures: Figures, period: Period, paid_before: PaidBefore) -> PeriodResult:
    """Measure, score and pay one period. Pure: all inputs are given, nothing is stored."""
    values = kpi_values(company, figures, period)
    return replace(score_and_pay(company, figures, period, paid_before), values=tuple(values))


def score_and_pay(company: Company, figures: Figures, period: Period, paid_before: PaidBefore) -> PeriodResult:
    """The same without the table of all KPI values, which a simulation does not need."""
    scorecards, score_findings = score_people(company, figures, period)
    pay_lines, pay_findings = pay_people(company, figures, scorecards, period, paid_before)
    problems = in_order([*score_findings, *pay_findings])
    return PeriodResult(period, tuple(scorecards), tuple(pay_lines), tuple(problems))


def kpi_values(company: Company, figures: Figures, period: Period) -> list[KpiValue]:
    """Every listed KPI for every node where it is defined and where anything was measured."""
    listed = [kpi for kpi in company.catalogue.kpis.values() if not kpi.hidden]
    nodes = nodes_of(company, period)
    values = [figures.value(kpi.id, node, period) for kpi in listed for node in nodes if node.kind in kpi.nodes]
    return [value for value in values if value.n or value.value is not None]


def broken_steps(result: PeriodResult) -> list[str]:
    """Codes of steps that do not recompute to their stated result; empty when every working is honest."""
    figures: list[Explained[object]] = [line.amount for line in result.pay_lines]
    figures += [card.total for card in result.scorecards if card.total]
    figures += [card.grade for card in result.scorecards if card.grade]
    return [step.code for figure in figures for step in steps(figure) if not replays(step)]
