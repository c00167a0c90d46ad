"""The Bayesian reading: how likely each arm is the best, and what choosing it loses if it is not.

Both are integrals over a grid, not draws, so the same data always give the same figures. Expected loss: C. Stucchio,
"Bayesian A/B Testing at VWO" (2015), section 3; of several arms, the expected best value less the arm's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.integrate import trapezoid
from scipy.stats import beta, norm

from merit.experiments.arm_numbers import Estimate, Floats
from merit.experiments.experiment import MetricKind, Prior

_POINTS = 4001
_REACH = 9.0
"""Standard deviations on each side of every arm that the grid covers."""


@dataclass(frozen=True, slots=True)
class Belief:
    """Of one arm: probability that it is the best, and the expected loss of choosing it, in the metric's unit."""

    arm: str
    best: float
    loss: float


def beliefs(kind: MetricKind, arms: Sequence[Estimate], prior: Prior, lower_is_better: bool = False) -> list[Belief]:
    """Rates with a beta prior, everything else as normal with a flat one. Arms without units or spread give nothing."""
    if any(not each.units or (kind is not MetricKind.BINARY and each.variance == 0) for each in arms):
        return []
    grid = _grid(kind, arms, prior)
    densities = [_density(kind, each, prior, grid) for each in arms]
    below = [_summed(density, grid) for density in densities]
    if lower_is_better:
        below = [1 - each for each in below]
    means = [float(trapezoid(grid * each, grid)) for each in densities]
    all_below = np.prod(below, axis=0)
    # E max = top − ∫ P(all ≤ x) dx, and E min = bottom + ∫ P(all > x) dx
    area = float(trapezoid(all_below, grid))
    best = float(grid[0]) + area if lower_is_better else float(grid[-1]) - area
    return [
        Belief(one.arm, _best(at, densities[at], below, grid), max(0.0, abs(best - means[at])))
        for at, one in enumerate(arms)
    ]


def _best(at: int, density: Floats, below: Sequence[Floats], grid: Floats) -> float:
    others = np.prod([each for number, each in enumerate(below) if number != at], axis=0)
    return min(1.0, float(trapezoid(density * others, grid)))


def _grid(kind: MetricKind, arms: Sequence[Estimate], prior: Prior) -> Floats:
    """Even steps over all arms, made denser by the points of each arm itself, for arms may differ in width."""
    points: list[Floats] = []
    for each in arms:
        middle, width = _middle(kind, each, prior)
        points.append(np.linspace(middle - _REACH * width, middle + _REACH * width, _POINTS))
    found = np.unique(np.concatenate(points))
    return np.unique(np.clip(found, 0.0, 1.0)) if kind is MetricKind.BINARY else found


def _middle(kind: MetricKind, one: Estimate, prior: Prior) -> tuple[float, float]:
    if kind is not MetricKind.BINARY:
        return one.value, one.error
    spread = beta(*_successes(one, prior))
    return float(spread.mean()), float(spread.std())


def _successes(one: Estimate, prior: Prior) -> tuple[float, float]:
    had = one.value * one.units
    return had + float(prior.successes), one.units - had + float(prior.failures)


def _density(kind: MetricKind, one: Estimate, prior: Prior, grid: Floats) -> Floats:
    spread = (
        beta(*_successes(one, prior)) if kind is MetricKind.BINARY else norm(one.value, sqrt(one.variance / one.units))
    )
    found: Floats = spread.pdf(grid)
    # A rate of 0 or 1 under a flat prior has a finite density; a prior below 1 has none at the very end.
    found = np.where(np.isfinite(found), found, 0.0)
    return found / float(trapezoid(found, grid))


def _summed(density: Floats, grid: Floats) -> Floats:
    steps = np.diff(grid) * (density[1:] + density[:-1]) / 2
    return np.concatenate([[0.0], np.cumsum(steps)])
