"""Which days are working days: weekends, official holidays and make-up days (调休), given as data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from merit.kernel.period import Period


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Monday to Friday, less official holidays, plus make-up days."""

    holidays: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """True when people are expected at work that day."""
        return day in self.made_up or (day.weekday() < 5 and day not in self.holidays)

    def working_days(self, days: Iterable[date]) -> int:
        """How many of `days` are working days."""
        return sum(1 for day in days if self.is_working(day))

    def working_days_in(self, period: Period) -> int:
        """How many working days the period has."""
        return self.working_days(period.days())
