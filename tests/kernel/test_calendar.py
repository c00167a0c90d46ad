from datetime import date

from merit.kernel.calendar import WorkCalendar
from merit.kernel.period import Period

NATIONAL_DAY = WorkCalendar(
    holidays=frozenset(date(2026, 10, day) for day in range(1, 8)), made_up=frozenset({date(2026, 10, 10)})
)


def test_a_make_up_saturday_is_worked_and_a_holiday_is_not() -> None:
    assert NATIONAL_DAY.is_working(date(2026, 10, 10))
    assert not NATIONAL_DAY.is_working(date(2026, 10, 1))


def test_october_2026_has_eighteen_working_days() -> None:
    assert NATIONAL_DAY.working_days_in(Period.parse("2026-10")) == 18
