"""评估尺度: how many points a manager's ratings lie above or below the others' for people with equal KPI results.

The model is the analysis of covariance with a fixed effect per rater (Snedecor and Cochran, Statistical Methods; the
severity of raters as a main effect: Hoyt, Psychological Methods 5, 2000): rating = level of the rater + slope × KPI
points + error, with one slope for all, found within raters, so that a strict rater of a strong team is not taken for
a mild one. A rater's deviation is their adjusted mean less the mean of all adjusted means weighted by people. These
are statistics for a talk among people: binary floats, and nothing here reaches a score or pay.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import fmean

from scipy.special import stdtrit

FEWEST = 5
"""Fewer people than this say nothing about a rater, whatever the interval."""
CONFIDENCE = 0.95
LEAST = 1.0
"""A smaller deviation, in points, is nobody's concern, however sure."""


class Tendency(StrEnum):
    """A word for the deviation: strict and lenient only where the whole interval lies on one side of zero."""

    STRICT = "strict"
    MODERATE = "moderate"
    LENIENT = "lenient"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class RatedPerson:
    """What one manager gave one person, and what the person's KPIs alone came to, both in points of 100."""

    rater: str
    person: str
    rating: float
    kpi: float


@dataclass(frozen=True, slots=True)
class Leniency:
    """`deviation` in points, above zero: milder than the others; `low` to `high` holds it with 95 % confidence.

    All three are None where there is nobody to compare with or nothing to tell chance by.
    """

    rater: str
    people: int
    deviation: float | None
    low: float | None
    high: float | None
    tendency: Tendency


def leniency(ratings: Sequence[RatedPerson]) -> list[Leniency]:
    """Every rater, the mildest first; those who cannot be compared last, by id."""
    groups = _groups(ratings)
    if len(groups) < 2:
        return [Leniency(each, len(groups[each]), None, None, None, Tendency.TOO_FEW) for each in sorted(groups)]
    fitted = _fit(groups)
    found = [_deviation(rater, groups, fitted) for rater in sorted(groups)]
    return sorted(found, key=lambda each: -(each.deviation or 0.0))


@dataclass(frozen=True, slots=True)
class _Fit:
    slope: float
    spread: float
    """Σ (KPI − mean of the rater)², 0 where KPIs say nothing."""
    variance: float | None
    """Of the error; None without a degree of freedom."""
    freedom: int


def _groups(ratings: Sequence[RatedPerson]) -> dict[str, list[RatedPerson]]:
    groups: dict[str, list[RatedPerson]] = {}
    for each in sorted(ratings, key=lambda each: (each.rater, each.person)):
        groups.setdefault(each.rater, []).append(each)
    return groups


def _fit(groups: Mapping[str, Sequence[RatedPerson]]) -> _Fit:
    within = [
        (each.kpi - fmean(one.kpi for one in group), each.rating - fmean(one.rating for one in group))
        for group in groups.values()
        for each in group
    ]
    spread = sum(x * x for x, _ in within)
    slope = sum(x * y for x, y in within) / spread if spread else 0.0
    freedom = len(within) - len(groups) - bool(spread)
    left = sum((y - slope * x) ** 2 for x, y in within)
    return _Fit(slope, spread, left / freedom if freedom > 0 else None, freedom)


def _deviation(rater: str, groups: Mapping[str, Sequence[RatedPerson]], fitted: _Fit) -> Leniency:
    people = sum(map(len, groups.values()))
    parts = {each: (each == rater) - len(group) / people for each, group in groups.items()}
    ratings = sum(parts[each] * fmean(one.rating for one in group) for each, group in groups.items())
    kpis = sum(parts[each] * fmean(one.kpi for one in group) for each, group in groups.items())
    deviation = ratings - fitted.slope * kpis
    own = len(groups[rater])
    if fitted.variance is None:
        return Leniency(rater, own, deviation, None, None, Tendency.TOO_FEW)
    share = sum(parts[each] ** 2 / len(group) for each, group in groups.items())
    share += kpis**2 / fitted.spread if fitted.spread else 0.0
    reach = float(stdtrit(fitted.freedom, (1 + CONFIDENCE) / 2)) * sqrt(fitted.variance * share)
    low, high = deviation - reach, deviation + reach
    return Leniency(rater, own, deviation, low, high, _word(own, deviation, reach))


def _word(people: int, deviation: float, reach: float) -> Tendency:
    if people < FEWEST:
        return Tendency.TOO_FEW
    if abs(deviation) <= max(reach, LEAST):
        return Tendency.MODERATE
    return Tendency.LENIENT if deviation > 0 else Tendency.STRICT
