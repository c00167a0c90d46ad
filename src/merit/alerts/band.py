"""The band in which a value is expected: the median of like intervals at today's level, and how far such values stray.

Robust (median absolute deviation) and aware of small numbers: counts follow a Poisson or negative binomial
distribution, a rate strays at least as the binomial of its rows does. Chances are floats and never reach pay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import median

from merit.catalogue.kpi import Unit

FEWEST = 6
"""Like intervals, below which there is no band."""
FEWEST_ALL = 12
RECENT = 14
"""Intervals that say at what level the KPI stands today."""
SLACKER = 10.0
"""An alert ends only where the chance is so many times above the one that fires it."""
_TO_SIGMA = Fraction(14826, 10000)
"""Median absolute deviation to the standard deviation of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier interval: `like` says that it is of the same kind (its weekday), `rows` how many lie behind it."""

    value: Fraction
    rows: int
    like: int


@dataclass(frozen=True, slots=True)
class Expected:
    """`spread` is one robust standard deviation; `freedom` the degrees of freedom of the tail."""

    value: Fraction
    spread: Fraction
    rows: float
    freedom: int


def expected_of(past: Sequence[Past], like: int) -> Expected | None:
    """What an interval of the kind `like` is to bring; `past` oldest first. None for too short a past."""
    alike = [each for each in past if each.like == like]
    if len(alike) < FEWEST or len(past) < FEWEST_ALL:
        return None
    middles = {kind: _middle(past, kind) for kind in {each.like for each in past}}
    if all(value > 0 for value in middles.values()):
        ratios = [each.value / middles[each.like] for each in past]
        level = median(ratios[-RECENT:])
        value = middles[like] * level
        spread = _TO_SIGMA * median(abs(each - level) for each in ratios) * middles[like]
    else:
        value = middles[like]
        spread = _TO_SIGMA * median(abs(each.value - middles[each.like]) for each in past)
    rows = float(median(each.rows for each in alike))
    return Expected(value, spread, rows, max(len(past) - len(middles), 3))


def chance_of(value: Fraction, expected: Expected, unit: Unit) -> float:
    """Of a value at least as far out on its own side, where nothing is the matter."""
    if unit is Unit.COUNT and expected.value > 0 and value >= 0 and value.denominator == 1:
        return _count_chance(int(value), expected)
    spread = max(float(expected.spread), _least_spread(expected, unit))
    if spread <= 0:
        return 1.0 if value == expected.value else 0.0
    from scipy.special import stdtr  # here, for importing it takes longer than the command line takes to start

    return float(stdtr(expected.freedom, -abs(float(value - expected.value)) / spread))


def limits_of(expected: Expected, unit: Unit, certainty: float) -> tuple[Fraction, Fraction]:
    """The edges of the band for a picture, a tail of `certainty` outside each; to four decimals."""
    mean = float(expected.value)
    if unit is Unit.COUNT and mean > 0:
        low, high = _count_limits(mean, float(expected.spread), certainty)
    else:
        from scipy.special import stdtrit

        spread = max(float(expected.spread), _least_spread(expected, unit))
        reach = -float(stdtrit(expected.freedom, certainty)) * spread
        low, high = mean - reach, mean + reach
        if unit in (Unit.RATE, Unit.MONEY) and mean >= 0:
            low = max(low, 0.0)
    return Fraction(round(low * 10_000), 10_000), Fraction(round(high * 10_000), 10_000)


def _middle(past: Sequence[Past], kind: int) -> Fraction:
    return median(each.value for each in past if each.like == kind)


def _least_spread(expected: Expected, unit: Unit) -> float:
    """What chance alone does to so few rows: the binomial of a share, the sum of as many single amounts."""
    if expected.rows <= 0:
        return 0.0
    mean = abs(float(expected.value))
    if unit is Unit.RATE and 0 < mean < 1:
        return sqrt(mean * (1 - mean) / expected.rows)
    return mean / sqrt(expected.rows)


def _count_chance(value: int, expected: Expected) -> float:
    mean = float(expected.value)
    more = value > mean
    shape = _shape(mean, float(expected.spread))
    if shape is None:
        from scipy.special import pdtr, pdtrc

        return 1.0 if more and value == 0 else float(pdtrc(value - 1, mean) if more else pdtr(value, mean))
    from scipy.special import betainc

    successes, share = shape
    return float(betainc(value, successes, 1 - share) if more else betainc(successes, value + 1, share))


def _count_limits(mean: float, spread: float, certainty: float) -> tuple[float, float]:
    from scipy.stats import nbinom, poisson

    shape = _shape(mean, spread)
    dist = poisson(mean) if shape is None else nbinom(*shape)
    return float(dist.ppf(certainty)), float(dist.isf(certainty))


def _shape(mean: float, spread: float) -> tuple[float, float] | None:
    """Of the negative binomial (successes, chance) with that mean and variance; None where Poisson's is as wide."""
    variance = spread * spread
    if variance <= mean * (1 + 1e-9):
        return None
    return mean * mean / (variance - mean), mean / variance
