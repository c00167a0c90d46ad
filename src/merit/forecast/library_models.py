"""The library's automatic model as a second opinion: what it says of a sum, read off sums of windows as long as that.

It reads the series freed of its calendar, in blocks as long as the window asked about (of days: at least a week), so
that one fit takes milliseconds. `statsforecast` is imported only here, and only when asked: its import takes seconds.
"""

import numpy as np

from merit.forecast.arrays import Flags, Floats
from merit.forecast.past_errors import Window
from merit.forecast.spread import LEVELS

LEAST_BLOCK = 7
"""Days; single days would take a hundred times as long and say nothing about the next."""
FEWEST_BLOCKS = 8
MANY = 100
"""Of more series than these at once the model is not asked: a fit takes up to ten milliseconds."""
_LEVEL = 80
_OUTERMOST = 3.0
"""How many times the most there ever was the model may go."""


def library_quantiles(values: Floats, seen: Flags, factor: Floats, window: Window, least: int) -> Floats:
    """series × LEVELS of the sum over the window, NaN where a history has fewer than FEWEST_BLOCKS blocks.

    `values` and `seen` are series × past steps, `factor` reaches to the end of the window. All is NaN for a window
    shorter than `least` steps.
    """
    past, length = values.shape[1], window.length
    found = np.full((len(values), len(LEVELS)), np.nan)
    if length < least:
        return found
    due = factor[:, past + np.array(window.ahead)].sum(axis=1)
    block = -(-window.ahead.stop // length)
    for row in range(len(values)):
        begun = int(np.argmax(seen[row])) if seen[row].any() else past
        mean = _means(values[row, begun:], factor[row, begun:past], length)
        if len(mean) >= FEWEST_BLOCKS:
            found[row] = _asked(mean, block) * due[row]
    return found


def _means(values: Floats, factor: Floats, block: int) -> Floats:
    """What came over what was due, by block; the last block ends with the values."""
    whole = len(values) // block * block
    came = values[len(values) - whole :].reshape(-1, block).sum(axis=1)
    due = factor[len(values) - whole :].reshape(-1, block).sum(axis=1)
    return np.where(due > 0, came / np.maximum(due, 1e-12), 0)


def _asked(mean: Floats, block: int) -> Floats:
    """Quantiles of the block so many ahead, each side of the middle normal, between nothing and what ever was."""
    from scipy.special import ndtri
    from statsforecast.models import AutoETS

    most = float(np.abs(mean).max())
    if np.ptp(mean) <= 1e-9 * max(most, 1e-9):
        return np.full(len(LEVELS), mean[-1])
    said = AutoETS(season_length=1, model="AZN").forecast(y=mean, h=block, level=[_LEVEL])
    middle, low, high = (float(said[name][-1]) for name in ("mean", f"lo-{_LEVEL}", f"hi-{_LEVEL}"))
    apart = ndtri(LEVELS) / ndtri((1 + _LEVEL / 100) / 2)
    quantiles = middle + np.where(apart < 0, (middle - low) * apart, (high - middle) * apart)
    least = 0.0 if mean.min() >= 0 else -_OUTERMOST * most
    found: Floats = np.clip(quantiles, least, _OUTERMOST * most)
    return found
