"""What past forecasts were worth: the readings weighed by their errors, and the errors of what they make together.

Errors are those of sums over windows as long and as far ahead as the one asked about, on the scale of the cube root, on
which sums of positive amounts are nearly normal (E. Wilson, M. Hilferty 1931): 3 · ((actual ÷ expected)^⅓ − 1).
"""

from dataclasses import dataclass

import numpy as np

from merit.forecast.arrays import Floats, Ints

PATIENCE = 0.08
"""How much worse, as a part of the best one's error, a reading may be before it counts a third of it."""
COMMON_ORIGINS = 6.0
"""What all series together say about a reading counts like so many origins of the series' own."""


@dataclass(frozen=True, slots=True)
class Window:
    """Steps `lead` … `lead + length − 1` after the last known one (0: the very next)."""

    lead: int
    length: int

    @property
    def ahead(self) -> range:
        """The steps, 0 being the next."""
        return range(self.lead, self.lead + self.length)


def actual_sums(values: Floats, origins: Ints, window: Window) -> Floats:
    """series × origin."""
    summed: Floats = values[:, origins[:, None] + 1 + np.array(window.ahead)].sum(axis=-1)
    return summed


def cube_root_error(actual: Floats, expected: Floats) -> Floats:
    """0 where nothing was expected; −3 where something was and nothing came."""
    ratio = np.where(expected > 0, np.maximum(actual, 0) / np.maximum(expected, 1e-12), 1.0)
    error: Floats = 3 * (np.cbrt(ratio) - 1)
    return error


def after_error(expected: Floats, error: Floats) -> Floats:
    """The sum that differs from the expected one by that error."""
    actual: Floats = expected * np.maximum(1 + error / 3, 0) ** 3
    return actual


def weigh(errors: Floats, usable: Floats) -> Floats:
    """reading × series, adding up to 1 over readings. `errors`: reading × series × origin; `usable`: series × origin.

    Half the mean absolute error is the pinball loss of the median.
    """
    loss = (np.abs(errors) * usable).sum(axis=2)
    seen = usable.sum(axis=1)
    scale = np.maximum(loss.mean(axis=0) / np.maximum(seen, 1), 1e-9)
    common = (loss / scale).sum(axis=1) / np.maximum(seen.sum(), 1)
    relative = (loss / scale + COMMON_ORIGINS * common[:, None]) / (seen + COMMON_ORIGINS)
    worse = relative / np.maximum(relative.min(axis=0), 1e-9) - 1
    weight = np.exp(-worse / PATIENCE)
    shares: Floats = weight / weight.sum(axis=0)
    return shares
