"""Half-open spans of business days: 2026-10, 2026-Q4, 2026-H2, 2026, 2026-W43, 2026-10-21, or first..last."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_SHAPES = (
    ("day", re.compile(r"(\d{4})-(\d{2})-(\d{2})")),
    ("month", re.compile(r"(\d{4})-(\d{2})")),
    ("quarter", re.compile(r"(\d{4})-Q([1-4])")),
    ("half", re.compile(r"(\d{4})-H([12])")),
    ("week", re.compile(r"(\d{4})-W(\d{2})")),
    ("year", re.compile(r"(\d{4})")),
)


class Grain(StrEnum):
    """How long a period is; SPAN is any other run of days."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    SPAN = "span"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` up to but not including `end`."""

    start: date
    end: date
    grain: Grain = Grain.SPAN

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read a period as users write it. Raises ValueError for anything else or for a date that does not exist."""
        if ".." in text:
            first, last = (date.fromisoformat(part) for part in text.split("..", 1))
            if last < first:
                raise ValueError(f"the span ends before it begins: {text!r}")
            if last == date.max:
                raise ValueError(f"the span ends where the calendar does: {text!r}")
            return cls(first, last + timedelta(days=1))
        for name, shape in _SHAPES:
            if found := shape.fullmatch(text):
                return _checked(Grain(name), [int(part) for part in found.groups()])
        raise ValueError(f"not a period: {text!r}")

    @classmethod
    def containing(cls, day: date, grain: Grain) -> "Period":
        """The calendar period of that length in which `day` lies (weeks are ISO, Monday first)."""
        if grain is Grain.DAY or grain is Grain.SPAN:
            return cls(day, day + timedelta(days=1), Grain.DAY)
        if grain is Grain.WEEK:
            monday = day - timedelta(days=day.weekday())
            return cls(monday, monday + timedelta(days=7), grain)
        months = _MONTHS[grain]
        first = (day.month - 1) // months * months + 1
        start = date(day.year, first, 1)
        return cls(start, _months_later(start, months), grain)

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def __str__(self) -> str:
        match self.grain:
            case Grain.DAY:
                return self.start.isoformat()
            case Grain.WEEK:
                year, week, _ = self.start.isocalendar()
                return f"{year}-W{week:02d}"
            case Grain.MONTH:
                return f"{self.start:%Y-%m}"
            case Grain.QUARTER:
                return f"{self.start.year}-Q{(self.start.month + 2) // 3}"
            case Grain.HALF:
                return f"{self.start.year}-H{1 if self.start.month == 1 else 2}"
            case Grain.YEAR:
                return str(self.start.year)
            case Grain.SPAN:
                return f"{self.start}..{self.last}"

    @property
    def last(self) -> date:
        """The last day that belongs to the period."""
        return self.end - timedelta(days=1)

    @property
    def length(self) -> int:
        """Number of calendar days."""
        return (self.end - self.start).days

    def days(self) -> Iterator[date]:
        """Every day of the period in order."""
        return (self.start + timedelta(days=offset) for offset in range(self.length))

    def split(self, grain: Grain) -> list["Period"]:
        """The calendar periods of `grain` that touch this one, in order, not cut at its edges."""
        parts: list[Period] = []
        day = self.start
        while day < self.end:
            parts.append(Period.containing(day, grain))
            day = parts[-1].end
        return parts

    def previous(self) -> "Period":
        """The period of the same kind just before; of a span, as many days before it."""
        if self.grain is Grain.SPAN:
            return Period(self.start - timedelta(days=self.length), self.start)
        return Period.containing(self.start - timedelta(days=1), self.grain)

    def a_year_earlier(self) -> "Period":
        """The same period last year: same month, quarter, ISO week number or date (29 February → 28)."""
        if self.grain is Grain.WEEK:
            year, week, _ = self.start.isocalendar()
            return Period.parse(f"{year - 1}-W{min(week, date(year - 1, 12, 28).isocalendar().week):02d}")
        start = _same_date(self.start, self.start.year - 1)
        if self.grain is Grain.SPAN:
            return Period(start, start + timedelta(days=self.length))
        return Period.containing(start, self.grain)

    def months_earlier(self, months: int) -> "Period":
        """The period so many months back: its first and last day each moved to the same date, or to the last day of a
        shorter month (31 March → 28 or 29 February). Whole calendar months stay whole and keep their grain.

        Raises OverflowError before the first year of the calendar.
        """
        if self.start.day == self.end.day == 1:
            return self._regular(_months_later(self.start, -months), _months_later(self.end, -months))
        return self._regular(_clipped(self.start, -months), _clipped(self.last, -months) + timedelta(days=1))

    def days_earlier(self, days: int) -> "Period":
        """As many days, so many days back; whole weeks stay weeks. Raises OverflowError as `months_earlier` does."""
        back = timedelta(days=days)
        return self._regular(self.start - back, self.end - back)

    def _regular(self, start: date, end: date) -> "Period":
        """Of this grain where these days are such a period, else a span."""
        if self.grain is not Grain.SPAN:
            period = Period.containing(start, self.grain)
            if (period.start, period.end) == (start, end):
                return period
        return Period(start, end)

    def overlap(self, start: date, end: date | None) -> "Period | None":
        """The days shared with [start, end); None when there are none. The whole keeps its grain."""
        first, past = max(self.start, start), min(self.end, end or self.end)
        if first >= past:
            return None
        return self if (first, past) == (self.start, self.end) else Period(first, past)


def _checked(grain: Grain, numbers: list[int]) -> Period:
    try:
        return _from_numbers(grain, numbers)
    except OverflowError as beyond:
        raise ValueError("the period ends after the last day of the calendar") from beyond


def _from_numbers(grain: Grain, numbers: list[int]) -> Period:
    year = numbers[0]
    match grain:
        case Grain.DAY:
            return Period.containing(date(*numbers), grain)
        case Grain.WEEK:
            return Period.containing(date.fromisocalendar(year, numbers[1], 1), grain)
        case Grain.YEAR:
            return Period.containing(date(year, 1, 1), grain)
        case _:
            return Period.containing(date(year, (numbers[1] - 1) * _MONTHS[grain] + 1, 1), grain)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    if day.year + years < 1:
        raise OverflowError("before the first year of the calendar")
    return date(day.year + years, month + 1, 1)


def _clipped(day: date, months: int) -> date:
    """The same date so many months later, or the last day of a month that is shorter."""
    first = _months_later(day, months)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def _same_date(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
