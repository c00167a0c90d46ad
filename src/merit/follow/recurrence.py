"""Recurring tasks: on which days one is due, moved back to a working day where it falls on a free one."""

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from merit.kernel.calendar import WorkCalendar

_AHEAD = 15
"""So far behind `end` may a nominal day lie that is moved back before it; no official holiday is longer."""


class Every(StrEnum):
    """How often a task comes back."""

    WORKING_DAY = "working_day"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """From `first` on: every working day; every week or second week on its weekday; every month on its date."""

    every: Every
    first: date

    def dues(self, start: date, end: date, calendar: WorkCalendar) -> list[date]:
        """Days from `start` to `end`, both included, on which one is due, in order, each once.

        A free day gives way to the last working day before it; what would then lie before `first` is left out. A
        month that is shorter than the date takes its last day.
        """
        begin = max(start, self.first)
        nominal = (begin + timedelta(days=each) for each in range((end - begin).days + 1 + _AHEAD))
        moved = (_back_to_work(day, calendar) for day in nominal if self._falls_on(day, calendar))
        return sorted({day for day in moved if begin <= day <= end})

    def _falls_on(self, day: date, calendar: WorkCalendar) -> bool:
        match self.every:
            case Every.WORKING_DAY:
                return calendar.is_working(day)
            case Every.WEEK:
                return (day - self.first).days % 7 == 0
            case Every.FORTNIGHT:
                return (day - self.first).days % 14 == 0
            case Every.MONTH:
                return day.day == min(self.first.day, months.monthrange(day.year, day.month)[1])


def _back_to_work(day: date, calendar: WorkCalendar) -> date:
    return next(
        (before for before in (day - timedelta(days=each) for each in range(_AHEAD)) if calendar.is_working(before)),
        day,
    )
