"""An anonymous survey shows no group that is small, or that the rest would give away."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.reviews.pulse import groups_to_show, promoter_score, pulse_share


def test_a_small_group_is_not_shown():
    assert groups_to_show({"service": 5, "sales": 4, "boss": 1}, 3) == {"service"}


def test_the_total_less_what_is_shown_is_never_a_small_group():
    assert groups_to_show({"service": 5, "sales": 3, "boss": 2}, 3) == {"service"}
    assert groups_to_show({"service": 5, "boss": 2}, 3) == frozenset()


def test_everything_is_shown_when_nobody_is_left_out():
    assert groups_to_show({"service": 5, "sales": 3}, 3) == {"service", "sales"}


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 9), max_size=6), st.integers(2, 5))
def test_no_difference_of_shown_figures_is_of_fewer_than_the_floor(sizes, floor):
    shown = groups_to_show(sizes, floor)
    rest = sum(sizes.values()) - sum(sizes[group] for group in shown)
    assert all(sizes[group] >= floor for group in shown)
    assert not shown or rest == 0 or rest >= floor


def test_the_mean_and_the_share_of_the_two_best_answers():
    share = pulse_share([5, 4, 3, 1], 5)
    assert (share.mean, share.favourable) == (Fraction(13, 4), Fraction(1, 2))


def test_promoters_less_detractors():
    assert promoter_score([10, 9, 8, 7, 6, 0]) == 0
    assert promoter_score([10, 10, 9, 6]) == 50
    with pytest.raises(ValueError, match="no answer"):
        promoter_score([])
