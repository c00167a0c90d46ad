"""Splitting a target: the parts equal the whole exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.targets.split import equal_weights, split_target


def test_equal_thirds_of_ten_thousand_differ_by_one_cent():
    parts = split_target(Fraction(10_000), equal_weights({"a": 0, "b": 0, "c": 0}), 2)
    assert parts == {"a": Fraction("3333.34"), "b": Fraction("3333.33"), "c": Fraction("3333.33")}


def test_by_last_periods_share():
    # 6,000 and 4,000 of 10,000 → 60 % and 40 % of 12,001 in whole pieces: 7,200.6 and 4,800.4
    weights = {"s1": Fraction(6000), "s2": Fraction(4000)}
    assert split_target(Fraction(12_001), weights, 0) == {"s1": 7201, "s2": 4800}


def test_a_target_with_more_decimals_is_split_at_its_own():
    assert split_target(Fraction("0.5"), equal_weights({"a": 0, "b": 0}), 0) == {
        "a": Fraction("0.3"),
        "b": Fraction("0.2"),
    }


def test_nobody_to_split_to_and_no_decimal_are_refused():
    with pytest.raises(ValueError, match="weights"):
        split_target(Fraction(1), {}, 0)
    with pytest.raises(ValueError, match="decimal"):
        split_target(Fraction(1, 3), {"a": Fraction(1)}, 0)


@given(
    st.decimals(-(10**9), 10**9, places=2),
    st.dictionaries(st.text(min_size=1, max_size=3), st.fractions(0, 100), min_size=1),
)
def test_the_parts_always_equal_the_whole(target, weights):
    weights["sure"] = Fraction(1)
    assert sum(split_target(Fraction(target), weights, 2).values()) == Fraction(target)
