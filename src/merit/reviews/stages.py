"""The stages of a cycle in their order, each with its deadline."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from merit.kernel.calendar import WorkCalendar
from merit.kernel.period import Grain, Period


class CycleKind(StrEnum):
    """How long a cycle runs; a probation runs from each person's first day."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    PROBATION = "probation"


class Stage(StrEnum):
    """What is being done; a cycle may leave out any but PLAN, FOLLOW, MANAGER, RELEASE and SEAL."""

    PLAN = "plan"
    NOTICE = "notice"
    FOLLOW = "follow"
    SELF = "self"
    RATERS = "raters"
    MANAGER = "manager"
    SKIP = "skip"
    CALIBRATE = "calibrate"
    RELEASE = "release"
    CONFIRM = "confirm"
    INTERVIEW = "interview"
    SEAL = "seal"


ALWAYS = frozenset({Stage.PLAN, Stage.FOLLOW, Stage.MANAGER, Stage.RELEASE, Stage.SEAL})

BEFORE_START = frozenset({Stage.PLAN, Stage.NOTICE})
"""Their deadlines are counted from the first day of the period, all others from its last."""

USUAL_WORKING_DAYS: Mapping[Stage, int] = {
    Stage.PLAN: -5,
    Stage.NOTICE: 0,
    Stage.FOLLOW: 0,
    Stage.SELF: 3,
    Stage.RATERS: 5,
    Stage.MANAGER: 8,
    Stage.SKIP: 10,
    Stage.CALIBRATE: 12,
    Stage.RELEASE: 13,
    Stage.CONFIRM: 18,
    Stage.INTERVIEW: 23,
    Stage.SEAL: 25,
}
"""Working days after the first (PLAN, NOTICE) or the last day of the period."""

PROBATION_WORKING_DAYS: Mapping[Stage, int] = {
    Stage.PLAN: 5,
    Stage.NOTICE: 5,
    Stage.FOLLOW: -12,
    Stage.SELF: -10,
    Stage.RATERS: -9,
    Stage.MANAGER: -7,
    Stage.SKIP: -6,
    Stage.CALIBRATE: -5,
    Stage.RELEASE: -4,
    Stage.CONFIRM: -1,
    Stage.INTERVIEW: 0,
    Stage.SEAL: 5,
}
"""The same for a probation: its outcome is told and discussed before the probation ends, or it has ended by itself."""


GRAINS: Mapping[CycleKind, Grain] = {
    CycleKind.WEEK: Grain.WEEK,
    CycleKind.MONTH: Grain.MONTH,
    CycleKind.QUARTER: Grain.QUARTER,
    CycleKind.HALF: Grain.HALF,
    CycleKind.YEAR: Grain.YEAR,
    CycleKind.PROBATION: Grain.YEAR,
}
"""How long the period of a cycle is."""


def next_period(kind: CycleKind, today: date) -> Period:
    """The period that a new cycle is usually for: that of `today`, or the next one once half of it has passed."""
    now = Period.containing(today, GRAINS[kind])
    late = today - now.start > timedelta(days=now.length // 2) and kind is not CycleKind.PROBATION
    return Period.containing(now.end, GRAINS[kind]) if late else now


def usual_days(kind: CycleKind) -> Mapping[Stage, int]:
    """The usual working days of a kind of cycle."""
    return PROBATION_WORKING_DAYS if kind is CycleKind.PROBATION else USUAL_WORKING_DAYS


def out_of_order(dates: Mapping[Stage, date]) -> list[tuple[Stage, Stage]]:
    """Neighbouring stages of which the later one would end before the earlier one."""
    there = [stage for stage in Stage if stage in dates]
    return [(earlier, later) for earlier, later in pairwise(there) if dates[later] < dates[earlier]]


def working_days_between(start: date, end: date, calendar: WorkCalendar) -> int:
    """How many working days `working_days_from` has to go from `start` to come to `end`, or just past it."""
    step = timedelta(days=1 if end > start else -1)
    count, day = 0, start
    while day != end:
        day += step
        count += calendar.is_working(day)
    return count if end > start else -count


def usual_deadlines(period: Period, calendar: WorkCalendar, days: Mapping[Stage, int]) -> dict[Stage, date]:
    """The last day of each stage in `days`, by the official calendar, in the order of the stages."""
    found = {}
    for stage in Stage:
        if stage in days:
            start = period.start if stage in BEFORE_START else period.last
            found[stage] = working_days_from(start, days[stage], calendar)
    return found


def working_days_from(day: date, count: int, calendar: WorkCalendar) -> date:
    """The day that lies `count` working days after (before, if negative) `day`; 0 gives `day` itself."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= calendar.is_working(day)
    return day
