"""What an arm's units come to: means, variances and covariances, all that any reading of an experiment needs.

Statistics: binary floats, shown beside a decision and never part of a score or of pay.
"""

from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np
from numpy.typing import NDArray

from merit.experiments.experiment import MetricKind

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ArmNumbers:
    """`units` of an arm. Variances and covariances divide by units − 1; those of fewer than two units are 0.

    `base` is what a ratio divides by; `before` what the unit gave before the start.
    """

    arm: str
    units: int
    mean: float
    variance: float
    base_mean: float = 1.0
    base_variance: float = 0.0
    base_covariance: float = 0.0
    before_mean: float = 0.0
    before_variance: float = 0.0
    before_covariance: float = 0.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """The metric's value in one arm; `variance` is that of one unit, so `variance ÷ units` is that of the value."""

    arm: str
    units: int
    value: float
    variance: float

    @property
    def error(self) -> float:
        """The standard error of the value."""
        return sqrt(self.variance / self.units) if self.units else float("inf")


def arm_numbers(arm: str, values: Floats, base: Floats | None = None, before: Floats | None = None) -> ArmNumbers:
    """The numbers of an arm out of one value per unit; `base` and `before` stand in the same order."""
    units = len(values)
    mean, variance = _mean_and_variance(values)
    of_base = (*_mean_and_variance(base), _covariance(values, base)) if base is not None else (1.0, 0.0, 0.0)
    of_before = (*_mean_and_variance(before), _covariance(values, before)) if before is not None else (0.0, 0.0, 0.0)
    return ArmNumbers(arm, units, mean, variance, *of_base, *of_before)


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over an arm's units: of the value, its square, the base, its square, and of value × base."""

    units: int
    total: float
    squares: float
    base: float = 0.0
    base_squares: float = 0.0
    products: float = 0.0

    def plus(self, other: "Totals") -> "Totals":
        """Both together."""
        return Totals(
            self.units + other.units,
            self.total + other.total,
            self.squares + other.squares,
            self.base + other.base,
            self.base_squares + other.base_squares,
            self.products + other.products,
        )

    def numbers(self, arm: str, kind: MetricKind) -> ArmNumbers:
        """The numbers of the arm."""
        if not self.units:
            return ArmNumbers(arm, 0, 0.0, 0.0)
        mean, base = self.total / self.units, self.base / self.units
        variance = self._spread(self.squares, self.total, self.total)
        if kind is not MetricKind.RATIO:
            return ArmNumbers(arm, self.units, mean, variance)
        varies = self._spread(self.base_squares, self.base, self.base)
        together = self._spread(self.products, self.total, self.base)
        return ArmNumbers(arm, self.units, mean, variance, base, varies, together)

    def _spread(self, products: float, one: float, other: float) -> float:
        return (products - one * other / self.units) / (self.units - 1) if self.units > 1 else 0.0


def estimate(kind: MetricKind, numbers: ArmNumbers) -> Estimate | None:
    """The metric's value in the arm; None where there is nothing to divide by.

    A rate's variance is p (1 − p). A ratio's is that of part − ratio × whole, over the mean whole squared: the delta
    method, as in A. Deng, U. Knoblich, J. Lu, "Applying the Delta Method in Metric Analytics", KDD 2018, section 2.
    """
    if not numbers.units:
        return None
    match kind:
        case MetricKind.BINARY:
            rate = numbers.mean
            return Estimate(numbers.arm, numbers.units, rate, rate * (1 - rate))
        case MetricKind.MEAN:
            return Estimate(numbers.arm, numbers.units, numbers.mean, numbers.variance)
        case MetricKind.RATIO:
            return _ratio(numbers)


def _ratio(numbers: ArmNumbers) -> Estimate | None:
    if numbers.base_mean == 0:
        return None
    ratio = numbers.mean / numbers.base_mean
    spread = numbers.variance - 2 * ratio * numbers.base_covariance + ratio * ratio * numbers.base_variance
    return Estimate(numbers.arm, numbers.units, ratio, max(spread, 0.0) / numbers.base_mean**2)


def _mean_and_variance(values: Floats) -> tuple[float, float]:
    if not len(values):
        return 0.0, 0.0
    variance = float(np.var(values, ddof=1)) if len(values) > 1 else 0.0
    return float(np.mean(values)), variance if isfinite(variance) else 0.0


def _covariance(one: Floats, other: Floats) -> float:
    if len(one) < 2:
        return 0.0
    return float(np.sum((one - np.mean(one)) * (other - np.mean(other))) / (len(one) - 1))
