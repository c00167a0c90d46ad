"""Vesting by the agreement's own arithmetic; every figure worked by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.rewards.equity.leaving import LeaverRule, settled
from merit.rewards.equity.vesting import Tranche, VestingSchedule, months_after, tranches, vested_on

FOUR_YEARS = VestingSchedule(48_000, date(2024, 3, 1), months=48, cliff_months=12)
"""The usual one: four years, a year's cliff, monthly: 1,000 a month."""


def test_before_the_cliff_nothing_is_vested_and_on_its_day_a_quarter():
    assert vested_on(FOUR_YEARS, date(2025, 2, 28)) == 0
    assert vested_on(FOUR_YEARS, date(2025, 3, 1)) == 12_000


def test_after_the_cliff_a_forty_eighth_each_month_until_all_is_vested():
    assert vested_on(FOUR_YEARS, date(2025, 4, 1)) == 13_000
    assert vested_on(FOUR_YEARS, date(2026, 11, 22)) == 32_000
    assert vested_on(FOUR_YEARS, date(2028, 2, 29)) == 47_000
    assert vested_on(FOUR_YEARS, date(2028, 3, 1)) == 48_000


def test_ten_units_in_four_steps_are_three_three_two_two():
    found = tranches(VestingSchedule(10, date(2026, 1, 1), months=12, every_months=3))
    assert found == (
        Tranche(date(2026, 4, 1), 3, 3),
        Tranche(date(2026, 7, 1), 3, 6),
        Tranche(date(2026, 10, 1), 2, 8),
        Tranche(date(2027, 1, 1), 2, 10),
    )


def test_a_cliff_between_two_steps_takes_what_fell_before_it():
    # steps in months 3, 6, 9, 12 of 25 each; the cliff in month 7 takes the first two
    found = tranches(VestingSchedule(100, date(2026, 1, 15), months=12, cliff_months=7, every_months=3))
    assert [(each.day, each.units) for each in found] == [
        (date(2026, 8, 15), 50),
        (date(2026, 10, 15), 25),
        (date(2027, 1, 15), 25),
    ]


def test_fewer_units_than_steps_vest_one_by_one_from_the_first_step():
    assert [each.units for each in tranches(VestingSchedule(3, date(2026, 1, 1), months=5))] == [1, 1, 1]


def test_the_last_of_the_month_stays_the_last_and_a_short_month_moves_no_later_day():
    start = date(2026, 1, 31)
    assert [months_after(start, month) for month in (1, 2, 3, 25)] == [
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
        date(2028, 2, 29),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"units": 0},
        {"months": 0},
        {"months": 121},
        {"every_months": 5},
        {"every_months": 0},
        {"cliff_months": 49},
        {"cliff_months": -1},
    ],
    ids=str,
)
def test_a_schedule_that_cannot_be_is_none(wrong):
    with pytest.raises(ValueError, match=r"unit|steps|cliff"):
        VestingSchedule(**{"units": 100, "start": date(2026, 1, 1), "months": 48, **wrong})


def test_who_leaves_by_own_wish_keeps_what_vested_for_ninety_days():
    found = settled(FOUR_YEARS, date(2026, 11, 30), LeaverRule.KEEP_VESTED, 90)
    assert (found.kept, found.forfeited, found.exercise_until) == (32_000, 16_000, date(2027, 2, 28))


def test_who_leaves_on_the_day_of_a_step_keeps_that_step():
    assert settled(FOUR_YEARS, date(2026, 12, 1), LeaverRule.KEEP_VESTED, 90).kept == 33_000


def test_who_is_dismissed_for_cause_keeps_nothing_and_where_all_vests_nothing_is_lost():
    lost = settled(FOUR_YEARS, date(2026, 11, 30), LeaverRule.FORFEIT_ALL, 90)
    assert (lost.kept, lost.forfeited, lost.exercise_until) == (0, 48_000, None)
    assert settled(FOUR_YEARS, date(2024, 4, 1), LeaverRule.VEST_ALL, 30).kept == 48_000


@st.composite
def schedules(draw):
    every = draw(st.sampled_from([1, 2, 3, 6, 12]))
    months = every * draw(st.integers(1, 120 // every))
    start = draw(st.dates(date(2015, 1, 1), date(2035, 12, 31)))
    return VestingSchedule(draw(st.integers(1, 5_000_000)), start, months, draw(st.integers(0, months)), every)


@given(schedules(), st.integers(0, 4000), st.integers(0, 400))
def test_the_parts_add_up_to_the_grant_and_what_is_vested_never_falls(schedule, days, later):
    found = tranches(schedule)
    assert sum(each.units for each in found) == schedule.units == found[-1].total
    assert [each.day for each in found] == sorted({each.day for each in found})
    assert found[0].day >= months_after(schedule.start, schedule.cliff_months)
    day = schedule.start + timedelta(days=days)
    assert 0 <= vested_on(schedule, day) <= vested_on(schedule, day + timedelta(days=later)) <= schedule.units
    assert vested_on(schedule, months_after(schedule.start, schedule.months)) == schedule.units


@given(schedules())
def test_without_a_cliff_no_two_steps_differ_by_more_than_a_unit(schedule):
    even = VestingSchedule(schedule.units, schedule.start, schedule.months, 0, schedule.every_months)
    units = [each.units for each in tranches(even)]
    assert max(units) - min(units) <= 1


@given(schedules(), st.integers(0, 4000), st.sampled_from(LeaverRule))
def test_on_leaving_what_is_kept_and_what_is_forfeited_are_the_grant(schedule, days, rule):
    found = settled(schedule, schedule.start + timedelta(days=days), rule, 90)
    assert found.kept + found.forfeited == schedule.units
    assert found.kept >= 0 <= found.forfeited
