"""How much an ordinary step brings: several readings of the level, each known after every step of the history.

A reading is a ratio of two exponentially forgetting sums, what came in over what the factors made due; steps without
anything (closed days, customers who rarely buy) so need no care of their own. With all factors 1 it is simple
exponential smoothing (R. G. Brown 1956); its trend is damped (E. Gardner, E. McKenzie 1985).
"""

from dataclasses import dataclass

import numpy as np

from merit.forecast.arrays import Flags, Floats, Ints


@dataclass(frozen=True, slots=True)
class Pace:
    """How quickly readings forget, in steps (`memories` are mean ages); `damping`: what a step leaves of a trend."""

    memories: tuple[float, ...]
    trend_span: int
    damping: float
    year: int
    """Steps in a year."""


DAILY = Pace(memories=(7.0, 21.0, 60.0), trend_span=28, damping=0.97, year=364)
MONTHLY = Pace(memories=(1.0, 3.0, 9.0), trend_span=3, damping=0.8, year=12)
MOST_GROWTH = 0.5
"""Of a trend: the most by which two spans following each other may differ, in logarithms."""


@dataclass(frozen=True, slots=True)
class Levels:
    """`level[reading, series, step]` after the step; `growth[series, step]` in logarithms per step."""

    level: Floats
    growth: Floats
    around: Floats
    """The level of each step's own neighbourhood, before and after it."""
    pace: Pace

    @property
    def readings(self) -> int:
        """The plain ones, the one with a trend, and the one that follows last year."""
        return len(self.level) + 2


def levels_of(values: Floats, known: Flags, factor: Floats, pace: Pace) -> Levels:
    """All are series × past steps."""
    came, due = np.where(known, values, 0), np.where(known, factor, 0)
    level = np.stack([_forgetting(came, due, 1 / (1 + memory)) for memory in pace.memories])
    return Levels(level, _growth(came, due, pace), _around(came, due, pace.trend_span // 2), pace)


def expected(levels: Levels, origins: Ints, factor: Floats, ahead: range) -> Floats:
    """reading × series × origin × step ahead (0: the next); `origins` are the last known steps.

    `factor` covers history and future.
    """
    steps = origins[:, None] + 1 + np.array(ahead)
    due = factor[:, steps]
    plain = levels.level[:, :, origins]
    damped = np.cumsum(levels.pace.damping ** np.arange(1, ahead.stop + 1))[ahead.start :]
    grown = np.exp(levels.growth[:, origins, None] * damped)
    middle = plain[len(plain) // 2][:, :, None]
    readings = [each[:, :, None] * due for each in plain]
    return np.stack([*readings, middle * grown * due, middle * _last_year(levels, origins, steps) * due])


def _last_year(levels: Levels, origins: Ints, steps: Ints) -> Floats:
    """How the level went on a year ago, half of the way; 1 where the history is shorter."""
    year, around = levels.pace.year, levels.around
    then, now = np.clip(steps - year, 0, around.shape[1] - 1), np.clip(origins - year, 0, around.shape[1] - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.log(around[:, then] / around[:, now][:, :, None])
    reach = levels.pace.trend_span
    usable = np.isfinite(moved) & (origins - year >= reach)[:, None]
    return np.exp(np.where(usable, np.clip(moved, -1, 1) / 2, 0))


def _forgetting(came: Floats, due: Floats, rate: float) -> Floats:
    """Starts from the first steps' mean, which stands for one memory."""
    first = max(int(1 / rate), 1)
    top, bottom = came[:, :first].mean(axis=1), due[:, :first].mean(axis=1)
    level = np.empty(came.shape)
    for step in range(came.shape[1]):
        top += rate * (came[:, step] - top)
        bottom += rate * (due[:, step] - bottom)
        level[:, step] = top / np.maximum(bottom, 1e-12)
    return level


def _growth(came: Floats, due: Floats, pace: Pace) -> Floats:
    span = pace.trend_span
    top, bottom = _trailing(came, span), _trailing(due, span)
    mean = top / np.maximum(bottom, 1e-12)
    before = np.empty_like(mean)
    before[:, :span], before[:, span:] = mean[:, :span], mean[:, :-span]
    with np.errstate(divide="ignore", invalid="ignore"):
        grown = np.log(mean / before)
    return np.where(np.isfinite(grown), np.clip(grown, -MOST_GROWTH, MOST_GROWTH), 0) / span


def _trailing(values: Floats, span: int) -> Floats:
    summed = np.cumsum(values, axis=1)
    summed[:, span:] = summed[:, span:] - summed[:, :-span]
    return summed


def _around(came: Floats, due: Floats, reach: int) -> Floats:
    def near(values: Floats) -> Floats:
        padded = np.pad(np.cumsum(values, axis=1), ((0, 0), (1, 0)))
        steps = np.arange(values.shape[1])
        return padded[:, np.minimum(steps + reach + 1, len(steps))] - padded[:, np.maximum(steps - reach, 0)]

    return near(came) / np.maximum(near(due), 1e-12)
