"""How far the sums of each series may lie from what is expected, learnt from past errors, its own and its peers'.

The size of errors is the series' own, drawn towards what series of its size have; the shape of their distribution is
taken from all series together. So small numbers are wide and skew, and a newcomer is as uncertain as its peers are.
"""

from dataclasses import dataclass

import numpy as np

from merit.forecast.arrays import Floats

LEVELS = np.concatenate([[0.002, 0.005], np.arange(1, 100) / 100, [0.995, 0.998]])
"""The probabilities at which a distribution is kept."""
PEER_WINDOWS = 3.0
"""What peers say about the size of errors counts like so many separate windows of the series' own."""
OWN_SHAPE = 0.5
"""The part that the series' own errors have in the shape of its distribution, when it has many separate windows."""


@dataclass(frozen=True, slots=True)
class Spread:
    """On the scale of the cube root: `quantiles` is series × LEVELS."""

    quantiles: Floats
    size: Floats
    windows: Floats
    """How many windows that do not overlap the series itself could show."""


def spread_of(errors: Floats, usable: Floats, sums: Floats, windows: Floats) -> Spread:
    """`errors` and `usable` are series × origin, `sums` the mean expected sum of each series."""
    seen = np.maximum(usable.sum(axis=1), 1e-9)
    leaning = (errors * usable).sum(axis=1) / seen
    trusted = windows / (windows + PEER_WINDOWS)
    centre = leaning * trusted / 2
    size = np.sqrt(_sizes((errors - centre[:, None]) ** 2, usable, sums, windows))
    shape = _shape(errors, usable, centre, size, windows)
    return Spread(centre[:, None] + size[:, None] * shape, size, windows)


def _sizes(squared: Floats, usable: Floats, sums: Floats, windows: Floats) -> Floats:
    """Mean squared error, drawn towards a power of the series' size that all series agree on."""
    seen = usable.sum(axis=1)
    own = (squared * usable).sum(axis=1) / np.maximum(seen, 1e-9)
    fit = (windows > 1) & (own > 0) & (sums > 0)
    if fit.sum() < 2:
        peers = np.full(len(own), own[fit].mean() if fit.any() else 1.0)
    else:
        peers = _by_size(own, sums, fit, windows)
    drawn: Floats = (own * windows + peers * PEER_WINDOWS) / (windows + PEER_WINDOWS)
    return drawn


def _by_size(own: Floats, sums: Floats, fit: Floats, windows: Floats) -> Floats:
    """A straight line through logarithms, never rising: what is larger is not less certain."""
    across, up, weight = np.log(sums[fit]), np.log(own[fit]), windows[fit]
    middle, height = np.average(across, weights=weight), np.average(up, weights=weight)
    wide = np.average((across - middle) ** 2, weights=weight)
    slope = np.average((across - middle) * (up - height), weights=weight) / wide if wide > 1e-9 else 0.0
    found: Floats = np.exp(height + np.clip(slope, -1, 0) * (np.log(np.maximum(sums, 1e-9)) - middle))
    capped: Floats = np.minimum(found, 4.0)
    return capped


def _shape(errors: Floats, usable: Floats, centre: Floats, size: Floats, windows: Floats) -> Floats:
    """Quantiles of errors in units of their size, series × LEVELS: a blend of own and common ones."""
    unit = (errors - centre[:, None]) / np.maximum(size, 1e-9)[:, None]
    every = unit[usable > 0]
    normal = _normal_quantiles()
    common = normal if len(every) < 30 else (np.quantile(every, LEVELS) + normal) / 2
    shape = np.repeat(common[None, :], len(errors), 0)
    for row in range(len(errors)):
        own = unit[row][usable[row] > 0]
        part = OWN_SHAPE * windows[row] / (windows[row] + 8)
        if len(own) >= 20:
            shape[row] = part * np.quantile(own, LEVELS) + (1 - part) * common
    return shape


def _normal_quantiles() -> Floats:
    from scipy.special import ndtri

    found: Floats = ndtri(LEVELS)
    return found
