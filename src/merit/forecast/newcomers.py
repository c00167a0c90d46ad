"""Series too short to speak for themselves: what they bring and how unsure it is are partly those of their peers."""

from dataclasses import dataclass

import numpy as np

from merit.forecast.arrays import Flags, Floats

SETTLED = 56
"""Steps (days) after which a series counts as a peer that others may learn from."""
EQUAL = 10.0
"""After so many steps own history and peers weigh alike."""
FEWEST_PEERS = 3


@dataclass(frozen=True, slots=True)
class Lent:
    """By series: the part that is its own (1: all), and what peers bring per step ahead; `apart` is how far, on the
    scale of the cube root, peers lie from each other (as a squared error)."""

    own: Floats
    steps: Floats
    apart: float


def lent(seen: Flags, steps: Floats) -> Lent:
    """`seen`: series × past steps; `steps`: series × steps ahead as each would be forecast alone."""
    age = seen.sum(axis=1)
    peers = (age >= SETTLED) & (steps.sum(axis=1) > 0)
    if peers.sum() < FEWEST_PEERS:
        return Lent(np.ones(len(steps)), np.zeros_like(steps), 0.0)
    typical = np.median(steps[peers], axis=0)
    ratio = np.cbrt(steps[peers].sum(axis=1) / max(float(typical.sum()), 1e-12))
    apart = float(np.mean(np.clip(3 * (ratio - 1), -3, 3) ** 2))
    own = np.where(age >= SETTLED, 1.0, age / (age + EQUAL))
    return Lent(own, np.repeat(typical[None, :], len(steps), 0), apart)
