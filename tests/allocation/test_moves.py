"""Which advertising gives money, which gets it, and what a move gains: curves given outright, figures by hand."""

from fractions import Fraction
from typing import Any

import pytest

from merit.allocation.moves import Judged, Standing, gain_of, judged, moves
from merit.allocation.response import Unreadable
from tests.allocation.made_up import flat_days, one

WIDE = ((0.04, 0.0), (0.0, 0.25))


def burning(**changed: Any) -> Judged:
    """Sells 1,000 by spending 1,000, elasticity 0.5, margin 40 %: 1 more brings 0.4 · 0.5 · 1 = 0.20."""
    return one("burning", 1000, 0.5, "2/5", **changed)


def strong(**changed: Any) -> Judged:
    """Sells 4,000 by spending 1,000, elasticity 0.8, margin 50 %: 1 more brings 0.5 · 0.8 · 4 = 1.60."""
    return one("strong", 4000, 0.8, "1/2", **changed)


def test_a_campaign_is_judged_by_the_contribution_of_one_more_spent() -> None:
    assert burning().standing is Standing.TAKE
    assert burning().back.middle == pytest.approx(0.20)
    assert strong().standing is Standing.GIVE
    assert strong().back.middle == pytest.approx(1.60)


def test_moving_a_hundred_a_day_gains_what_both_curves_say() -> None:
    """Lost: 0.4 · 1000 · (1 − 0.9^0.5) = 20.527. Won: 0.5 · 4000 · (1.1^0.8 − 1) = 158.46. A month: 30 times."""
    assert gain_of(burning(), strong(), 100).middle == pytest.approx(30 * (158.46 - 20.527), rel=1e-3)


def test_money_kept_is_saved_less_what_it_brought() -> None:
    """100 saved less 20.527 lost, 30 times: 2,384."""
    assert gain_of(burning(), None, 100).middle == pytest.approx(2384.2, rel=1e-3)


def test_money_goes_to_who_uses_it_best_within_the_spend_seen_and_the_rest_is_kept() -> None:
    """500 can be taken (500 was the least seen), 400 given (1,400 the most), 100 kept."""
    found = moves([burning(), strong()])
    assert [(each.to.days.unit if each.to else None, each.a_day) for each in found] == [("strong", 400), (None, 100)]
    assert sum(each.gain.middle for each in found) == pytest.approx(
        30 * (0.5 * 4000 * (1.4**0.8 - 1) + 100 - 0.4 * 1000 * (1 - 0.5**0.5)), rel=1e-6
    )


def test_nobody_is_given_more_than_half_of_what_they_spend() -> None:
    found = moves([burning(), strong(highest=5000.0)])
    assert found[0].a_day == 500


def test_what_was_spent_least_is_never_gone_below() -> None:
    assert moves([burning(lowest=1000.0), strong()]) == []


def test_an_interval_that_holds_both_moves_nothing() -> None:
    unsure = burning(covariance=WIDE), strong(covariance=WIDE)
    assert burning(covariance=((0.01, 0.0), (0.0, 9.0))).standing is Standing.UNSURE
    assert unsure[1].standing is Standing.UNSURE
    assert moves([burning(covariance=((0.01, 0.0), (0.0, 9.0))), strong()]) == []


def test_a_test_that_found_nothing_outweighs_the_curve() -> None:
    """Tested 0.5 sold more for each unit spent, half of it left: 0.25."""
    tested = strong(incremental=Fraction(1, 2))
    assert tested.standing is Standing.CONTRADICTED
    assert tested.tested_back == pytest.approx(0.25)
    assert [each.to for each in moves([burning(), tested])] == [None]


def test_where_spend_followed_demand_only_a_test_lets_money_in() -> None:
    assert strong(follows_demand=True).standing is Standing.UNSURE
    assert strong(follows_demand=True, incremental=Fraction(3)).standing is Standing.GIVE
    assert burning(follows_demand=True).standing is Standing.TAKE


def test_without_costs_and_without_a_curve_nothing_is_said() -> None:
    assert judged(flat_days("x", Fraction(1, 2)), Unreadable.FEW_DAYS).standing is Standing.UNREADABLE
    assert judged(flat_days("x", None), strong().response).standing is Standing.NO_MARGIN


def test_the_room_of_a_receiver_is_given_once() -> None:
    other = one("other", 900, 0.5, "2/5")
    given = [each.a_day for each in moves([burning(), other, strong()]) if each.to is not None]
    assert sum(given) == 400
