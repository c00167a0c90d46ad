"""How much of a period's target falls on a part of it: by working days, calendar days, or last year's day profile."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from merit.kernel.calendar import WorkCalendar
from merit.kernel.explain import Explained, rule
from merit.kernel.node import COMPANY
from merit.kernel.period import Grain, Period
from merit.metrics.figures import Figures
from merit.targets.proration import Proration

DayWeights = Mapping[date, Fraction]


@rule("targets.share")
def share(*, part: Fraction, whole: Fraction, on_duty: Fraction) -> Fraction:
    """The part's weight of days in the whole, times the share of its working days on duty."""
    return part / whole * on_duty


@rule("targets.prorated")
def prorated(*, parts: tuple[Mapping[str, Fraction], ...]) -> Fraction:
    """Σ target × share over the stretches on which each target stands."""
    return sum((part["target"] * part["share"] for part in parts), Fraction(0))


@rule("targets.ramped")
def ramped(*, target: Fraction, share: Fraction) -> Fraction:
    """A newcomer's share of the target."""
    return target * share


@rule("targets.ramped_lower")
def ramped_lower(*, target: Fraction, share: Fraction) -> Fraction:
    """A newcomer's target where lower is better: the allowance is wider, not narrower."""
    return target / share


@rule("targets.times_target")
def times_target(*, target: Fraction, times: Fraction) -> Fraction:
    """The target that a trial tries: a multiple of the one in force."""
    return target * times


def day_weights(basis: Proration, period: Period, calendar: WorkCalendar, profile: DayWeights) -> DayWeights:
    """The weight of each day of the period.

    An empty seasonal profile gives way to working days, and a period without a working day to calendar days.
    """
    if basis is Proration.SEASONAL and profile:
        return profile
    if basis is not Proration.CALENDAR_DAYS and calendar.working_days_in(period):
        return {day: Fraction(calendar.is_working(day)) for day in period.days()}
    return dict.fromkeys(period.days(), Fraction(1))


def seasonal_profile(figures: Figures, kpi: str, period: Period) -> DayWeights:
    """What each day of last year's period brought to the whole company, laid on this period's days in order.

    A day beyond last year's end (29 February) takes the last one's weight; negative days weigh nothing. Empty when
    last year has no figure above zero.
    """
    earlier = period.a_year_earlier()
    daily = figures.daily(kpi, COMPANY, earlier)
    worth = [_worth(daily.get(Period.containing(day, Grain.DAY))) for day in earlier.days()]
    weights = {day: worth[min(number, len(worth) - 1)] for number, day in enumerate(period.days())}
    return weights if sum(weights.values()) > 0 else {}


def _worth(found: object) -> Fraction:
    value = getattr(found, "value", None)
    return max(value, Fraction(0)) if isinstance(value, Fraction) else Fraction(0)


def part_share(weights: DayWeights, part: Period, whole: Period, on_duty: Fraction) -> Explained[Fraction]:
    """The share of `whole` that falls on `part`, of whose working days `on_duty` were worked."""
    return share(part=_sum(weights, part), whole=_sum(weights, whole), on_duty=on_duty)


def _sum(weights: DayWeights, days: Period) -> Fraction:
    return sum((weights[day] for day in days.days()), Fraction(0))


def ramp_share(
    ramp: tuple[tuple[int, Fraction], ...], joined: date, segment: Period, calendar: WorkCalendar
) -> Fraction:
    """A newcomer's share of the target; over several months, weighted by their working days.

    Months count from the calendar month of joining, which is the first.
    """
    steps = dict(ramp)
    days = [day for day in segment.days() if calendar.is_working(day)] or list(segment.days())
    shares = [steps.get(_month(day) - _month(joined) + 1, Fraction(1)) for day in days]
    return sum(shares, Fraction(0)) / len(shares)


def _month(day: date) -> int:
    return day.year * 12 + day.month
