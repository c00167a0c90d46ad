"""A target while its period runs: the projected end with its interval, and what each day left must bring."""

from dataclasses import dataclass
from fractions import Fraction

from merit.catalogue.kpi import Direction
from merit.forecast.kpi_forecast import KpiForecast

LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True, slots=True)
class RunningTarget:
    """`low` to `high` holds the end in four cases of five. Shares of days follow the forecast's own weekdays, festivals
    and holidays. `needed_per_day` is by day left, adding up to what is missing; empty once reached and for a ratio."""

    already: Fraction
    low: float
    middle: float
    high: float
    chance: int
    """Tenths of a per cent."""
    missing: Fraction
    days_left: int
    needed_per_day: tuple[float, ...]


def running_target(forecast: KpiForecast, target: Fraction, direction: Direction = Direction.UP) -> RunningTarget:
    """The standing of the target after the forecast's last known day."""
    days_left = min(max((forecast.period.last - forecast.today).days, 0), forecast.period.length)
    missing = max(target - forecast.already, Fraction(0))
    return RunningTarget(
        already=forecast.already,
        low=forecast.distribution.quantile(LOW),
        middle=forecast.distribution.quantile(0.5),
        high=forecast.distribution.quantile(HIGH),
        chance=forecast.probability(target, direction),
        missing=missing,
        days_left=days_left,
        needed_per_day=_shared(float(missing), forecast.daily) if missing else (),
    )


def _shared(missing: float, daily: tuple[float, ...]) -> tuple[float, ...]:
    """In proportion to what each day is expected to bring; evenly where nothing is."""
    whole = sum(daily)
    if whole <= 0:
        return tuple(missing / len(daily) for _ in daily)
    return tuple(missing * each / whole for each in daily)
