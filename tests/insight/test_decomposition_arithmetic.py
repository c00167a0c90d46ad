"""Contributions add up to the change to the last digit, whatever the numbers."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merit.insight.decomposition_arithmetic import (
    REST,
    Movement,
    RatioMovement,
    by_adding,
    by_mix_and_rate,
    product,
    rounded_to_add_up,
    shapley,
)
from merit.kernel.ratio import Ratio

FEW, MANY = 300, 10_000
NUMBERS = st.one_of(
    st.just(Fraction(0)),
    st.integers(-1000, 1000).map(Fraction),
    st.fractions(min_value=-100, max_value=100, max_denominator=97),
)
RATIOS = st.builds(Ratio, NUMBERS, NUMBERS)
MOVED_RATIOS = st.builds(RatioMovement, RATIOS, RATIOS)
FACTORS = st.dictionaries(st.sampled_from("abcd"), st.tuples(NUMBERS, NUMBERS), min_size=1)


SHOPS = (((100,), (120,)), ((60,), (50,)), ((40,), (70,)))
"""Before and now of the whole and of two shops."""


def f(text: str) -> Fraction:
    return Fraction(text)


def test_what_the_parts_leave_of_the_whole_is_the_rest() -> None:
    whole, first, second = (Movement(Fraction(*before), Fraction(*now)) for before, now in SHOPS)
    assert [(each.part, each.amount) for each in by_adding(whole, {"s1": first, "s2": second})] == [
        ("s1", -10),
        ("s2", 30),
    ]
    rest = by_adding(whole, {"s1": first})[-1]
    assert (rest.part, rest.before, rest.now, rest.amount) == (REST, 40, 70, 30)


def test_mix_and_rate_by_hand() -> None:
    """Shop a: 10 of 100 → 24 of 120; b: 90 of 300 → 18 of 80. The whole: 100/400 = 0.25 → 42/200 = 0.21.

    a: weight 0.25 → 0.6, rate 0.1 → 0.2. Rate effect 0.1 × 0.425 = 0.0425; mix 0.35 × (0.15 − 0.23) = −0.028.
    b: weight 0.75 → 0.4, rate 0.3 → 0.225. Rate −0.075 × 0.575 = −0.043125; mix −0.35 × (0.2625 − 0.23) = −0.011375.
    """
    whole = RatioMovement(Ratio(f("100"), f("400")), Ratio(f("42"), f("200")))
    a = RatioMovement(Ratio(f("10"), f("100")), Ratio(f("24"), f("120")))
    b = RatioMovement(Ratio(f("90"), f("300")), Ratio(f("18"), f("80")))
    found = {each.part: each for each in by_mix_and_rate(whole, {"a": a, "b": b})}
    assert (found["a"].rate, found["a"].mix) == (f("0.0425"), f("-0.028"))
    assert (found["b"].rate, found["b"].mix) == (f("-0.043125"), f("-0.011375"))
    assert found["a"].amount + found["b"].amount == f("-0.04")


def test_a_shop_that_opens_changes_the_mix_and_no_rate() -> None:
    whole = RatioMovement(Ratio(f("10"), f("100")), Ratio(f("40"), f("200")))
    old = RatioMovement(Ratio(f("10"), f("100")), Ratio(f("10"), f("100")))
    opened = RatioMovement(Ratio(f("0"), f("0")), Ratio(f("30"), f("100")))
    found = by_mix_and_rate(whole, {"old": old, "opened": opened})
    assert [each.rate for each in found] == [0, 0]
    assert sum(each.amount for each in found) == f("0.1")


def test_shapley_values_by_hand() -> None:
    """100 visitors × 0.1 × 50 = 500 → 200 × 0.05 × 60 = 600. Each is the mean over the six orders of change."""
    before = {"visitors": f("100"), "rate": f("0.1"), "spend": f("50")}
    now = {"visitors": f("200"), "rate": f("0.05"), "spend": f("60")}
    assert shapley(product, before, now) == {"visitors": f("1225/3"), "rate": f("-1250/3"), "spend": f("325/3")}


def test_two_factors_share_what_they_do_together_half_and_half() -> None:
    assert shapley(product, {"a": f("0"), "b": f("0")}, {"a": f("4"), "b": f("5")}) == {"a": 10, "b": 10}


def test_a_factor_that_did_not_move_contributes_nothing() -> None:
    found = shapley(product, {"a": f("2"), "b": f("3")}, {"a": f("2"), "b": f("-7")})
    assert found == {"a": 0, "b": -20}


def test_rounded_amounts_add_up_to_the_rounded_sum() -> None:
    third = f("1/3")
    assert rounded_to_add_up([third, third, third], 2) == [f("0.34"), f("0.33"), f("0.33")]
    assert sum(rounded_to_add_up([-third, -third, -third], 2)) == -1


def additive_adds_up(before: Fraction, now: Fraction, moved: dict[str, tuple[Fraction, Fraction]]) -> None:
    parts = {name: Movement(*each) for name, each in moved.items()}
    assert sum(each.amount for each in by_adding(Movement(before, now), parts)) == now - before


def ratio_adds_up(whole: RatioMovement, parts: dict[str, RatioMovement]) -> None:
    before, now = whole.before.value, whole.now.value
    if before is None or now is None:
        with pytest.raises(ValueError, match="no ratio"):
            by_mix_and_rate(whole, parts)
        return
    found = by_mix_and_rate(whole, parts)
    assert sum(each.amount for each in found) == now - before
    assert all(each.amount == (each.mix or 0) + (each.rate or 0) for each in found)


def factors_add_up(moved: dict[str, tuple[Fraction, Fraction]]) -> None:
    before = {name: each[0] for name, each in moved.items()}
    now = {name: each[1] for name, each in moved.items()}
    assert sum(shapley(product, before, now).values()) == product(now) - product(before)


@settings(max_examples=FEW, deadline=None)
@given(NUMBERS, NUMBERS, FACTORS)
def test_additive_contributions_add_up(before: Fraction, now: Fraction, moved) -> None:
    additive_adds_up(before, now, moved)


@settings(max_examples=FEW, deadline=None)
@given(MOVED_RATIOS, st.dictionaries(st.sampled_from("abcd"), MOVED_RATIOS))
def test_mix_and_rate_add_up(whole: RatioMovement, parts) -> None:
    ratio_adds_up(whole, parts)


@settings(max_examples=FEW, deadline=None)
@given(FACTORS)
def test_drivers_add_up_with_zeros_and_changes_of_sign(moved) -> None:
    factors_add_up(moved)


@settings(max_examples=FEW, deadline=None)
@given(st.lists(NUMBERS), st.integers(0, 4))
def test_a_rounded_table_adds_up_and_no_cell_is_off_by_a_whole_unit(amounts, places: int) -> None:
    rounded = rounded_to_add_up(amounts, places)
    exact = sum(amounts, Fraction(0))
    assert abs(sum(rounded, Fraction(0)) - exact) <= Fraction(1, 2 * 10**places)
    assert all(abs(cell - amount) <= Fraction(1, 10**places) for cell, amount in zip(rounded, amounts, strict=True))


@pytest.mark.long
@settings(max_examples=MANY, deadline=None)
@given(NUMBERS, NUMBERS, FACTORS, MOVED_RATIOS, st.dictionaries(st.sampled_from("abcd"), MOVED_RATIOS))
def test_everything_adds_up_on_ten_thousand_cases(before, now, moved, whole, parts) -> None:
    additive_adds_up(before, now, moved)
    ratio_adds_up(whole, parts)
    factors_add_up(moved)
