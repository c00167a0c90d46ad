"""Comparisons by hand: 春节 was on 2025-01-29 and 2026-02-17, which is 384 days later."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.insight.comparison import ALIGNED, Comparison, compared
from merit.insight.comparison_values import compared_value
from merit.kernel.node import COMPANY
from merit.kernel.period import Grain, Period
from merit.sources.festivals import festival_days
from tests.scores.fake_figures import FakeFigures

FESTIVALS = festival_days(range(2020, 2031))
LONG = Period.parse("2020-01-01..2026-12-31")


def laid(period: str, with_what: Comparison, reach: str = "2020-01-01..2026-12-31"):
    return compared(Period.parse(period), with_what, Period.parse(reach), FESTIVALS)


def days(period: str, with_what: Comparison, reach: str = "2020-01-01..2026-12-31") -> tuple[str, str, list[str]]:
    found = laid(period, with_what, reach)
    return str(found.now), str(found.then), [str(each) for each in found.without]


@pytest.mark.parametrize(
    ("period", "with_what", "then"),
    [
        ("2026-10", Comparison.PREVIOUS, "2026-09"),
        ("2026-W43", Comparison.PREVIOUS, "2026-W42"),
        ("2026-10-05..2026-10-08", Comparison.PREVIOUS, "2026-10-01..2026-10-04"),
        ("2026-10", Comparison.A_YEAR_EARLIER, "2025-10"),
        ("2026-Q4", Comparison.A_YEAR_EARLIER, "2025-Q4"),
        ("2026-11-11", Comparison.DOUBLE_ELEVEN, "2025-11-11"),
    ],
)
def test_a_whole_period_is_laid_on_a_whole_one(period: str, with_what: Comparison, then: str) -> None:
    assert days(period, with_what) == (period, then, [])


def test_364_days_earlier_every_day_meets_the_same_day_of_the_week() -> None:
    """2026-10-01 is a Thursday and 2025-10-02 was one; on the same date of 2025 it was a Wednesday."""
    found = laid("2026-10", Comparison.SAME_WEEKDAY)
    assert str(found.then) == "2025-10-02..2025-11-01"
    assert [day.weekday() for day in found.then.days()] == [day.weekday() for day in found.now.days()]
    assert days("2026-W43", Comparison.SAME_WEEKDAY) == ("2026-W43", "2025-W43", [])
    assert days("2024-02-29", Comparison.SAME_WEEKDAY) == ("2024-02-29", "2023-03-02", [])


def test_a_running_month_meets_as_many_days_364_days_earlier() -> None:
    """Data reach to 12 October 2026: its 12 days meet 2 to 13 October 2025."""
    found = days("2026-10", Comparison.SAME_WEEKDAY, "2020-01-01..2026-10-12")
    assert found == ("2026-10-01..2026-10-12", "2025-10-02..2025-10-13", [])


def test_days_whose_day_364_days_earlier_lies_before_the_data_are_left_out() -> None:
    found = days("2026-10", Comparison.SAME_WEEKDAY, "2025-10-10..2026-12-31")
    assert found == ("2026-10-09..2026-10-31", "2025-10-10..2025-11-01", ["2026-10-01..2026-10-08"])


def test_days_stand_as_far_from_the_festival_as_a_year_before() -> None:
    assert days("2026-02", Comparison.SPRING_FESTIVAL) == ("2026-02", "2025-01-13..2025-02-09", [])
    assert days("2026-02-17", Comparison.SPRING_FESTIVAL) == ("2026-02-17", "2025-01-29", [])
    assert laid("2026-02", Comparison.SPRING_FESTIVAL).festivals == (date(2026, 2, 17), date(2025, 1, 29))


def test_the_week_of_a_festival_meets_the_days_around_the_one_before_and_not_the_week_of_the_same_number() -> None:
    """2026-11-11 is the Wednesday of week 46, 2025-11-11 was the Tuesday of week 46."""
    assert days("2026-W46", Comparison.DOUBLE_ELEVEN) == ("2026-W46", "2025-11-09..2025-11-15", [])
    assert days("2026-W25", Comparison.MIDYEAR) == ("2026-W25", "2025-06-15..2025-06-21", [])


def test_the_nearest_festival_counts_also_when_it_is_still_to_come() -> None:
    found = laid("2026-12", Comparison.SPRING_FESTIVAL)
    assert (found.festivals, str(found.then)) == ((date(2027, 2, 6), date(2026, 2, 17)), "2025-12-12..2026-01-11")


def test_a_running_period_is_compared_over_as_many_elapsed_days() -> None:
    reach = "2020-01-01..2026-10-12"
    assert days("2026-10", Comparison.PREVIOUS, reach) == ("2026-10-01..2026-10-12", "2026-09-01..2026-09-12", [])
    assert days("2026-Q4", Comparison.A_YEAR_EARLIER, reach) == ("2026-10-01..2026-10-12", "2025-10-01..2025-10-12", [])
    assert days("2026-W42", Comparison.A_YEAR_EARLIER, reach) == ("2026-10-12", "2025-10-13", [])


def test_elapsed_days_beyond_a_shorter_period_have_no_counterpart() -> None:
    found = days("2026-03", Comparison.PREVIOUS, "2020-01-01..2026-03-30")
    assert found == ("2026-03-01..2026-03-28", "2026-02", ["2026-03-29..2026-03-30"])


def test_29_february_reaches_to_the_28th() -> None:
    found = days("2024-Q1", Comparison.A_YEAR_EARLIER, "2020-01-01..2024-02-29")
    assert found == ("2024-01-01..2024-02-29", "2023-01-01..2023-02-28", [])


def test_days_whose_counterpart_lies_before_the_data_are_said() -> None:
    since = "2025-01-20..2026-12-31"
    found = days("2026-02", Comparison.SPRING_FESTIVAL, since)
    assert found == ("2026-02-08..2026-02-28", "2025-01-20..2025-02-09", ["2026-02-01..2026-02-07"])
    assert days("2026-01", Comparison.A_YEAR_EARLIER, since) == (
        "2026-01-20..2026-01-31",
        "2025-01-20..2025-01-31",
        ["2026-01-01..2026-01-19"],
    )
    assert days("2025-10", Comparison.A_YEAR_EARLIER, since) == ("None", "None", ["2025-10"])


def test_dates_stay_dates_after_a_leap_day() -> None:
    found = days("2028", Comparison.A_YEAR_EARLIER, "2027-05-01..2028-12-31")
    assert found == ("2028-05-01..2028-12-31", "2027-05-01..2027-12-31", ["2028-01-01..2028-04-30"])


def test_a_period_after_the_data_has_nothing_to_compare_and_nothing_missing() -> None:
    assert days("2027-01", Comparison.PREVIOUS) == ("None", "None", [])


def test_without_the_date_of_a_festival_no_day_has_a_counterpart() -> None:
    found = compared(Period.parse("2026-02"), Comparison.SPRING_FESTIVAL, LONG, {})
    assert (found.now, found.days_without) == (None, 28)


def test_a_year_aligned_to_a_festival_is_not_laid_on_its_own_first_days() -> None:
    """春节 1 February 2022 and 12 February 2021 are 354 days apart: the first 11 days of 2022 have no counterpart."""
    found = laid("2022", Comparison.SPRING_FESTIVAL)
    assert (found.days_without, found.now.start, found.then.end) == (11, date(2022, 1, 12), date(2022, 1, 12))
    assert found.now.length == found.then.length == 354


def test_values_are_sums_over_the_days_on_either_side() -> None:
    """28 days of February 2026 against 13 January to 9 February 2025; the 10th lies outside."""
    figures = FakeFigures().put_days(
        "paid_sales", "company", d2026_02_01=60, d2026_02_28=60, d2025_01_13=50, d2025_02_09=50, d2025_02_10=999
    )
    found = compared_value(figures, "paid_sales", COMPANY, laid("2026-02", Comparison.SPRING_FESTIVAL))
    assert (found.difference, found.growth) == (20, Fraction(1, 5))


def test_growth_is_empty_on_a_base_of_zero_or_below() -> None:
    figures = FakeFigures().put("net_sales", "company", 5, period="2026-10")
    figures.put("net_sales", "company", -10, period="2026-09")
    found = compared_value(figures, "net_sales", COMPANY, laid("2026-10", Comparison.PREVIOUS))
    assert (found.difference, found.growth) == (15, None)


def test_nothing_is_asked_where_there_is_no_counterpart() -> None:
    figures = FakeFigures(known={"paid_sales"})
    found = compared_value(figures, "paid_sales", COMPANY, laid("2020-01", Comparison.PREVIOUS))
    assert (found.now, found.then, found.difference, figures.asked) == (None, None, None, [])


GRAINS = [grain for grain in Grain if grain is not Grain.SPAN]
DAYS = st.dates(date(2021, 1, 1), date(2027, 12, 31))


@given(DAYS, st.sampled_from(GRAINS), st.sampled_from(list(Comparison)), DAYS, DAYS)
def test_no_day_is_lost_or_laid_on_twice(
    day: date, grain: Grain, with_what: Comparison, one: date, other: date
) -> None:
    reach = Period(min(one, other), max(one, other) + (date(2021, 1, 2) - date(2021, 1, 1)))
    period = Period.containing(day, grain)
    found = compared(period, with_what, reach, FESTIVALS)
    told = [each for run in found.without for each in run.days()] + (list(found.now.days()) if found.now else [])
    elapsed = [each for each in period.days() if each < reach.end]
    assert sorted(told) == elapsed
    if found.now and found.then:
        assert found.then.start >= reach.start, "no counterpart lies before the data"
        assert found.then.end <= found.now.start or found.now.end <= found.then.start
        if with_what in ALIGNED:
            assert found.now.length == found.then.length
