"""Beside a target that is being set: what is suggested and why, the history with its fan, the chance of any number."""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from merit.catalogue.kpi import Direction, Unit
from merit.company import Company
from merit.forecast.kpi_forecast import KpiForecast
from merit.forecast.suggestion import Suggestion, suggestions
from merit.kernel.exact import plain
from merit.kernel.period import Period
from merit.targets.basis import benchmark_for
from merit.targets.target import TargetBasis
from merit_desk.forecasts.forms.asked import Asked
from merit_desk.forecasts.queries.outlook import Wanted, outlook_of
from merit_desk.forecasts.queries.planners import MarketGrowth, market_growth, outlook_with
from merit_desk.results.queries.names import kpi_direction, kpi_title, kpi_unit, node_name
from merit_desk.results.queries.now import at_present, present_day
from merit_desk.shell import formats
from merit_desk.shell.sentences import say

HISTORY = 13
"""Periods looked back on: with a year of months, the same one a year ago is among them."""
FAN = (0.1, 0.25, 0.5, 0.75, 0.9)
_OUTER = (0.005, 0.995)
_STEPS = 200


@dataclass(frozen=True, slots=True)
class Suggested:
    """`typed` is what goes into the box, `chance` in percent."""

    name: str
    shown: str
    typed: str
    chance: str
    why: str


@dataclass(frozen=True, slots=True)
class TargetPanel:
    """`data` is for the script: the forecast's quantiles, from which it reads the chance of any number."""

    about: str
    until: str
    expected: str
    interval: str
    suggested: tuple[Suggested, ...]
    market: MarketGrowth | None
    growth: str
    capacity: str
    planned: bool
    """Whether planners typed anything of their own."""
    notes: tuple[str, ...]
    history: tuple[tuple[str, str], ...]
    chance: str
    """Of the target typed so far; empty without one."""
    data: dict[str, Any]


def target_panel(company: Company, wanted: Wanted, asked: Asked) -> TargetPanel:
    """The caller has settled who may see it. Raises as `outlook_of` does."""
    forecast = outlook_of(wanted)
    market = market_growth(company, wanted)
    growth = asked.growth if asked.growth_told else (market.growth if market else None)
    direction, unit = kpi_direction(company, wanted.kpi), kpi_unit(company, wanted.kpi)
    found = suggestions(forecast.distribution, direction, outlook_with(wanted, growth, asked.capacity))
    past, worth = history_of(wanted), bases_of(company, wanted)
    target = worth_of(asked.target, asked.basis, worth)
    return TargetPanel(
        about=say(
            "forecasts.about",
            kpi=kpi_title(company, wanted.kpi),
            whose=node_name(company, wanted.kind, wanted.node),
            period=formats.period_name(str(wanted.period)),
        ),
        until=formats.day_name(forecast.today),
        expected=_quantile(forecast, 0.5, unit),
        interval=say("forecasts.interval", low=_quantile(forecast, 0.1, unit), high=_quantile(forecast, 0.9, unit)),
        suggested=tuple(_suggested(each, unit, growth) for each in found),
        market=market,
        growth="" if growth is None else plain(growth * 100, 2),
        capacity="" if asked.capacity is None else plain(asked.capacity),
        planned=growth != (market.growth if market else None) or asked.capacity is not None,
        notes=_notes(company, forecast),
        history=tuple((formats.period_name(str(each)), _figure(value, unit)) for each, value in past),
        chance="" if target is None else chance_words(forecast.probability(target, direction)),
        data=_data(forecast, past, found, worth) | _words(unit, direction, wanted.period),
    )


def history_of(wanted: Wanted) -> list[tuple[Period, Fraction]]:
    """Values of the periods before that are over, the oldest first; those without any are left out."""
    day = present_day()
    found: list[tuple[Period, Fraction]] = []
    period = wanted.period
    with at_present() as workspace:
        for _ in range(HISTORY):
            period = period.previous()
            value = workspace.figures.value(wanted.kpi, wanted.whose, period)
            if value.n and value.value is not None and day is not None and period.last <= day:
                found.append((period, value.value))
    return found[::-1]


