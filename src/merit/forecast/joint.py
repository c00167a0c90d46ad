"""Sums that err together: samples whose single distributions are the forecast ones and whose ranks move as past errors.

A normal copula: the correlation is that of past errors over the same days, drawn towards none where there are few. The
draw is seeded by the histories themselves, so that the same facts give the same figures.
"""

from collections.abc import Iterable
from fractions import Fraction
from hashlib import sha256

import numpy as np

from merit.forecast.arrays import Floats

SAMPLES = 4000
DOUBTED = 3.0
"""So many uncorrelated past errors stand beside those seen."""


def seed_of(values: Iterable[Fraction]) -> int:
    """From the exact figures."""
    return int.from_bytes(sha256(",".join(map(str, values)).encode()).digest()[:8], "big")


def joint_samples(quantiles: Floats, levels: Floats, errors: Floats, seed: int) -> Floats:
    """`quantiles`: series × level, `errors`: series × origin. Gives series × sample."""
    from scipy.special import ndtr

    chance = np.random.default_rng(seed)
    half = chance.standard_normal((len(quantiles), SAMPLES // 2))
    drawn = np.linalg.cholesky(_correlation(errors)) @ np.concatenate([half, -half], axis=1)
    ranks = ndtr(drawn)
    return np.stack([np.interp(rank, levels, row) for rank, row in zip(ranks, quantiles, strict=True)])


def _correlation(errors: Floats) -> Floats:
    series, origins = errors.shape
    unit = np.eye(series)
    if origins < 3:
        return unit
    apart = errors - errors.mean(axis=1, keepdims=True)
    size = np.sqrt((apart**2).mean(axis=1))
    together = (apart @ apart.T) / origins / np.maximum(np.outer(size, size), 1e-12)
    np.fill_diagonal(together, 1)
    trust = origins / (origins + DOUBTED) * 0.999
    drawn: Floats = trust * together + (1 - trust) * unit
    return drawn
