"""Comparing a period with an earlier one, day for day: like is laid on like, and days left over are said.

`Compared.now` and `.then` are runs of days of the same kind; every value over them is worked out anew from its parts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from merit.kernel.period import Grain, Period

_ONE_DAY = timedelta(days=1)
_WEEKS_OF_A_YEAR = timedelta(days=364)


class Comparison(StrEnum):
    """What a period is compared with."""

    PREVIOUS = "previous"
    """The period just before."""
    A_YEAR_EARLIER = "a_year_earlier"
    """The same period last year."""
    SAME_WEEKDAY = "same_weekday"
    """The days 364 days earlier: 52 whole weeks, so that each meets the same day of the week."""
    SPRING_FESTIVAL = "spring_festival"
    """The days as far from 春节 a year earlier."""
    MIDYEAR = "midyear"
    """The days as far from 618 a year earlier."""
    DOUBLE_ELEVEN = "double_eleven"
    """The days as far from 双11 a year earlier."""


ALIGNED = (Comparison.SPRING_FESTIVAL, Comparison.MIDYEAR, Comparison.DOUBLE_ELEVEN)

FestivalDays = Mapping[Comparison, Iterable[date]]
"""The day of each festival in each year, where known."""


@dataclass(frozen=True, slots=True)
class Compared:
    """`now` is the part of `period` that has a counterpart and `then` that counterpart; both None where there is none.

    `without` are days of `period` that have no counterpart, as runs in order. `festivals` are the two days laid on
    each other, this one's first.
    """

    period: Period
    with_what: Comparison
    now: Period | None
    then: Period | None
    without: tuple[Period, ...] = ()
    festivals: tuple[date, date] | None = None

    @property
    def days_without(self) -> int:
        """How many days of the period have no counterpart."""
        return sum(each.length for each in self.without)


def compared(period: Period, with_what: Comparison, reach: Period | None, festivals: FestivalDays) -> Compared:
    """What the period is compared with. `reach` is the days that the data cover (None: no limit is known).

    Days after the data are not compared and not missing either: a running period is laid on as many elapsed days.
    Days whose counterpart lies before the data are `without`. Whole months, quarters and years are compared whole.
    """
    elapsed = period if reach is None else period.overlap(period.start, reach.end)
    if elapsed is None or (reach is not None and elapsed.start >= reach.end):
        return Compared(period, with_what, None, None)
    laid = (
        _aligned(period, elapsed, with_what, festivals)
        if with_what in ALIGNED
        else _earlier(elapsed, period, with_what)
    )
    return laid if reach is None else _within(laid, reach)


def _earlier(elapsed: Period, period: Period, with_what: Comparison) -> Compared:
    whole = _earlier_whole(period, with_what)
    if elapsed == period:
        return Compared(period, with_what, period, whole)
    length = _dated_length(elapsed, whole) if _by_date(period, with_what) else elapsed.length
    then = _run(whole.start, min(whole.start + timedelta(days=length), whole.end), whole)
    if _by_date(period, with_what):
        return Compared(period, with_what, elapsed, then)
    now = _run(elapsed.start, elapsed.start + timedelta(days=then.length), period)
    return Compared(period, with_what, now, then, _left_over(elapsed, now))


def _earlier_whole(period: Period, with_what: Comparison) -> Period:
    if with_what is Comparison.SAME_WEEKDAY:
        return _run(period.start - _WEEKS_OF_A_YEAR, period.end - _WEEKS_OF_A_YEAR, None)
    return period.previous() if with_what is Comparison.PREVIOUS else period.a_year_earlier()


def _by_date(period: Period, with_what: Comparison) -> bool:
    """Weeks and free spans are laid on by position; months and longer on the same dates of the year before."""
    return with_what is Comparison.A_YEAR_EARLIER and period.grain not in (Grain.WEEK, Grain.SPAN)


def _dated_length(elapsed: Period, whole: Period) -> int:
    """Up to the same date; 29 February reaches to the 28th, as in a whole period."""
    return sum(1 for day in whole.days() if (day.month, day.day) <= (elapsed.last.month, elapsed.last.day))


def _aligned(period: Period, elapsed: Period, with_what: Comparison, festivals: FestivalDays) -> Compared:
    """A year is longer than the way between two festivals may be: its first days then have no counterpart before it."""
    known = sorted(festivals.get(with_what, ()))
    middle = period.start + timedelta(days=period.length // 2)
    near = min(known, key=lambda day: (abs((day - middle).days), day), default=None)
    before = max((day for day in known if near is not None and day.year == near.year - 1), default=None)
    if near is None or before is None:
        return Compared(period, with_what, None, None, (elapsed,))
    back = near - before
    start = max(elapsed.start, elapsed.end - back)
    then = _run(start - back, elapsed.end - back, None)
    own = () if start == elapsed.start else (_run(elapsed.start, start, None),)
    return Compared(period, with_what, _run(start, elapsed.end, period), then, own, festivals=(near, before))


def _within(laid: Compared, reach: Period) -> Compared:
    """Leave out the days whose counterpart lies before the data."""
    if laid.now is None or laid.then is None or laid.then.start >= reach.start:
        return laid
    start = _laid_on(laid, laid.now, laid.then, reach.start)
    if laid.then.end <= reach.start or start >= laid.now.end:
        return Compared(laid.period, laid.with_what, None, None, _sorted((laid.now, *laid.without)), laid.festivals)
    then = _run(reach.start, laid.then.end, None)
    by_date = _by_date(laid.period, laid.with_what)
    end = laid.now.end if by_date else min(laid.now.end, start + timedelta(days=then.length))
    now = _run(start, end, laid.period)
    missing = (_run(laid.now.start, start, None), *_left_over(laid.now, now), *laid.without)
    return Compared(laid.period, laid.with_what, now, then, _sorted(missing), laid.festivals)


def _laid_on(laid: Compared, now: Period, then: Period, day: date) -> date:
    """The day of `now` that has `day` as its counterpart."""
    if not _by_date(laid.period, laid.with_what):
        return now.start + (day - then.start)
    same_or_later = (each for each in now.days() if (each.month, each.day) >= (day.month, day.day))
    return next(same_or_later, now.last)


def _left_over(elapsed: Period, now: Period) -> tuple[Period, ...]:
    return () if now.end >= elapsed.end else (_run(now.end, elapsed.end, None),)


def _sorted(runs: Iterable[Period]) -> tuple[Period, ...]:
    return tuple(sorted(runs, key=lambda run: run.start))


def _run(start: date, end: date, whole: Period | None) -> Period:
    """The days [start, end): the whole itself where they are it, a day where they are one."""
    if whole is not None and (start, end) == (whole.start, whole.end):
        return whole
    return Period.containing(start, Grain.DAY) if end - start == _ONE_DAY else _calendar(start, end)


def _calendar(start: date, end: date) -> Period:
    """A run that is a calendar month, quarter, year… is called so, for then its distinct counts are kept ready."""
    for grain in (Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR):
        whole = Period.containing(start, grain)
        if (whole.start, whole.end) == (start, end):
            return whole
    return Period(start, end)