def worth_of(target: Fraction | None, basis: TargetBasis, bases: dict[str, Fraction]) -> Fraction | None:
    """The number that is to be reached; None without one, or without what it builds on."""
    if target is None or basis is TargetBasis.ABSOLUTE:
        return target
    base = bases.get(str(basis))
    if base is None:
        return None
    return base * target if basis is TargetBasis.BENCHMARK else base * (1 + target)


def bases_of(company: Company, wanted: Wanted) -> dict[str, Fraction]:
    """What growth and benchmarks build on, by basis; those without a value are left out."""
    before = {
        TargetBasis.GROWTH_PREV: wanted.period.previous(),
        TargetBasis.GROWTH_YOY: wanted.period.a_year_earlier(),
    }
    with at_present() as workspace:
        values = {str(name): workspace.figures.value(wanted.kpi, wanted.whose, each) for name, each in before.items()}
    found = {name: each.value for name, each in values.items() if each.value is not None}
    benchmark = benchmark_for(company.benchmarks, wanted.kpi, wanted.node, wanted.period)
    return found | ({str(TargetBasis.BENCHMARK): benchmark.value} if benchmark else {})


def _suggested(each: Suggestion, unit: Unit, growth: Fraction | None) -> Suggested:
    return Suggested(
        name=say(f"words.forecast_ambition_{each.ambition}"),
        shown=_figure(each.target.value, unit),
        typed=plain(each.target.value),
        chance=formats.fixed_places(Fraction(each.chance, 10), 0),
        why=say(f"forecasts.why_{each.ambition}{'_market' if growth is not None else ''}"),
    )


def _notes(company: Company, forecast: KpiForecast) -> tuple[str, ...]:
    notes = []
    if forecast.borrowed_from:
        named = [node_name(company, str(each.kind), each.id) for each in forecast.borrowed_from[:5]]
        names = say("list.comma").join(named)
        notes.append(say("forecasts.borrowed", days=forecast.days_of_history, names=names))
    if forecast.unseen:
        notes.append(say("forecasts.unseen", count=len(forecast.unseen)))
    return tuple(notes)


def _data(
    forecast: KpiForecast,
    past: list[tuple[Period, Fraction]],
    found: tuple[Suggestion, ...],
    bases: dict[str, Fraction],
) -> dict[str, Any]:
    levels, values = forecast.distribution.levels, forecast.distribution.values
    ends = [forecast.distribution.quantile(each) for each in _OUTER] + [float(each.target.value) for each in found]
    low, high = min(ends), max(ends)
    apart = max(high - low, abs(high) * 0.05, 1e-6)
    step = 10.0 ** math.floor(math.log10(apart / _STEPS))
    floor = max(low - apart * 0.15, 0.0) if low >= 0 else low - apart * 0.15
    return {
        "levels": list(levels),
        "values": list(values),
        "least": math.floor(floor / step) * step,
        "most": math.ceil((high + apart * 0.15) / step) * step,
        "step": step,
        "places": max(-round(math.log10(step)), 0),
        "fan": [forecast.distribution.quantile(each) for each in FAN],
        "history": [[str(each), float(value)] for each, value in past],
        "bases": {name: float(value) for name, value in bases.items()},
    }


def _words(unit: Unit, direction: Direction, period: Period) -> dict[str, Any]:
    return {
        "down": direction is Direction.DOWN,
        "share": unit is Unit.RATE,
        "now": str(period),
        "target": say("forecasts.target"),
        "hard": say("forecasts.difficulty"),
    }


def _quantile(forecast: KpiForecast, level: float, unit: Unit) -> str:
    return figure_words(forecast.distribution.quantile(level), unit)


def figure_words(value: float, unit: Unit) -> str:
    """An estimate: no digits that it cannot bear."""
    places = 4 if unit is Unit.RATE else 0 if abs(value) >= 100 else 2
    return _figure(Fraction(round(value, places)).limit_denominator(10**places), unit)


def chance_words(tenths: int) -> str:
    """34%, and with a decimal where it is nearly certain or hopeless."""
    places = 1 if tenths < 100 or tenths > 900 else 0
    return f"{formats.fixed_places(Fraction(tenths, 10), places)}%"


def _figure(value: Fraction, unit: Unit) -> str:
    return formats.figure(formats.to_decimal(value), unit)
