from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.kernel.money import Money, share_out

WEIGHTS = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3), st.fractions(min_value=0, max_value=1000), min_size=1, max_size=8
).filter(lambda weights: sum(weights.values()) > 0)


def test_pay_is_rounded_once_to_the_fen_half_up() -> None:
    assert Money.of(Fraction("3704.405")) == Money(370441)
    assert str(Money(370440)) == "3704.40"
    assert str(-Money(1430)) == "-14.30"


def test_ten_thousand_over_three_equal_shares_gives_the_extra_fen_to_the_lower_id() -> None:
    parts = share_out(1_000_000, {"p3": Fraction(1), "p1": Fraction(1), "p2": Fraction(1)})
    assert parts == {"p1": 333_334, "p2": 333_333, "p3": 333_333}


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        Money(1, "CNY") + Money(1, "USD")


@pytest.mark.parametrize("weights", [{}, {"a": Fraction(0)}, {"a": Fraction(2), "b": Fraction(-1)}])
def test_nothing_is_shared_out_without_a_weight_above_zero(weights: dict[str, Fraction]) -> None:
    with pytest.raises(ValueError, match="weights"):
        share_out(100, weights)


@given(st.integers(-(10**9), 10**9), WEIGHTS)
def test_the_parts_of_a_pool_equal_the_pool(total: int, weights: dict[str, Fraction]) -> None:
    assert sum(share_out(total, weights).values()) == total


@given(st.integers(0, 10**9), WEIGHTS)
def test_the_order_of_people_changes_no_part(total: int, weights: dict[str, Fraction]) -> None:
    assert share_out(total, weights) == share_out(total, dict(reversed(weights.items())))


@given(st.integers(0, 10**9), WEIGHTS)
def test_each_part_is_within_one_fen_of_its_exact_share(total: int, weights: dict[str, Fraction]) -> None:
    whole = sum(weights.values())
    assert all(abs(part - total * weights[name] / whole) < 1 for name, part in share_out(total, weights).items())
