"""Do two KPIs move together beyond season, trend and noise? Estimates: they advise and never reach a score or pay.

With three nodes or more, what is common to a month (season, campaigns, trend) and what is lasting in a node are taken
out first: weighted least squares on dummies of both (statsmodels), then the correlation of what is left (Frisch, Waugh
1933). With fewer, month of the year and a straight trend are taken out, where there are two years of months.
A value of few rows weighs less: n ÷ (n + 30). The interval is Fisher's z with the degrees of freedom left, fewer where
both sides carry on from month to month (M. S. Bartlett, J. R. Statist. Soc. 98, 1935).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh
from typing import Any

from merit.kernel.period import Period

FEWEST = 8
FEWEST_FREE = 6
"""Degrees of freedom left, below which nothing is said."""
COMMON = 3
"""Nodes from which on what is common to a month can be told from what is a node's own."""
TWO_YEARS = 24
HALF = 30
"""Rows at which a value weighs half."""
CONFIDENCE = 0.95
FLAT = 1e-9


@dataclass(frozen=True, slots=True)
class Pair:
    """Two values of one node in one period; `rows` behind the weaker of the two."""

    node: str
    period: Period
    one: float
    other: float
    rows: int


@dataclass(frozen=True, slots=True)
class Association:
    """Correlation of what is left, with what holds it in 95 of 100 cases for all looks together."""

    count: int
    nodes: int
    likeness: float
    low: float
    high: float
    without_season: bool
    """False: two KPIs may only share the season."""


def association(pairs: Sequence[Pair], looks: int = 1) -> Association | None:
    """None where there are too few values or one side does not vary. `looks`: so many are looked at (Bonferroni)."""
    nodes = sorted({each.node for each in pairs})
    if len(pairs) < FEWEST:
        return None
    design, without_season = _design(pairs, nodes)
    weights = [each.rows / (each.rows + HALF) for each in pairs]
    sides = [_left(values, design, weights) for values in _comparable(pairs)]
    if any(side is None for side in sides):
        return None
    (one, free), (other, _) = sides  # type: ignore[misc]
    likeness = _weighted(one, other, weights) / sqrt(_weighted(one, one, weights) * _weighted(other, other, weights))
    effective = sum(weights) ** 2 / sum(weight**2 for weight in weights) - (len(pairs) - free)
    effective *= _carried_on(pairs, one, other)
    if effective < FEWEST_FREE:
        return None
    low, high = _interval(max(-1.0, min(1.0, likeness)), effective, looks)
    return Association(len(pairs), len(nodes), likeness, low, high, without_season)


def _design(pairs: Sequence[Pair], nodes: Sequence[str]) -> tuple[list[list[float]], bool]:
    periods = sorted({each.period for each in pairs})
    own = [[float(each.node == node) for node in nodes] for each in pairs]
    if len(nodes) >= COMMON:
        return [[*row, *_dummies(each.period, periods[1:])] for row, each in zip(own, pairs, strict=True)], True
    trend = [[periods.index(each.period) / len(periods)] for each in pairs]
    if len(periods) < TWO_YEARS:
        return [[*row, *slope] for row, slope in zip(own, trend, strict=True)], False
    months = sorted({period.start.month for period in periods})[1:]
    seasons = [[float(each.period.start.month == month) for month in months] for each in pairs]
    return [[*row, *slope, *season] for row, slope, season in zip(own, trend, seasons, strict=True)], True


def _dummies(period: Period, periods: Sequence[Period]) -> list[float]:
    return [float(period == each) for each in periods]


def _comparable(pairs: Sequence[Pair]) -> list[list[float]]:
    """Each side as a multiple of its node's own mean where all values are above 0, so that large nodes do not rule."""
    sides = []
    for side in ("one", "other"):
        values = [float(getattr(each, side)) for each in pairs]
        if min(values) > 0:
            means = {node: _mean_of(pairs, values, node) for node in {each.node for each in pairs}}
            values = [value / means[each.node] for value, each in zip(values, pairs, strict=True)]
        sides.append(values)
    return sides


def _mean_of(pairs: Sequence[Pair], values: Sequence[float], node: str) -> float:
    own = [value for value, each in zip(values, pairs, strict=True) if each.node == node]
    return sum(own) / len(own)


def _left(
    values: Sequence[float], design: Sequence[Sequence[float]], weights: Sequence[float]
) -> tuple[list[float], float] | None:
    """What the design does not explain, and the degrees of freedom left; None where nothing is left."""
    fitted = least_squares(values, design, weights)
    rest = [float(each) for each in fitted.resid]
    size = max(map(abs, values))
    if max(map(abs, rest)) <= FLAT * max(size, FLAT):
        return None
    return rest, float(fitted.df_resid)


def least_squares(values: Sequence[float], design: Sequence[Sequence[float]], weights: Sequence[float]) -> Any:
    """The fit of `statsmodels`; its `df_resid` counts redundant columns once."""
    from statsmodels.regression.linear_model import WLS  # here, for importing it takes longer than the desk to start

    return WLS(list(values), [list(row) for row in design], weights=list(weights)).fit()


def _weighted(one: Sequence[float], other: Sequence[float], weights: Sequence[float]) -> float:
    return sum(left * right * weight for left, right, weight in zip(one, other, weights, strict=True))


def _carried_on(pairs: Sequence[Pair], one: Sequence[float], other: Sequence[float]) -> float:
    """Bartlett's factor, at most 1: two series that each drift agree by chance more often than fresh draws do."""
    both = _next_likeness(pairs, one) * _next_likeness(pairs, other)
    return (1 - both) / (1 + both) if both > 0 else 1.0


def _next_likeness(pairs: Sequence[Pair], rest: Sequence[float]) -> float:
    known = {(each.node, each.period): value for each, value in zip(pairs, rest, strict=True)}
    follows = [(value, known.get((node, period.previous()))) for (node, period), value in known.items()]
    found = [(value, before) for value, before in follows if before is not None]
    size = sum(value * value for value in rest) / len(rest)
    return sum(value * before for value, before in found) / len(found) / size if found else 0.0


def _interval(likeness: float, free: float, looks: int) -> tuple[float, float]:
    if abs(likeness) >= 1:
        return likeness, likeness
    from scipy.special import ndtri

    reach = float(ndtri(1 - (1 - CONFIDENCE) / looks / 2)) / sqrt(free - 2)
    return tanh(atanh(likeness) - reach), tanh(atanh(likeness) + reach)
