"""Which hours have too few people and which have more than they need, and which hours of work to move.

Only hours between shifts of one team are moved; nothing here is about a single person's performance or pay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from statsmodels.stats.proportion import proportion_confint

from merit.allocation.response import LEVEL, Interval
from merit.allocation.staffing import in_time_share, people_needed, rate_interval
from merit.allocation.workload import HOURS, Load, Workload
from merit.kernel.refusals import ConflictRefusal

_WORTH = 0.25
"""Of an hour of one person a day: less is not worth moving."""
_FEWEST = 10
"""Conversations in an hour over all days, below which no hour is called slow."""


class HourStanding(StrEnum):
    """How an hour of the day is staffed, sure at LEVEL."""

    SHORT = "short"
    """Fewer people than are needed even when few ask."""
    IDLE = "idle"
    """At least one person more than is needed even when many ask."""
    SLOW = "slow"
    """Enough people by their number, yet too few answers in time: not a matter of how many."""
    FITS = "fits"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class ServiceGoal:
    """`share` of first replies within `within` seconds; `work_seconds` goes before what the facts say."""

    within: int = 30
    share: float = 0.8
    work_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class HourNeed:
    """One team in one hour of the day: conversations a day, people there and people needed, each a mean of the days."""

    hour: int
    load: Load
    rate: Interval
    present: float
    need: tuple[int, int, int]
    """At the low, middle and high rate."""
    work_seconds: float
    standing: HourStanding

    @property
    def in_time(self) -> float | None:
        """The share of conversations that was answered in time; None where nobody asked."""
        return self.load.in_time / self.load.talks if self.load.talks else None


@dataclass(frozen=True, slots=True)
class ShiftMove:
    """Hours of work a day from one hour of the day to another, and what share is then answered in time."""

    group: str
    source: HourNeed
    to: HourNeed
    people: float
    before: Interval
    after: Interval
    source_after: Interval


def needs_of(workload: Workload, group: str, goal: ServiceGoal) -> list[HourNeed]:
    """All 24 hours; how long a conversation takes is the mean of all hours, so that no slow hour asks for people.

    Raises ConflictRefusal where neither the facts nor the goal say how long.
    """
    loads = [workload.of_group(group, hour) for hour in HOURS]
    usual = _work_seconds(Load(worked=sum(x.worked for x in loads), measured=sum(x.measured for x in loads)), goal)
    return [_need(workload, group, (hour, load, usual), goal) for hour, load in zip(HOURS, loads, strict=True)]


def _need(workload: Workload, group: str, known: tuple[int, Load, float], goal: ServiceGoal) -> HourNeed:
    hour, load, usual = known
    low, middle, high = rate_interval(list(workload.counts.get((group, hour), [0] * workload.days)), LEVEL)
    rates = (low, middle, high) if load.talks else (0.0, 0.0, 0.0)
    need = tuple(people_needed(rate, usual, goal.within, goal.share) for rate in rates)
    present = load.present / workload.days
    rate = Interval(low, middle, high)
    standing = _standing(load, present, (need[0], need[2]), goal)
    return HourNeed(hour, load, rate, present, (need[0], need[1], need[2]), usual, standing)


def _work_seconds(load: Load, goal: ServiceGoal) -> float:
    if goal.work_seconds is not None:
        return goal.work_seconds
    if not load.measured or not load.worked:
        raise ConflictRefusal("allocation.no_work_seconds")
    return load.worked / load.measured


def _standing(load: Load, present: float, need: tuple[int, int], goal: ServiceGoal) -> HourStanding:
    if not load.talks:
        return HourStanding.IDLE if present >= 1 else HourStanding.EMPTY
    if need[0] - present >= _WORTH:
        return HourStanding.SHORT
    upper = proportion_confint(load.in_time, load.talks, alpha=1 - LEVEL, method="wilson")[1]
    if load.talks >= _FEWEST and upper < goal.share:
        return HourStanding.SLOW
    return HourStanding.IDLE if present >= need[1] + 1 else HourStanding.FITS


def shift_moves(group: str, needs: Sequence[HourNeed], goal: ServiceGoal) -> list[ShiftMove]:
    """From the hours with most to spare to those that lack most; what is left is still enough when many ask."""
    spare = {each.hour: each.present - each.need[2] for each in needs if each.standing is HourStanding.IDLE}
    lacking = {each.hour: each.need[1] - each.present for each in needs if each.standing is HourStanding.SHORT}
    by_hour = {each.hour: each for each in needs}
    found = []
    for hour in sorted(lacking, key=lambda each: -lacking[each]):
        for giver in sorted(spare, key=lambda each: -spare[each]):
            people = min(spare[giver], lacking[hour])
            if people < _WORTH:
                continue
            found.append(_move(group, by_hour[giver], by_hour[hour], people, goal))
            spare[giver] -= people
            lacking[hour] -= people
    return found


def _move(group: str, source: HourNeed, to: HourNeed, people: float, goal: ServiceGoal) -> ShiftMove:
    return ShiftMove(
        group,
        source,
        to,
        people,
        _in_time(to, to.present, goal),
        _in_time(to, to.present + people, goal),
        _in_time(source, source.present - people, goal),
    )


def _in_time(need: HourNeed, people: float, goal: ServiceGoal) -> Interval:
    """By the rate's interval: the most ask at its low end."""
    rates = (need.rate.high, need.rate.middle, need.rate.low)
    return Interval(*(in_time_share(rate, need.work_seconds, people, goal.within) for rate in rates))
