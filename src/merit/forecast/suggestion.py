"""Suggested targets: what is likely as commitment, what is less likely as target and stretch, with the working of each.

The forecast is an estimate in binary floats; it enters as a rounded figure that was read. From there all is exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from merit.catalogue.kpi import Direction
from merit.forecast.distribution import Distribution, attainment
from merit.kernel.exact import half_up
from merit.kernel.explain import Explained, given, rule

LEAST_LIFT = Fraction(1, 100)
DIGITS = 3
"""Significant digits of a suggested target."""


class Ambition(StrEnum):
    """How much a suggested target asks."""

    COMMITMENT = "commitment"
    TARGET = "target"
    STRETCH = "stretch"


CHANCE: Mapping[Ambition, Fraction] = {
    Ambition.COMMITMENT: Fraction(1, 2),
    Ambition.TARGET: Fraction(3, 10),
    Ambition.STRETCH: Fraction(1, 10),
}
"""How likely each is to be reached by the forecast alone."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What planners know and history does not. Growth and changes are parts: 1/5 is 20 %.

    `base` is the figure that the market's growth is laid on: the same period last year, else the last period.
    """

    base: Fraction | None = None
    market_growth: Fraction | None = None
    spend_change: Fraction | None = None
    elasticity: Fraction | None = None
    """By how many per cent the KPI rises when spend rises by one."""
    capacity: Fraction | None = None
    """The most that can be carried in the period."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A target with its working, and how likely it is reached, in tenths of a per cent (1 to 999)."""

    ambition: Ambition
    target: Explained[Fraction]
    chance: int
    difficulty: Explained[Fraction]


@rule("forecast.with_spend")
def with_spend(*, expected: Fraction, spend_change: Fraction, elasticity: Fraction) -> Fraction:
    """Raised by the change of spend times its elasticity; never below a hundredth."""
    return expected * max(1 + spend_change * elasticity, LEAST_LIFT)


@rule("forecast.with_market")
def with_market(*, base: Fraction, market_growth: Fraction) -> Fraction:
    """What keeps the share of a market that grows so."""
    return base * (1 + market_growth)


@rule("forecast.higher")
def higher(*, forecast: Fraction, market: Fraction) -> Fraction:
    """The higher of what the forecast and what the market suggest."""
    return max(forecast, market)


@rule("forecast.readable")
def readable(*, value: Fraction) -> Fraction:
    """Three significant digits, half up."""
    places = DIGITS
    magnitude = abs(value)
    while magnitude >= 1:
        magnitude, places = magnitude / 10, places - 1
    while 0 < magnitude < Fraction(1, 10):
        magnitude, places = magnitude * 10, places + 1
    return half_up(value / Fraction(10) ** -places, 0) * Fraction(10) ** -places


@rule("forecast.within_capacity")
def within_capacity(*, wanted: Fraction, capacity: Fraction) -> Fraction:
    """Not more than can be carried."""
    return min(wanted, capacity)


@rule("forecast.difficulty")
def difficulty(*, chance: Fraction) -> Fraction:
    """One less the probability of reaching it."""
    return 1 - chance


def suggestions(distribution: Distribution, direction: Direction, outlook: Outlook) -> tuple[Suggestion, ...]:
    """Commitment, target and stretch. The market raises target and stretch, never the commitment."""
    lift = _lift(outlook)
    return tuple(_suggested(each, distribution.times(float(lift)), direction, outlook) for each in Ambition)


def _suggested(ambition: Ambition, lifted: Distribution, direction: Direction, outlook: Outlook) -> Suggestion:
    wanted = _forecast(ambition, lifted, direction, outlook)
    if direction is not Direction.DOWN:
        wanted = _with_outside(ambition, wanted, outlook)
    target = readable(value=wanted)
    if outlook.capacity is not None and direction is not Direction.DOWN:
        target = within_capacity(wanted=target, capacity=_read(outlook.capacity))
    chance = attainment(lifted, target.value, direction)
    return Suggestion(ambition, target, chance, difficulty(chance=_read(Fraction(chance, 1000))))


def _forecast(ambition: Ambition, lifted: Distribution, direction: Direction, outlook: Outlook) -> Explained[Fraction]:
    """The quantile, taken before the lift where spend changes, so that the lift is a step of its own."""
    lift = _lift(outlook)
    level = CHANCE[ambition] if direction is Direction.DOWN else 1 - CHANCE[ambition]
    quantile = _read(half_up(Fraction(lifted.quantile(float(level))) / lift, 4))
    if outlook.spend_change is None or outlook.elasticity is None:
        return quantile
    change, elasticity = _read(outlook.spend_change), _read(outlook.elasticity)
    return with_spend(expected=quantile, spend_change=change, elasticity=elasticity)


def _with_outside(ambition: Ambition, wanted: Explained[Fraction], outlook: Outlook) -> Explained[Fraction]:
    if ambition is Ambition.COMMITMENT or outlook.market_growth is None or outlook.base is None:
        return wanted
    market = with_market(base=_read(outlook.base), market_growth=_read(outlook.market_growth))
    return higher(forecast=wanted, market=market)


def _lift(outlook: Outlook) -> Fraction:
    """What spend multiplies the forecast by."""
    if outlook.spend_change is None or outlook.elasticity is None:
        return Fraction(1)
    return max(1 + outlook.spend_change * outlook.elasticity, LEAST_LIFT)


def _read(value: Fraction) -> Explained[Fraction]:
    """A figure that was not worked out here."""
    return Explained(value, given(value=value).step)
