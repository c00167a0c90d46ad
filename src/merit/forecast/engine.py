"""Many series forecast together: factors, readings of the level, their weights, and the spread of a sum."""

from dataclasses import dataclass

import numpy as np

from merit.forecast.arrays import Flags, Floats, Ints
from merit.forecast.levels import Levels, Pace, expected, levels_of
from merit.forecast.library_models import LEAST_BLOCK, MANY, library_quantiles
from merit.forecast.newcomers import lent
from merit.forecast.past_errors import Window, actual_sums, after_error, cube_root_error, weigh
from merit.forecast.spread import Spread, spread_of
from merit.forecast.step_factors import Factors, Pattern, step_factors

MOST_ORIGINS = 60
FADING = 3.0
"""After so many spans of the trend (of days: of four weeks) a past error counts half."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known: `values` and `seen` are series × past steps; `pattern` covers them and the steps to come.

    A step is seen from the first one of its series that brought anything.
    """

    values: Floats
    seen: Flags
    pattern: Pattern
    pace: Pace
    factors: Factors
    levels: Levels
    library: bool
    """Whether the library's model is asked too."""

    @property
    def past(self) -> int:
        """How many steps of history there are."""
        return int(self.values.shape[1])

    @property
    def learning(self) -> int:
        """Steps that are learnt from before the first forecast is tried."""
        return 2 * self.pace.trend_span


@dataclass(frozen=True, slots=True)
class Sums:
    """By series: quantiles of the sum over the window (at `spread.LEVELS`), and what they rest on."""

    quantiles: Floats
    steps: Floats
    """series × step of the window: what is expected of each."""
    weights: Floats
    """reading × series."""
    windows: Floats
    """How many windows that do not overlap a series' own history could show."""
    own: Floats
    """By series the part of the forecast that is its own; the rest is its peers'."""
    errors: Floats
    """series × origin: the past errors on the scale of the cube root, for joining series that err together."""


@dataclass(frozen=True, slots=True)
class _Tried:
    """What past forecasts over `window` came to. `sums` is reading × series × origin."""

    window: Window
    sums: Floats
    actual: Floats
    usable: Floats
    stride: int


def known_of(values: Floats, pattern: Pattern, pace: Pace, library: bool = True) -> Known:
    """Learn factors and levels of the series; `values` is series × past steps.

    Without `library`, or of more than MANY series, its model is not asked, nor is it imported, which takes seconds.
    """
    seen = np.cumsum(values != 0, axis=1) > 0
    factors = step_factors(values, seen, pattern)
    levels = levels_of(values, seen, factors.factor[:, : values.shape[1]], pace)
    return Known(values, seen, pattern, pace, factors, levels, library and len(values) <= MANY)


def forecast_sums(known: Known, window: Window) -> Sums:
    """Of every series the distribution of its sum over the window."""
    tried = _tried(known, window)
    weights = weigh(cube_root_error(tried.actual[None], tried.sums), tried.usable)
    ahead = expected(known.levels, np.array([known.past - 1]), known.factors.factor, window.ahead)
    alone = np.einsum("rs,rst->st", weights, ahead[:, :, 0, :])
    borrowed = lent(known.seen, alone)
    own = borrowed.own[:, None]
    steps = own * alone + (1 - own) * borrowed.steps
    errors = cube_root_error(tried.actual, np.einsum("rs,rso->so", weights, tried.sums))
    windows = _windows(tried)
    spread = spread_of(errors, tried.usable, steps.sum(axis=1), windows)
    beyond = _beyond(known, window, tried, steps) + (1 - borrowed.own) ** 2 * borrowed.apart
    quantiles = after_error(steps.sum(axis=1)[:, None], _widened(spread, beyond))
    joined = _with_library(known, window, quantiles)
    return Sums(joined, _moved(steps, quantiles, joined), weights, windows, borrowed.own, errors)


def _tried(known: Known, window: Window) -> _Tried:
    shorter = _feasible(known, window)
    origins, stride = _origins(known, shorter)
    sums = expected(known.levels, origins, known.factors.factor, shorter.ahead).sum(axis=-1)
    actual = actual_sums(known.values, origins, shorter)
    age = np.cumsum(known.seen, axis=1)[:, origins]
    recent = 0.5 ** ((known.past - 1 - origins) / (FADING * known.pace.trend_span))
    return _Tried(shorter, sums, actual, np.where(age >= known.learning, recent, 0.0), stride)


def _with_library(known: Known, window: Window, quantiles: Floats) -> Floats:
    """Half way to what the library's model says, quantile by quantile, where it says anything.

    An equal mean of two good forecasts is hard to beat by weights learnt from few windows (R. Clemen 1989).
    """
    if not known.library:
        return quantiles
    least = LEAST_BLOCK if known.pace.trend_span > LEAST_BLOCK else 1
    says = library_quantiles(known.values, known.seen, known.factors.factor, window, least)
    joined: Floats = np.where(np.isfinite(says), (quantiles + says) / 2, quantiles)
    return joined


def _moved(steps: Floats, before: Floats, after: Floats) -> Floats:
    """The steps of the window, so that they add up to the new middle."""
    middle = before.shape[1] // 2
    moved: Floats = (
        steps * np.where(before[:, middle] > 0, after[:, middle] / np.maximum(before[:, middle], 1e-12), 1)[:, None]
    )
    return moved


def _feasible(known: Known, window: Window) -> Window:
    """The window, cut where the history cannot show several of them."""
    room = max((known.past - known.learning) // 3, 1)
    if window.ahead.stop <= room:
        return window
    length = min(window.length, room)
    return Window(room - length, length)


def _origins(known: Known, window: Window) -> tuple[Ints, int]:
    first, last = min(known.learning, known.past) - 1, known.past - 1 - window.ahead.stop
    stride = max((last - first) // MOST_ORIGINS, 1)
    return np.arange(last, max(first, 0) - 1, -stride)[::-1], stride


def _windows(tried: _Tried) -> Floats:
    shown = tried.usable.sum(axis=1)
    found: Floats = np.where(shown > 0, np.maximum(shown - 1, 0) * tried.stride / tried.window.length + 1, 0)
    return found


def _beyond(known: Known, window: Window, tried: _Tried, steps: Floats) -> Floats:
    """Squared error beyond what past windows show: a longer way, and special days that were rarely seen."""
    errors = cube_root_error(tried.actual, tried.sums.mean(axis=0))
    seen = np.maximum(tried.usable.sum(axis=1), 1)
    longer = max(window.ahead.stop / tried.window.ahead.stop - 1, 0) * (errors**2 * tried.usable).sum(axis=1) / seen
    doubt = known.factors.doubt[:, known.past + np.array(window.ahead)]
    special = (steps * doubt).sum(axis=1) / np.maximum(steps.sum(axis=1), 1e-12)
    found: Floats = longer + special**2
    return found


def _widened(spread: Spread, beyond: Floats) -> Floats:
    centre = spread.quantiles[:, [spread.quantiles.shape[1] // 2]]
    wider: Floats = np.sqrt(1 + beyond / np.maximum(spread.size, 1e-6) ** 2)[:, None]
    return centre + (spread.quantiles - centre) * wider
