"""How much of a target falls on a part of its period."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merit.kernel.calendar import WorkCalendar
from merit.kernel.period import Period
from merit.targets.prorate import day_weights, part_share, ramp_share, seasonal_profile
from merit.targets.proration import Proration
from tests.scores.fake_company import CALENDAR, OCTOBER
from tests.scores.fake_figures import FakeFigures

BEFORE, AFTER = Period.parse("2026-10-01..2026-10-11"), Period.parse("2026-10-12..2026-10-31")


@pytest.mark.parametrize(
    ("basis", "before", "after"),
    [
        (Proration.WORKING_DAYS, Fraction(3, 18), Fraction(15, 18)),  # the 8th, 9th and the 10th that is made up
        (Proration.CALENDAR_DAYS, Fraction(11, 31), Fraction(20, 31)),
        (Proration.SEASONAL, Fraction(3, 18), Fraction(15, 18)),  # no profile: working days
    ],
)
def test_a_part_is_measured_by_the_basis_of_the_plan(basis, before, after):
    weights = day_weights(basis, OCTOBER, CALENDAR, {})
    assert part_share(weights, BEFORE, OCTOBER, Fraction(1)).value == before
    assert part_share(weights, AFTER, OCTOBER, Fraction(1)).value == after


def test_a_period_without_working_days_goes_by_calendar_days():
    holiday = Period.parse("2026-10-01..2026-10-04")
    weights = day_weights(Proration.WORKING_DAYS, holiday, CALENDAR, {})
    assert part_share(weights, Period.parse("2026-10-01"), holiday, Fraction(1)).value == Fraction(1, 4)


def test_the_seasonal_profile_is_last_years_days_of_the_company():
    figures = FakeFigures().put_days("sales", "company", d2025_10_01=10, d2025_10_12=70, d2025_10_31=20)
    weights = day_weights(Proration.SEASONAL, OCTOBER, CALENDAR, seasonal_profile(figures, "sales", OCTOBER))
    assert part_share(weights, BEFORE, OCTOBER, Fraction(1)).value == Fraction(1, 10)
    assert part_share(weights, AFTER, OCTOBER, Fraction(1, 2)).value == Fraction(9, 20)


def test_a_day_below_nothing_weighs_nothing_and_an_empty_year_is_no_profile():
    figures = FakeFigures().put_days("sales", "company", d2025_10_01=-5, d2025_10_02=5)
    profile = seasonal_profile(figures, "sales", OCTOBER)
    assert (profile[date(2026, 10, 1)], profile[date(2026, 10, 2)]) == (0, 5)
    assert seasonal_profile(FakeFigures().put_days("sales", "company", d2025_10_01=-5), "sales", OCTOBER) == {}


def test_the_29th_of_february_weighs_as_the_28th_a_year_before():
    february = Period.parse("2028-02")
    figures = FakeFigures().put_days("sales", "company", d2027_2_27=1, d2027_2_28=3)
    profile = seasonal_profile(figures, "sales", february)
    assert [profile[date(2028, 2, day)] for day in (27, 28, 29)] == [1, 3, 3]


@settings(deadline=None)
@given(st.integers(1, 30), st.sampled_from(Proration))
def test_the_parts_of_a_period_add_up_to_the_whole(cut, basis):
    weights = day_weights(basis, OCTOBER, CALENDAR, {})
    edge = date(2026, 10, cut + 1)
    parts = (OCTOBER.overlap(OCTOBER.start, edge), OCTOBER.overlap(edge, None))
    assert sum(part_share(weights, part, OCTOBER, Fraction(1)).value for part in parts) == 1


def test_the_ramp_counts_calendar_months_from_the_one_of_joining():
    ramp = ((1, Fraction(1, 2)), (2, Fraction(3, 4)))
    joined = date(2026, 9, 25)
    assert ramp_share(ramp, joined, Period.parse("2026-09-25..2026-09-30"), CALENDAR) == Fraction(1, 2)
    assert ramp_share(ramp, joined, OCTOBER, CALENDAR) == Fraction(3, 4)
    assert ramp_share(ramp, joined, Period.parse("2026-11"), CALENDAR) == 1


def test_the_ramp_of_a_quarter_is_weighted_by_working_days():
    ramp = ((1, Fraction(1, 2)),)
    # 2027 Q1 by plain weekdays: January 21, February 20, March 23
    share = ramp_share(ramp, date(2027, 1, 1), Period.parse("2027-Q1"), WorkCalendar())
    assert share == (Fraction(21, 2) + 43) / 64
