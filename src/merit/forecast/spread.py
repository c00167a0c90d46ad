"""How far the sums of each series may lie from what is expected, learnt from past errors, its own and its peers'.

The size of errors is the series' own, drawn towards what series of its size have; the shape of their distribution is
taken from all series together. So small numbers are wide and skew, and a newcomer is as uncertain as its peers are.
"""

from dataclasses import dataclass

import numpy as np

from merit.forecast.arrays import Flags, Floats

LEVELS = np.concatenate([[0.002, 0.005], np.arange(1, 100) / 100, [0.995, 0.998]])
"""The probabilities at which a distribution is kept."""
FEWEST_ERRORS = 30
"""Below which errors have no shape of their own."""
PEER_WINDOWS = 10.0
"""What peers say about the size of errors counts like so many separate windows of the series' own."""
MOST_ERROR = 4.0
"""Squared; beyond it a series is as uncertain as can be."""
_MEAN_TO_SQUARE = 1.5708
"""Of a normal distribution: the mean square in terms of the squared mean size, pi / 2."""


@dataclass(frozen=True, slots=True)
class Spread:
    """On the scale of the cube root: `quantiles` is series × LEVELS, `size` the standard error of each series."""

    quantiles: Floats
    size: Floats


def spread_of(errors: Floats, usable: Floats, sums: Floats, windows: Floats) -> Spread:
    """`errors` and `usable` (a weight) are series × origin, `sums` the expected sum of each series."""
    size = np.sqrt(_sizes(errors, usable, sums, windows))
    return Spread(size[:, None] * _shape(errors / np.maximum(size, 1e-9)[:, None], usable), size)


def _sizes(errors: Floats, usable: Floats, sums: Floats, windows: Floats) -> Floats:
    """Mean squared error, drawn towards a power of the series' size that all series agree on.

    Read off the mean size of errors: one sale as large as a month says less about the next month than its square.
    """
    own = _MEAN_TO_SQUARE * ((np.abs(errors) * usable).sum(axis=1) / np.maximum(usable.sum(axis=1), 1e-9)) ** 2
    fit = (windows > 1) & (own > 0) & (sums > 0)
    if fit.sum() < 2:
        return np.where(windows > 1, own, MOST_ERROR)
    peers = _by_size(own, sums, fit, windows)
    drawn: Floats = (own * windows + peers * PEER_WINDOWS) / (windows + PEER_WINDOWS)
    return drawn


def _by_size(own: Floats, sums: Floats, fit: Flags, windows: Floats) -> Floats:
    """A straight line through logarithms, never rising: what is larger is not less certain."""
    across, up, weight = np.log(sums[fit]), np.log(own[fit]), windows[fit]
    middle, height = np.average(across, weights=weight), np.average(up, weights=weight)
    wide = np.average((across - middle) ** 2, weights=weight)
    slope = np.average((across - middle) * (up - height), weights=weight) / wide if wide > 1e-9 else 0.0
    found: Floats = np.exp(height + np.clip(slope, -1, 0) * (np.log(np.maximum(sums, 1e-9)) - middle))
    return np.minimum(found, MOST_ERROR)


def _shape(unit: Floats, usable: Floats) -> Floats:
    """Quantiles of the errors of all series in units of their size, half way to those of a normal distribution."""
    every = unit[usable > 0]
    normal = _normal_quantiles()
    if len(every) < FEWEST_ERRORS:
        return normal
    shape: Floats = (np.quantile(every, LEVELS) + normal) / 2
    return shape


def _normal_quantiles() -> Floats:
    from scipy.special import ndtri

    found: Floats = ndtri(LEVELS)
    return found
