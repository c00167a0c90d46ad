"""Parts and whole brought to agree, by hand."""

from fractions import Fraction

import pytest

from merit.forecast.distribution import Distribution
from merit.forecast.reconcile import reconciled


def around(middle: float, width: float) -> Distribution:
    return Distribution(
        (0.0, 0.1, 0.5, 0.9, 1.0), (middle - width, middle - width, middle, middle + width, middle + width)
    )


def test_the_surer_forecast_moves_less() -> None:
    """Parts say 100 and 100, the whole 230: variances 1 : 1 : 1 in squared widths, so a third of the gap each."""
    whole, parts = reconciled(around(230, 10), {"a": around(100, 10), "b": around(100, 10)})
    assert (whole, parts) == (220, {"a": 110, "b": 110})


def test_a_whole_that_is_certain_is_kept() -> None:
    whole, parts = reconciled(around(230, 0), {"a": around(100, 30), "b": around(100, 10)})
    assert (whole, parts) == (230, {"a": 127, "b": 103}), "the gap of 30 is shared 9 : 1"


def test_parts_add_up_in_whole_units() -> None:
    whole, parts = reconciled(around(100, 0), {name: around(33, 5) for name in "abc"})
    assert (whole, sum(parts.values())) == (100, 100)
    assert sorted(parts.values()) == [33, 33, 34]


def test_no_part_falls_below_zero() -> None:
    whole, parts = reconciled(around(50, 0), {"small": around(1, 100), "large": around(100, 100)})
    assert (whole, parts) == (50, {"small": Fraction(0), "large": Fraction(50)})


def test_nothing_expected_anywhere_stays_nothing() -> None:
    assert reconciled(around(0, 0), {"a": around(0, 0)}) == (0, {"a": 0})


def test_a_whole_without_parts_is_refused() -> None:
    with pytest.raises(ValueError, match="without parts"):
        reconciled(around(1, 1), {})
