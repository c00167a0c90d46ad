"""Does a KPI say what comes? Its change from month to month beside the change of the company's result, now and later.

Changes are related, not levels: two things that both grow with the company go together without either saying anything
about the other (Granger and Newbold, Journal of Econometrics 2, 1974).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from merit.insight.effect.rank_relation import RankRelation, rank_relation
from merit.kernel.node import COMPANY
from merit.kernel.period import Grain, Period
from merit.metrics.figures import Figures

LAGS = (0, 1, 2)
"""Months by which the result follows the KPI."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """One KPI with the lag, in months, at which it goes with the result most surely."""

    kpi: str
    lag: int
    relation: RankRelation


def predictions(figures: Figures, kpis: Sequence[str], result: str, last: Period, months: int = 24) -> list[Prediction]:
    """For each KPI its best lag, the surest first; `result` is the company's KPI that counts, e.g. gross_profit.

    All KPIs and lags are looked at together, and the intervals say so: of many KPIs some go along by chance.
    """
    span = _months(last, months)
    outcome = _changes(figures, result, span)
    others = [each for each in kpis if each != result]
    looks = max(1, len(others) * len(LAGS))
    found = [_best(kpi, _changes(figures, kpi, span), outcome, looks) for kpi in others]
    return sorted(found, key=lambda each: (-abs(each.relation.rank or 0.0), each.kpi))


def _months(last: Period, months: int) -> list[Period]:
    span = [Period.containing(last.last, Grain.MONTH)]
    while len(span) < months:
        span.insert(0, span[0].previous())
    return span


def _changes(figures: Figures, kpi: str, span: Sequence[Period]) -> list[Fraction | None]:
    values = [figures.value(kpi, COMPANY, each).value for each in span]
    return [after - before if before is not None and after is not None else None for before, after in pairwise(values)]


def _best(kpi: str, changes: Sequence[Fraction | None], outcome: Sequence[Fraction | None], looks: int) -> Prediction:
    tried = [Prediction(kpi, lag, _lagged(changes, outcome, lag, looks)) for lag in LAGS]
    return max(tried, key=lambda each: (abs(each.relation.rank or 0.0), -each.lag))


def _lagged(
    changes: Sequence[Fraction | None], outcome: Sequence[Fraction | None], lag: int, looks: int
) -> RankRelation:
    pairs = [
        (float(kpi), float(result))
        for kpi, result in zip(changes[: len(changes) - lag], outcome[lag:], strict=True)
        if kpi is not None and result is not None
    ]
    return rank_relation([kpi for kpi, _ in pairs], [result for _, result in pairs], looks)
