from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.kernel.exact import exact, fixed, half_up, plain


def test_a_decimal_is_read_exactly_even_from_a_float() -> None:
    assert exact(0.1) == Fraction(1, 10)
    assert exact(" -12.50 ") == Fraction(-25, 2)


@pytest.mark.parametrize("text", ["1,234.50", "5.11E+18", "¥12", "", "1/3", "NaN"])
def test_what_is_no_plain_decimal_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a plain decimal"):
        exact(text)


@pytest.mark.parametrize(("value", "rounded"), [("2.5", "3"), ("-2.5", "-3"), ("2.49", "2"), ("-0.4", "0")])
def test_halves_are_rounded_away_from_zero(value: str, rounded: str) -> None:
    assert half_up(exact(value), 0) == exact(rounded)


def test_text_shows_no_trailing_zeros_and_no_minus_zero() -> None:
    assert plain(exact("748957.020")) == "748957.02"
    assert plain(Fraction(-1, 10**9)) == "0"
    assert fixed(Fraction(2, 3), 2) == "0.67"
    assert fixed(exact("-0.004"), 2) == "0.00"


@given(st.fractions(), st.integers(min_value=0, max_value=8))
def test_rounding_moves_a_number_by_half_a_step_at_most(value: Fraction, places: int) -> None:
    assert abs(half_up(value, places) - value) <= Fraction(1, 2 * 10**places)
