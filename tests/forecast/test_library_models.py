"""What the library's model says of a sum: equal weeks stay equal, a short history says nothing."""

import numpy as np

from merit.forecast.library_models import FEWEST_BLOCKS, library_quantiles
from merit.forecast.past_errors import Window
from merit.forecast.spread import LEVELS

NEXT_WEEK = Window(0, 7)
MIDDLE = len(LEVELS) // 2


def said(values: np.ndarray, window: Window, begins: int = 0) -> np.ndarray:
    seen = np.arange(values.shape[1])[None, :] >= begins
    factor = np.ones((len(values), values.shape[1] + window.ahead.stop))
    return library_quantiles(values, np.repeat(seen, len(values), 0), factor, window, 7)


def test_of_equal_weeks_the_next_is_the_same_and_certain() -> None:
    assert np.allclose(said(np.full((1, 70), 3.0), NEXT_WEEK), 21)


def test_fewer_blocks_than_needed_say_nothing_and_neither_do_single_days() -> None:
    values = np.full((1, 7 * FEWEST_BLOCKS), 3.0)
    assert np.isfinite(said(values, NEXT_WEEK)).all()
    assert np.isnan(said(values, NEXT_WEEK, begins=7)).all()
    assert np.isnan(said(values, Window(0, 1))).all()


def test_what_never_fell_below_nothing_does_not_and_quantiles_ascend() -> None:
    weeks = np.array([1, 90, 2, 80, 0, 70, 1, 95, 3, 60, 0, 88], dtype=float)
    found = said(np.repeat(weeks, 7)[None, :] / 7, Window(0, 7))
    assert found.min() >= 0
    assert (np.diff(found[0]) >= 0).all()
    assert 20 < found[0, MIDDLE] < 80


def test_a_special_day_ahead_counts_by_its_factor() -> None:
    values = np.full((1, 70), 3.0)
    factor = np.ones((1, 77))
    factor[0, 72] = 4
    found = library_quantiles(values, np.ones((1, 70), dtype=bool), factor, NEXT_WEEK, 7)
    assert np.allclose(found, 30), "six ordinary days and one worth four"
