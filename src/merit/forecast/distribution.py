"""What a sum may come to, and how likely it is that a target is reached. Estimates: never part of a score or of pay."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from merit.catalogue.kpi import Direction

LEAST, MOST = 1, 999
"""Tenths of a per cent: nothing is said to be impossible or certain."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """`values[i]` is not exceeded with probability `levels[i]`; both ascend. A sum that is known has one value."""

    levels: tuple[float, ...]
    values: tuple[float, ...]

    def quantile(self, probability: float) -> float:
        """The value not exceeded with that probability; outside the levels kept, the outermost value."""
        return _between(self.levels, self.values, probability)

    def beneath(self, value: float) -> float:
        """The probability of coming to less than `value`: half of what lies exactly on a run of equal values counts."""
        below = bisect_left(self.values, value)
        if below == len(self.values):
            return 1.0
        if self.values[below] == value:
            return self.levels[below] if below else 0.0
        return _between(self.values, self.levels, value) if below else 0.0

    def plus(self, known: float) -> "Distribution":
        """With what has come in already."""
        return Distribution(self.levels, tuple(value + known for value in self.values))

    def times(self, factor: float) -> "Distribution":
        """Everything multiplied by a factor above zero."""
        return Distribution(self.levels, tuple(value * factor for value in self.values))


def certain(value: float) -> Distribution:
    """A sum that is already known."""
    return Distribution((0.5,), (value,))


def distribution_of(levels: Sequence[float], values: Sequence[float]) -> Distribution:
    """Values that do not ascend are raised to the one before."""
    rising: list[float] = []
    for value in values:
        rising.append(max(value, rising[-1]) if rising else float(value))
    return Distribution(tuple(float(each) for each in levels), tuple(rising))


def attainment(distribution: Distribution, target: Fraction, direction: Direction = Direction.UP) -> int:
    """How likely the target is reached, in tenths of a per cent from 1 to 999.

    Reached is at least the target, or for a KPI that should fall at most the target.
    """
    beneath = distribution.beneath(float(target))
    chance = 1 - beneath if direction is not Direction.DOWN else _at_most(distribution, float(target))
    return min(max(round(chance * 1000), LEAST), MOST)


def _at_most(distribution: Distribution, value: float) -> float:
    """The probability of coming to no more than `value`."""
    mirrored = Distribution(
        tuple(1 - level for level in reversed(distribution.levels)),
        tuple(-each for each in reversed(distribution.values)),
    )
    return 1 - mirrored.beneath(-value)


def _between(across: Sequence[float], up: Sequence[float], at: float) -> float:
    """On the broken line through the points; level outside of it."""
    if at <= across[0]:
        return up[0]
    for (left, low), (right, high) in pairwise(zip(across, up, strict=True)):
        if at <= right:
            return low + (high - low) * (at - left) / (right - left) if right > left else high
    return up[-1]
