"""归属: which part of an option grant is the person's on which day. The parts add up to the grant to the unit."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from merit.kernel.money import share_out

MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class VestingSchedule:
    """Equal steps of `every_months` from `start` to `months`; what falls before the cliff vests on the cliff's day.

    Raises ValueError for units below one, for steps that do not divide the months, and for a cliff after the end.
    """

    units: int
    start: date
    months: int
    cliff_months: int = 0
    every_months: int = 1

    def __post_init__(self) -> None:
        if self.units < 1 or not 1 <= self.months <= MOST_MONTHS:
            raise ValueError("at least one unit, over 1 to 120 months")
        if self.every_months < 1 or self.months % self.every_months:
            raise ValueError("the steps must divide the months")
        if not 0 <= self.cliff_months <= self.months:
            raise ValueError("the cliff lies within the months")


@dataclass(frozen=True, slots=True)
class Tranche:
    """So many units vest on this day; `total` are all vested by then."""

    day: date
    units: int
    total: int


def months_after(start: date, months: int) -> date:
    """The same day so many months later, the last of the month where there is none: 31 January → 28 February.

    Counted from the start each time, so that a short month moves none of the later days.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def tranches(schedule: VestingSchedule) -> tuple[Tranche, ...]:
    """Every day on which something vests, in order. Steps are equal by largest remainder; Σ units is the grant exactly.

    Equal steps all have the same remainder, so the earlier ones are the larger: the person never waits for a rounding.
    """
    count = schedule.months // schedule.every_months
    parts = share_out(schedule.units, {f"{step:04}": Fraction(1) for step in range(1, count + 1)})
    by_day: dict[date, int] = {}
    for step in range(1, count + 1):
        month = max(step * schedule.every_months, schedule.cliff_months)
        day = months_after(schedule.start, month)
        by_day[day] = by_day.get(day, 0) + parts[f"{step:04}"]
    found: list[Tranche] = []
    for day, units in sorted(by_day.items()):
        if units:
            found.append(Tranche(day, units, units + (found[-1].total if found else 0)))
    return tuple(found)


def vested_on(schedule: VestingSchedule, day: date) -> int:
    """Units that are the person's at the end of that day."""
    return sum(each.units for each in tranches(schedule) if each.day <= day)
