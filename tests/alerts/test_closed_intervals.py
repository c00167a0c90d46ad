"""Only what has passed and arrived is judged."""

from datetime import date, timedelta

from merit.alerts.closed_intervals import closed_intervals, closed_until
from merit.kernel.period import Grain

FIRST, LAST = date(2026, 9, 1), date(2026, 10, 20)


def counts(last: date, usual: int = 50, **stray: int) -> dict[date, int]:
    days = {FIRST + timedelta(days=at): usual for at in range((last - FIRST).days + 1)}
    return days | {date(2026, 10, int(day[1:])): rows for day, rows in stray.items()}


def test_a_day_of_which_only_stray_rows_have_come_is_not_closed() -> None:
    assert closed_until([counts(LAST, d21=2)], date(2026, 11, 1)) == LAST


def test_the_day_asked_for_bounds_it() -> None:
    assert closed_until([counts(LAST)], date(2026, 10, 12)) == date(2026, 10, 12)


def test_one_source_that_has_come_closes_the_day_and_shows_the_others_to_be_missing() -> None:
    assert closed_until([counts(date(2026, 10, 15)), counts(LAST)], date(2026, 11, 1)) == LAST


def test_without_any_data_nothing_is_closed() -> None:
    assert closed_until([{}], LAST) is None


def test_a_week_is_closed_with_its_sunday() -> None:
    """18 October 2026 is a Sunday."""
    assert str(closed_intervals(Grain.WEEK, date(2026, 10, 17), FIRST)[-1]) == "2026-W41"
    assert str(closed_intervals(Grain.WEEK, date(2026, 10, 18), FIRST)[-1]) == "2026-W42"


def test_a_month_that_the_data_begin_in_the_middle_of_is_left_out() -> None:
    assert [str(each) for each in closed_intervals(Grain.MONTH, LAST, date(2026, 8, 15))] == ["2026-09"]
