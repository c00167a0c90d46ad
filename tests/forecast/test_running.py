"""A running target by hand: 3 of 10 days are left, expected to bring 10, 20 and 10."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from merit.forecast.distribution import Distribution
from merit.forecast.kpi_forecast import KpiForecast
from merit.forecast.running import running_target
from merit.kernel.node import COMPANY
from merit.kernel.period import Period

SEEN = KpiForecast(
    kpi="paid_sales",
    node=COMPANY,
    period=Period(date(2026, 10, 1), date(2026, 10, 11)),
    today=date(2026, 10, 7),
    already=Fraction(60),
    distribution=Distribution((0.0, 0.1, 0.5, 0.9, 1.0), (80.0, 90.0, 100.0, 110.0, 120.0)),
    daily=(10.0, 20.0, 10.0),
    days_of_history=300,
    borrowed_from=(),
    unseen=(),
)


def test_what_is_missing_is_shared_over_the_days_left_as_they_usually_sell() -> None:
    found = running_target(SEEN, Fraction(140))
    assert (found.missing, found.days_left, found.needed_per_day) == (80, 3, (20, 40, 20))


def test_the_end_is_told_with_its_interval_and_the_chance() -> None:
    found = running_target(SEEN, Fraction(110))
    assert (found.low, found.middle, found.high, found.chance) == (90, 100, 110, 100)


def test_a_target_that_is_reached_needs_nothing_more() -> None:
    assert running_target(SEEN, Fraction(50)).needed_per_day == ()


def test_after_the_last_day_none_is_left() -> None:
    ended = replace(SEEN, today=date(2026, 10, 31), daily=())
    assert (running_target(ended, Fraction(140)).days_left, running_target(ended, Fraction(140)).needed_per_day) == (
        0,
        (),
    )


def test_before_the_period_all_of_its_days_are_left() -> None:
    assert running_target(replace(SEEN, today=date(2026, 9, 1)), Fraction(140)).days_left == 10
