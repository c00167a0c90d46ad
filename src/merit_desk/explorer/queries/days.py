"""Which days are shown: the span of a view and its periods, by how far the data reach."""

from dataclasses import dataclass
from datetime import date, timedelta

from merit.insight.comparison import Compared, Comparison, FestivalDays, compared
from merit.kernel.period import Grain, Period
from merit.sources.festivals import festival_days
from merit_desk.explorer.queries.asked import Asked, grain_of
from merit_desk.explorer.queries.live import reach
from merit_desk.shell.sentences import say

MOST_PERIODS = 62
_YEARS_AROUND = 3
_BACK = {"30_days": (Grain.DAY, 30), "13_weeks": (Grain.WEEK, 13), "12_months": (Grain.MONTH, 12)}
_BACK["8_quarters"] = (Grain.QUARTER, 8)


@dataclass(frozen=True, slots=True)
class ShownDays:
    """The span and its periods; `problem` says in words why another span than asked is shown."""

    whole: Period
    periods: tuple[Period, ...]
    reach: Period | None
    problem: str = ""

    @property
    def columns(self) -> tuple[Period, ...]:
        """The whole, which is read first, and its periods where there are several."""
        return self.periods if self.periods == (self.whole,) else (self.whole, *self.periods)


def shown_days(asked: Asked) -> ShownDays:
    """Relative spans end with the data; without data, with today's… nothing: a span of one day is shown empty."""
    covered = reach()
    whole, problem = _span(asked, covered)
    grain = grain_of(asked)
    if grain is None:
        return ShownDays(whole, (whole,), covered, problem)
    cut = (part.overlap(whole.start, whole.end) for part in whole.split(grain))
    parts = tuple(part for part in cut if part is not None)
    if len(parts) > MOST_PERIODS:
        problem = say("explorer.too_many_periods", count=len(parts), most=MOST_PERIODS)
        parts = parts[-MOST_PERIODS:]
        whole = named_span(parts[0].start, parts[-1].end)
    return ShownDays(whole, parts, covered, problem)


def _span(asked: Asked, covered: Period | None) -> tuple[Period, str]:
    last = covered.last if covered else date(1970, 1, 1)
    if asked.span != "own":
        return _relative(asked.span, last), ""
    try:
        begin, end = Period.parse(asked.first or asked.last), Period.parse(asked.last or asked.first)
    except ValueError:
        return _relative("12_months", last), say("explorer.no_such_days", first=asked.first, last=asked.last)
    if end.end <= begin.start:
        return _relative("12_months", last), say("explorer.ends_before", first=asked.first, last=asked.last)
    return named_span(begin.start, end.end), ""


def _relative(span: str, last: date) -> Period:
    match span:
        case "this_month":
            return Period.containing(last, Grain.MONTH)
        case "last_month":
            return Period.containing(last, Grain.MONTH).previous()
        case "this_year":
            return Period.containing(last, Grain.YEAR)
        case "last_year":
            return Period.containing(last, Grain.YEAR).previous()
        case _:
            return _back(*_BACK[span], last)


def _back(grain: Grain, count: int, last: date) -> Period:
    """So many whole periods, the last one complete in the data."""
    end = Period.containing(last + timedelta(days=1), grain).previous()
    begin = end
    for _ in range(count - 1):
        begin = begin.previous()
    return named_span(begin.start, end.end)


def named_span(start: date, end: date) -> Period:
    """The days [start, end); a calendar period where they are one."""
    for grain in (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR):
        whole = Period.containing(start, grain)
        if (whole.start, whole.end) == (start, end):
            return whole
    return Period(start, end)


def festivals_around(whole: Period) -> FestivalDays:
    """The festivals of the years shown and those before."""
    return festival_days(range(whole.start.year - _YEARS_AROUND, whole.last.year + 2))


def laid(shown: ShownDays, with_what: Comparison) -> dict[Period, Compared]:
    """Each column with what it is compared with."""
    festivals = festivals_around(shown.whole)
    return {each: compared(each, with_what, shown.reach, festivals) for each in shown.columns}
