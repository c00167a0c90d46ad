"""Recurring tasks fall on working days. October 2026: the 1st to the 7th are off, Saturday the 10th is made up."""

from datetime import date

from merit.follow.recurrence import Every, Recurrence
from merit.kernel.calendar import WorkCalendar

OCTOBER = WorkCalendar(
    holidays=frozenset(date(2026, 10, day) for day in range(1, 8)), made_up=frozenset({date(2026, 10, 10)})
)


def days(recurrence, start, end):
    """Month and day of each."""
    return [f"{day:%m-%d}" for day in recurrence.dues(start, end, OCTOBER)]


def test_every_working_day_leaves_out_the_holiday_and_takes_the_make_up_day():
    found = days(Recurrence(Every.WORKING_DAY, date(2026, 9, 30)), date(2026, 9, 30), date(2026, 10, 12))
    assert found == ["09-30", "10-08", "10-09", "10-10", "10-12"]


def test_a_weekday_in_the_holiday_gives_way_to_the_last_working_day_before():
    # Fridays: 25 September, 2 October (off: Wednesday 30 September), 9 and 16 October
    found = days(Recurrence(Every.WEEK, date(2026, 9, 25)), date(2026, 9, 25), date(2026, 10, 16))
    assert found == ["09-25", "09-30", "10-09", "10-16"]


def test_a_day_that_is_moved_back_is_found_though_its_own_day_lies_behind_the_end():
    # Friday 2 October is moved to 30 September
    assert days(Recurrence(Every.WEEK, date(2026, 9, 25)), date(2026, 9, 28), date(2026, 9, 30)) == ["09-30"]


def test_every_second_week_keeps_its_step():
    found = days(Recurrence(Every.FORTNIGHT, date(2026, 10, 9)), date(2026, 10, 1), date(2026, 11, 10))
    assert found == ["10-09", "10-23", "11-06"]


def test_the_31st_of_a_shorter_month_is_its_last_day_and_a_free_one_the_working_day_before():
    # 31 October 2026 is a Saturday: Friday 30; 30 November is a Monday
    found = days(Recurrence(Every.MONTH, date(2026, 8, 31)), date(2026, 8, 1), date(2026, 11, 30))
    assert found == ["08-31", "09-30", "10-30", "11-30"]


def test_nothing_falls_before_the_first_day():
    # the first of October is off, and what came before the first day does not count
    assert days(Recurrence(Every.MONTH, date(2026, 10, 1)), date(2026, 9, 1), date(2026, 10, 31)) == ["10-30"]
