"""Running sums of the cube: what stands in them, and that nothing to sum is no failure."""

import numpy as np

from merit.engines.cube.build import running_sums
from merit.metrics.rollup import Cells

JANUARY_2 = 20455
"""2026-01-02 in days since 1970."""


def test_the_difference_of_two_running_sums_is_the_number_of_the_days_between() -> None:
    cells = Cells(np.array([JANUARY_2, JANUARY_2 + 1]), np.array([7, 7]), [np.array([5, 3])])
    (quarter,) = running_sums([([0], cells)], 1).values()
    assert quarter.nodes.tolist() == [7]
    assert quarter.sums[0, :5, 0].tolist() == [0, 0, 5, 8, 8]


def test_measures_none_of_which_fit_into_whole_numbers_leave_quarters_without_columns() -> None:
    cells = Cells(np.array([JANUARY_2]), np.array([7]), [])
    (quarter,) = running_sums([([], cells)], 0).values()
    assert quarter.sums.shape == (0, 91, 1)
