"""A target while its period runs: the projected end with its interval, the chance now, and what each day must bring."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse

from merit.company import Company
from merit.forecast.running import RunningTarget, running_target
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.forecasts.queries.outlook import Wanted, outlook_of
from merit_desk.forecasts.queries.panel import chance_words, figure_words
from merit_desk.results.queries.names import kpi_direction, kpi_title, kpi_unit, node_name
from merit_desk.results.queries.now import present_day
from merit_desk.shell import formats
from merit_desk.shell.sentences import say

Shown = Callable[[float | Fraction], str]
LIVE = "live"
LIKELY, DOUBTFUL = 450, 150
"""Tenths of a per cent: from LIKELY on all is well, below DOUBTFUL it is hardly reached."""


@dataclass(frozen=True, slots=True)
class Running:
    """A target that is not over, as a value of its KPI. `difficulty` as it was when it was set, None: not told."""

    wanted: Wanted
    target: Fraction
    difficulty: Fraction | None = None


@dataclass(frozen=True, slots=True)
class PaceLine:
    """One target in words; `tenths` of a per cent is its chance now."""

    title: str
    whose: str
    period: str
    target: str
    already: str
    address: str
    expected: str
    interval: str
    chance: str
    tone: str
    tenths: int
    at_setting: str
    needed: str


def pace_line(company: Company, running: Running) -> PaceLine | None:
    """None for a period that is over, and where nothing can be forecast. The caller has settled who may see it."""
    wanted, day = running.wanted, present_day()
    if day is None or wanted.period.last <= day or wanted.kpi not in company.catalogue:
        return None
    try:
        forecast = outlook_of(wanted)
    except (ConflictRefusal, NotFoundRefusal):
        return None
    unit, direction = kpi_unit(company, wanted.kpi), kpi_direction(company, wanted.kpi)
    found = running_target(forecast, running.target, direction)

    def shown(value: float | Fraction) -> str:
        return figure_words(float(value), unit)

    return PaceLine(
        title=kpi_title(company, wanted.kpi),
        whose=node_name(company, wanted.kind, wanted.node),
        period=formats.period_name(str(wanted.period)),
        target=shown(running.target),
        already=shown(found.already),
        address=reverse("explain:kpi", args=(LIVE, str(wanted.period), wanted.kpi, wanted.kind, wanted.node)),
        expected=shown(found.middle),
        interval=say("forecasts.interval", low=shown(found.low), high=shown(found.high)),
        chance=chance_words(found.chance),
        tone="good" if found.chance >= LIKELY else "watch" if found.chance >= DOUBTFUL else "bad",
        tenths=found.chance,
        at_setting=_at_setting(running.difficulty),
        needed=_needed(found, shown) if str(direction) != "down" else "",
    )


def _at_setting(difficulty: Fraction | None) -> str:
    if difficulty is None:
        return ""
    return say("forecasts.at_setting", chance=chance_words(round((1 - difficulty) * 1000)))


def _needed(found: RunningTarget, shown: Shown) -> str:
    """What is missing, over the days left as they usually sell."""
    if not found.missing:
        return say("forecasts.reached")
    if not found.needed_per_day:
        return ""
    each = sum(found.needed_per_day) / len(found.needed_per_day)
    gaps = {"missing": shown(found.missing), "count": found.days_left, "each": shown(each)}
    return say("forecasts.needed", **gaps, first=shown(found.needed_per_day[0]))
