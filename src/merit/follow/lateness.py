"""Delays seen early: which tasks will be late if nothing changes, and why, in working days.

An estimate from usual durations: it says what is worth a look, never that somebody has failed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

from merit.kernel.calendar import WorkCalendar

LEAST_SAMPLE = 3
"""Fewer finished tasks than this say nothing about how long such a task usually takes."""
_FARTHEST = 1_000
"""Calendar days that anybody looks ahead."""


class DelayCause(StrEnum):
    """Why a task will be late, the most certain first."""

    OVERDUE = "overdue"
    TOO_SHORT = "too_short"
    """Fewer working days are left than such a task usually takes."""
    CHAIN = "chain"
    """What it waits for will be finished too late."""
    TOO_MANY = "too_many"
    """With it, its owner has more work due by that day than working days."""


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A task that is still to be done; `after` are tasks before it.

    `days` is how many working days pass from giving to hand-in, at least 1. `effort` is how many of the owner's own
    working days it takes, 0 where nobody has said: several tasks can wait at once, but nobody works on two.
    """

    task: int
    owner: str
    due: date
    days: int = 1
    after: tuple[int, ...] = ()
    effort: int = 0


@dataclass(frozen=True, slots=True)
class Delay:
    """`days` is how many working days are missing, or have passed; `held_up_by` the task before it, of a chain."""

    task: int
    cause: DelayCause
    days: int
    held_up_by: int | None = None


def usual_days(durations: Sequence[int]) -> int | None:
    """The median of working days that finished tasks took, rounded up; None for fewer than LEAST_SAMPLE."""
    if len(durations) < LEAST_SAMPLE:
        return None
    return max(1, -int(-median(durations) // 1))


def working_days_between(first: date, last: date, calendar: WorkCalendar) -> int:
    """Working days from `first` to `last`, both included; 0 when `last` lies before `first`."""
    return calendar.working_days(first + timedelta(days=offset) for offset in range((last - first).days + 1))


def delays(items: Iterable[WorkItem], today: date, calendar: WorkCalendar) -> dict[int, Delay]:
    """The most certain cause for each task that will be late; today counts as a day on which work can be done."""
    known = {item.task: item for item in items}
    finished = _finishes(known, today, calendar)
    found: dict[int, Delay] = {}
    for item in known.values():
        delay = _own_delay(item, today, calendar) or _chain_delay(item, known, finished, calendar)
        if delay is not None:
            found[item.task] = delay
    for task, missing in _overloaded(known.values(), today, calendar).items():
        found.setdefault(task, Delay(task, DelayCause.TOO_MANY, missing))
    return found


def _own_delay(item: WorkItem, today: date, calendar: WorkCalendar) -> Delay | None:
    if item.due < today:
        late = working_days_between(item.due + timedelta(days=1), today, calendar)
        return Delay(item.task, DelayCause.OVERDUE, late)
    left = working_days_between(today, item.due, calendar)
    return Delay(item.task, DelayCause.TOO_SHORT, item.days - left) if left < item.days else None


def _chain_delay(
    item: WorkItem, known: Mapping[int, WorkItem], finished: Mapping[int, date], calendar: WorkCalendar
) -> Delay | None:
    before = [task for task in item.after if task in known]
    if not before or finished[item.task] <= item.due:
        return None
    late = working_days_between(item.due + timedelta(days=1), finished[item.task], calendar)
    return Delay(item.task, DelayCause.CHAIN, late, max(before, key=lambda task: (finished[task], -task)))


def _finishes(known: Mapping[int, WorkItem], today: date, calendar: WorkCalendar) -> dict[int, date]:
    """The earliest day each can be finished, one after the other along `after`; a circle is cut where it closes."""
    found: dict[int, date] = {}

    def finish(task: int, under_way: frozenset[int]) -> date:
        if task not in found:
            before = [each for each in known[task].after if each in known and each not in under_way]
            ends = [finish(each, under_way | {task}) for each in before]
            start = max([today, *(end + timedelta(days=1) for end in ends)])
            found[task] = _day_after_work(start, known[task].days, calendar)
        return found[task]

    for task in sorted(known):
        finish(task, frozenset({task}))
    return found


def _day_after_work(start: date, days: int, calendar: WorkCalendar) -> date:
    """The day on which that many working days from `start` on are done."""
    done, day = 0, start
    for offset in range(_FARTHEST):
        day = start + timedelta(days=offset)
        done += calendar.is_working(day)
        if done >= days:
            break
    return day


def _overloaded(items: Iterable[WorkItem], today: date, calendar: WorkCalendar) -> dict[int, int]:
    """Tasks, in the order they are due, with which their owner's work exceeds the working days left, each time more."""
    found: dict[int, int] = {}
    spent: dict[str, int] = {}
    worst: dict[str, int] = {}
    for item in sorted(items, key=lambda each: (each.due, each.task)):
        spent[item.owner] = spent.get(item.owner, 0) + item.effort
        missing = spent[item.owner] - working_days_between(today, max(item.due, today), calendar)
        if missing > worst.get(item.owner, 0):
            worst[item.owner] = found[item.task] = missing
    return found
