from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.kernel.period import Grain, Period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-10", "2026-10-01", "2026-10-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026-H2", "2026-07-01", "2026-12-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-W43", "2026-10-19", "2026-10-25"),
        ("2026-10-21", "2026-10-21", "2026-10-21"),
        ("2026-10-05..2026-10-11", "2026-10-05", "2026-10-11"),
        ("2026-W01", "2025-12-29", "2026-01-04"),
    ],
)
def test_a_period_is_read_as_users_write_it(text: str, first: str, last: str) -> None:
    period = Period.parse(text)
    assert (str(period.start), str(period.last)) == (first, last)
    assert str(period) == text


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-02-30", "2026-Q5", "2025-W53", "october", "", "2026-10-11..2026-10-05", "9999-12"]
)
def test_a_period_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 — the sentence is date's own for some
        Period.parse(text)


@pytest.mark.parametrize(
    ("period", "before", "last_year"),
    [
        ("2026-01", "2025-12", "2025-01"),
        ("2026-Q1", "2025-Q4", "2025-Q1"),
        ("2024-02-29", "2024-02-28", "2023-02-28"),
        ("2026-W01", "2025-W52", "2025-W01"),
        ("2020-W53", "2020-W52", "2019-W52"),
        ("2026-03-01..2026-03-10", "2026-02-19..2026-02-28", "2025-03-01..2025-03-10"),
    ],
)
def test_the_period_before_and_the_same_last_year(period: str, before: str, last_year: str) -> None:
    assert str(Period.parse(period).previous()) == before
    assert str(Period.parse(period).a_year_earlier()) == last_year


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from([g for g in Grain if g is not Grain.SPAN]))
def test_every_day_lies_in_exactly_one_period_of_each_grain(day: date, grain: Grain) -> None:
    period = Period.containing(day, grain)
    assert day in period
    assert Period.parse(str(period)) == period
    assert period.end == Period.containing(period.end, grain).start


def test_the_overlap_with_a_spell_keeps_a_whole_month_a_month() -> None:
    october = Period.parse("2026-10")
    assert october.overlap(date(2020, 1, 1), None) is october
    assert str(october.overlap(date(2026, 10, 12), None)) == "2026-10-12..2026-10-31"
    assert october.overlap(date(2026, 11, 1), None) is None


def test_the_weeks_of_a_month_are_whole_weeks() -> None:
    assert [str(week) for week in Period.parse("2026-10").split(Grain.WEEK)] == [
        "2026-W40", "2026-W41", "2026-W42", "2026-W43", "2026-W44",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("period", "months", "earlier"),
    [
        ("2026-03-31", 1, "2026-02-28"),
        ("2024-03-31", 1, "2024-02-29"),
        ("2026-05-31", 1, "2026-04-30"),
        ("2026-01-31", 2, "2025-11-30"),
        ("2026-03-30", 1, "2026-02-28"),
        ("2026-03-15", 1, "2026-02-15"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-03", 1, "2026-02"),
        ("2026-01", 13, "2024-12"),
        ("2026-Q1", 3, "2025-Q4"),
        ("2026-Q1", 1, "2025-12-01..2026-02-28"),
        ("2026-H2", 6, "2026-H1"),
        ("2026", 12, "2025"),
        ("2026-02-01..2026-02-28", 1, "2026-01-01..2026-01-31"),
        ("2026-03-10..2026-03-31", 1, "2026-02-10..2026-02-28"),
        ("2026-W14", 1, "2026-02-28..2026-03-05"),
    ],
)
def test_so_many_months_earlier_a_day_that_the_month_lacks_is_its_last_day(
    period: str, months: int, earlier: str
) -> None:
    assert str(Period.parse(period).months_earlier(months)) == earlier


@pytest.mark.parametrize(
    ("period", "days", "earlier"),
    [
        ("2026-03-01", 1, "2026-02-28"),
        ("2026-W10", 7, "2026-W09"),
        ("2026-W10", 1, "2026-03-01..2026-03-07"),
        ("2026-03", 7, "2026-02-22..2026-03-24"),
    ],
)
def test_so_many_days_earlier_a_period_keeps_its_length(period: str, days: int, earlier: str) -> None:
    assert str(Period.parse(period).days_earlier(days)) == earlier


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1)), st.integers(1, 40))
def test_no_day_is_without_its_day_some_months_earlier(day: date, months: int) -> None:
    earlier = Period.containing(day, Grain.DAY).months_earlier(months)
    assert earlier.length == 1
    assert (day.year * 12 + day.month) - (earlier.start.year * 12 + earlier.start.month) == months
