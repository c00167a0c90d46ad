"""Pace: where a value that adds up should stand by now, where it is heading, and what each day left must bring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from merit.catalogue.kpi import Catalogue
from merit.insight.decomposition_sides import adds_over_days
from merit.kernel.node import COMPANY, Node
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import ConflictRefusal
from merit.metrics.components import kpi_of
from merit.metrics.figures import Figures

PREVIOUS_PERIODS = 3
"""How many periods just before make the profile when last year says nothing."""

DayShares = Mapping[date, Fraction]


class DayProfile(StrEnum):
    """Whose days the expectation follows, in the order in which they are tried."""

    LAST_YEAR = "last_year"
    """The node's own same period last year."""
    COMPANY_LAST_YEAR = "company_last_year"
    PREVIOUS = "previous"
    """The node's own last three periods."""
    EVEN = "even"
    """Every calendar day alike: there is no history."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A target for a KPI of a node over a period."""

    kpi: str
    node: Node
    period: Period
    target: Fraction


@dataclass(frozen=True, slots=True)
class Pace:
    """The standing after the day `today`, exact. Behind pace: `ahead` is below zero."""

    goal: Goal
    today: date
    actual: Fraction
    due: Fraction
    """The part of the target that the profile puts on the days up to and including `today`."""
    projected: Fraction | None
    """actual ÷ the share of the profile that has passed; None before the profile's first day with anything."""
    days_left: int
    needed_per_day: Fraction | None
    """Σ still missing ÷ days left; 0 once reached, None after the last day."""
    profile: DayProfile

    @property
    def ahead(self) -> Fraction:
        """By how much the value is above where it should be."""
        return self.actual - self.due


def pace(catalogue: Catalogue, figures: Figures, goal: Goal, today: date) -> Pace:
    """`today` is the last day whose facts are in; it counts as passed.

    Raises NotFoundRefusal for an unknown KPI and ConflictRefusal for one whose days do not add up to its period.
    """
    kpi_of(catalogue, goal.kpi)
    if not adds_over_days(catalogue, goal.kpi):
        raise ConflictRefusal("insight.no_pace", kpi=goal.kpi)
    shares, profile = _profile(figures, goal)
    passed = sum((share for day, share in shares.items() if day <= today), Fraction(0))
    actual = sum((value for day, value in _daily(figures, goal, goal.period).items() if day <= today), Fraction(0))
    days_left = sum(1 for day in goal.period.days() if day > today)
    missing = max(goal.target - actual, Fraction(0))
    return Pace(
        goal=goal,
        today=today,
        actual=actual,
        due=goal.target * passed,
        projected=actual / passed if passed else None,
        days_left=days_left,
        needed_per_day=missing / days_left if days_left else None,
        profile=profile,
    )


def _profile(figures: Figures, goal: Goal) -> tuple[DayShares, DayProfile]:
    """The share of each day of the period, adding up to 1."""
    last_year = goal.period.a_year_earlier()
    company = Goal(goal.kpi, COMPANY, goal.period, goal.target)
    for asked, profile in ((goal, DayProfile.LAST_YEAR), (company, DayProfile.COMPANY_LAST_YEAR)):
        found = _laid_on(_worth(figures, asked, last_year), goal.period)
        if found:
            return found, profile
    return _of_previous(figures, goal)


def _of_previous(figures: Figures, goal: Goal) -> tuple[DayShares, DayProfile]:
    earlier, summed = goal.period, dict.fromkeys(goal.period.days(), Fraction(0))
    for _ in range(PREVIOUS_PERIODS):
        earlier = earlier.previous()
        for day, share in _laid_on(_worth(figures, goal, earlier), goal.period).items():
            summed[day] += share
    shares = _of_one(summed)
    if shares:
        return shares, DayProfile.PREVIOUS
    return dict.fromkeys(goal.period.days(), Fraction(1, goal.period.length)), DayProfile.EVEN


def _laid_on(worth: list[Fraction], period: Period) -> DayShares:
    """Day by day in order; a day beyond the earlier period's end takes its last day's worth."""
    return _of_one({day: worth[min(at, len(worth) - 1)] for at, day in enumerate(period.days())})


def _of_one(weights: DayShares) -> DayShares:
    whole = sum(weights.values(), Fraction(0))
    return {day: weight / whole for day, weight in weights.items()} if whole > 0 else {}


def _worth(figures: Figures, goal: Goal, period: Period) -> list[Fraction]:
    """What each day brought; a day below zero weighs nothing."""
    return [max(value, Fraction(0)) for value in _daily(figures, goal, period).values()]


def _daily(figures: Figures, goal: Goal, period: Period) -> dict[date, Fraction]:
    found = figures.daily(goal.kpi, goal.node, period)
    values = {day: found.get(Period.containing(day, Grain.DAY)) for day in period.days()}
    return {day: (each.value if each else None) or Fraction(0) for day, each in values.items()}
