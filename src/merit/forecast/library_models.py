"""The library's automatic models as further readings of the level: what they say of the series freed of its calendar.

They read means of blocks (weeks of days; single months), so that one fit takes milliseconds; `statsforecast` is
imported only here, and only when asked, for its import takes seconds.
"""

from dataclasses import dataclass

import numpy as np

from merit.forecast.arrays import Flags, Floats, Ints
from merit.forecast.levels import Pace

ORIGINS = 5
"""So many past forecasts judge the models."""
FEWEST_BLOCKS = 8
MANY = 100
"""Of more series than these at once the models are not asked: a fit takes 7 ms, a series needs ten."""


@dataclass(frozen=True, slots=True)
class ModelLevels:
    """`level` is series × origin × block ahead, NaN where a history is too short. The last origin is the present."""

    origins: Ints
    level: Floats
    block: int

    def expected(self, origin: int, factor: Floats, ahead: range) -> Floats:
        """series × step ahead, from one of the origins."""
        last = int(self.origins[origin])
        due = factor[:, last + 1 + np.array(ahead)]
        return self.level[:, origin, np.array(ahead) // self.block] * due


NO_MODELS = ModelLevels(np.zeros(0, dtype=np.int64), np.zeros((0, 0, 0)), 1)


def model_levels(values: Floats, seen: Flags, factor: Floats, pace: Pace) -> ModelLevels:
    """All are series × past steps, `factor` beyond them; forecasts reach to the end of `factor`."""
    past = values.shape[1]
    block = 7 if pace.trend_span > FEWEST_BLOCKS else 1
    origins = past - 1 - pace.trend_span * np.arange(ORIGINS - 1, -1, -1)
    origins = origins[origins >= FEWEST_BLOCKS * block]
    blocks = (factor.shape[1] - past) // block + 1
    level = np.full((len(values), len(origins), blocks), np.nan)
    for row in range(len(values)):
        begun = int(np.argmax(seen[row])) if seen[row].any() else past
        for at, origin in enumerate(origins):
            mean = _means(values[row, begun : origin + 1], factor[row, begun : origin + 1], block)
            if len(mean) >= FEWEST_BLOCKS:
                level[row, at] = _asked(mean, blocks)
    return ModelLevels(origins, level, block)


def _means(values: Floats, factor: Floats, block: int) -> Floats:
    """What came over what was due, by block; the last block ends with the values."""
    whole = len(values) // block * block
    came = values[len(values) - whole :].reshape(-1, block).sum(axis=1)
    due = factor[len(values) - whole :].reshape(-1, block).sum(axis=1)
    return np.where(due > 0, came / np.maximum(due, 1e-12), 0)


def _asked(mean: Floats, blocks: int) -> Floats:
    """The mean of what the models say, between nothing and twice the most there ever was."""
    from statsforecast.models import AutoETS, AutoTheta

    models = [AutoTheta(season_length=1), AutoETS(season_length=1)]
    if np.ptp(mean) <= 1e-9 * max(float(np.abs(mean).max()), 1e-9):
        return np.full(blocks, mean[-1])
    said = np.mean([np.asarray(model.forecast(y=mean, h=blocks)["mean"]) for model in models], axis=0)
    found: Floats = np.clip(said, 0, 2 * max(float(mean.max()), 0.0))
    return found
