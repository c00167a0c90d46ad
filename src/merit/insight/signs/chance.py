"""How likely it is that nothing is the matter: exact tests, so that small numbers do not speak. Floats, never pay."""

from collections.abc import Sequence
from statistics import median

from scipy.special import bdtrc

_TO_SIGMA = 1.4826
"""Median absolute deviation to the standard deviation of a normal distribution."""


def at_least(hits: int, tries: int, share: float) -> float:
    """The chance of at least so many hits, each with that share: `scipy.special.bdtrc`, the binomial's upper tail."""
    if hits <= 0:
        return 1.0
    return float(bdtrc(hits - 1, tries, min(max(share, 0.0), 1.0)))


def at_most(hits: int, tries: int, share: float) -> float:
    """The chance of at most so many hits."""
    return at_least(tries - hits, tries, 1 - share)


def more_often(hits: int, tries: int, other_hits: int, other_tries: int) -> float:
    """Fisher's exact test, one-sided: that the first share is above the second by chance (`scipy.stats.hypergeom`)."""
    if not tries or not other_tries:
        return 1.0
    from scipy.stats import hypergeom  # here, for importing it takes longer than the desk takes to start

    return float(hypergeom.sf(hits - 1, tries + other_tries, hits + other_hits, tries))


def repeats_at_least(orders: int, mean_repeats: float) -> float:
    """The chance that a buyer of one order makes so many, where buyers differ: the geometric distribution's tail.

    A. Ehrenberg, "Repeat-Buying" (1972): purchases of a period are negative binomial over buyers; here of shape 1.
    """
    share = mean_repeats / (1 + mean_repeats)
    return float(share ** max(orders - 1, 0))


def deviations(value: float, usual: Sequence[float], least_spread: float = 0.0) -> float:
    """How many robust standard deviations a value lies above the median of the usual ones; 0 without any spread.

    The median absolute deviation is not moved by the outliers that are looked for. `least_spread` is the spread that
    small numbers have by themselves.
    """
    middle = median(usual)
    spread = max(_TO_SIGMA * median(abs(each - middle) for each in usual), least_spread)
    return (value - middle) / spread if spread else 0.0


def shown(chance: float) -> str:
    """As people read it: 0.0004, or a bound where it is tiny."""
    return "< 0.000001" if chance < 1e-6 else f"{chance:.2g}"


def percent(part: float, whole: float) -> str:
    """A share as "12.5%"; a dash without a whole."""
    return f"{part / whole:.1%}" if whole else "—"
