"""Forecasts of parts and whole brought to agree: medians by weighted least squares, then in whole units exactly.

Least squares: R. Hyndman, A. Lee, E. Wang, "Fast computation of reconciled forecasts for hierarchical and grouped time
series" (2016), each forecast weighed by how unsure it is; MinT with a diagonal covariance.
"""

from collections.abc import Mapping
from fractions import Fraction

from merit.forecast.distribution import Distribution
from merit.targets.split import split_target

_LOW, _MIDDLE, _HIGH = 0.1, 0.5, 0.9


def reconciled(
    whole: Distribution, parts: Mapping[str, Distribution], places: int = 0
) -> tuple[Fraction, dict[str, Fraction]]:
    """The whole and its parts, at `places` decimals; the parts add up to the whole exactly and none is below zero.

    A forecast that is surer moves less. Parts that would fall below zero are left at zero, and the others make it up.
    Raises ValueError without parts.
    """
    if not parts:
        raise ValueError("a whole without parts has nothing to agree with")
    doubt = {name: _doubt(each) for name, each in parts.items()}
    total = sum(each.quantile(_MIDDLE) for each in parts.values())
    gap = whole.quantile(_MIDDLE) - total
    share = sum(doubt.values()) / (sum(doubt.values()) + _doubt(whole))
    moved = _moved({name: each.quantile(_MIDDLE) for name, each in parts.items()}, doubt, gap * share)
    scale = 10**places
    rounded = Fraction(round(sum(moved.values()) * scale), scale)
    weights = {name: Fraction(max(value, 0.0)) for name, value in moved.items()}
    if not any(weights.values()):
        return Fraction(0), dict.fromkeys(parts, Fraction(0))
    return rounded, split_target(rounded, weights, places)


def _doubt(distribution: Distribution) -> float:
    """The variance, from the width of the interval; never nothing."""
    width = distribution.quantile(_HIGH) - distribution.quantile(_LOW)
    return max(width, 1e-9 * max(abs(distribution.quantile(_MIDDLE)), 1.0)) ** 2


def _moved(middle: dict[str, float], doubt: dict[str, float], gap: float) -> dict[str, float]:
    """Each moved by its share of the gap; what cannot fall below zero stays there, and the rest move once more."""
    free = dict(middle)
    fixed: dict[str, float] = {}
    while free:
        whole = sum(doubt[name] for name in free)
        moved = {name: value + (gap - _taken(middle, fixed)) * doubt[name] / whole for name, value in free.items()}
        below = [name for name, value in moved.items() if value < 0]
        if not below:
            return moved | fixed
        fixed |= dict.fromkeys(below, 0.0)
        free = {name: value for name, value in free.items() if name not in below}
    return fixed


def _taken(middle: dict[str, float], fixed: dict[str, float]) -> float:
    """What the parts at zero have given of the gap already."""
    return sum(-middle[name] for name in fixed)
