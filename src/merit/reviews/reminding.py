"""When something that waits is worth a reminder: before its deadline, on it, and after it; never on a day off."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from merit.kernel.calendar import WorkCalendar
from merit.reviews.stages import working_days_between

LATE_DAILY = 5
"""Working days after a deadline on which it is named every day; from then on once a week."""


class Urgency(StrEnum):
    """The groups of a digest, most pressing first."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` up to `end` o'clock, over midnight where `end` is not later; equal hours mean none."""

    start: int
    end: int

    def hold(self, hour: int) -> bool:
        """Whether nothing may be sent in that hour."""
        if self.start == self.end:
            return False
        if self.start < self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end


def urgency_of(due: date | None, today: date, days_before: int, calendar: WorkCalendar) -> Urgency:
    """Where something with that last day stands."""
    if due is None:
        return Urgency.UNDATED
    if due < today:
        return Urgency.LATE
    if due == today:
        return Urgency.TODAY
    return Urgency.SOON if working_days_between(today, due, calendar) <= days_before else Urgency.LATER


def is_worth_telling(due: date | None, today: date, days_before: int, calendar: WorkCalendar) -> bool:
    """Whether the thing gives a reason for a digest today.

    So many working days before its deadline, on the working day before it, on it, on five working days after it and
    then on the first working day of each week; without a deadline on the first working day of a week.
    """
    first_of_week = not any(
        calendar.is_working(date.fromordinal(today.toordinal() - back)) for back in range(1, today.weekday() + 1)
    )
    if due is None:
        return first_of_week
    if due < today:
        return first_of_week or -working_days_between(today, due, calendar) <= LATE_DAILY
    return due == today or working_days_between(today, due, calendar) in (1, days_before)


def may_send(now: datetime, hour: int, quiet: QuietHours, calendar: WorkCalendar) -> bool:
    """Whether a digest for that hour of the day may go out now: a working day, the hour come, no quiet hours."""
    return calendar.is_working(now.date()) and now.hour >= hour and not quiet.hold(now.hour)
