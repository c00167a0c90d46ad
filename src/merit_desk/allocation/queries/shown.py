"""Advice in words and numbers for drawing, as the pages show it."""

from dataclasses import dataclass, field
from typing import Any

from merit.allocation.moves import Judged, Standing
from merit.allocation.response import Response, thinned
from merit.allocation.shifts import HourNeed, HourStanding, ServiceGoal
from merit.allocation.spending import Cut
from merit.allocation.told import (
    Told,
    clock,
    hour_told,
    move_told,
    needed,
    one_place,
    percent,
    remarks_told,
    shift_told,
    standing_told,
    two_places,
    whole,
)
from merit.allocation.workload import HOURS, Load
from merit.company import Company
from merit.engines.service_hours import StaffedTeam
from merit.wording.sentences import sentence
from merit_desk.allocation.queries.read import Hours, Money
from merit_desk.allocation.queries.sight import credited
from merit_desk.results.queries.names import node_name
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say

TONES = {
    Standing.TAKE: "bad",
    Standing.GIVE: "good",
    Standing.UNSURE: "watch",
    Standing.CONTRADICTED: "watch",
    Standing.NO_MARGIN: "line",
    Standing.UNREADABLE: "line",
}
HOUR_TONES = {
    HourStanding.SHORT: "bad",
    HourStanding.IDLE: "whatif",
    HourStanding.SLOW: "watch",
    HourStanding.FITS: "good",
    HourStanding.EMPTY: "line",
}
SHOWN_OF = ("talks", "in_time", "waited", "at_once", "orders")
"""What the map of accounts and hours may show."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A campaign, channel or shop; `chart` is the key of its curve, empty where there is none."""

    name: str
    today: str
    seen: str
    back: str
    interval: str
    tested: str
    standing: str
    tone: str
    said: list[str]
    chart: str


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of a team."""

    clock: str
    asked: str
    interval: str
    present: str
    need: str
    in_time: str
    standing: str
    tone: str
    why: str


@dataclass(frozen=True, slots=True)
class Team:
    """A team with its hours, what to move, and the key of its drawing."""

    name: str
    hours: list[Hour]
    moves: list[str]
    counts: list[tuple[str, str, int]] = field(default_factory=list)
    """Word, tone and number of the hours that are not as they should be."""
    chart: str = ""


def shown_money(company: Company, money: Money, cut: Cut) -> dict[str, Any]:
    """Units, moves in words, curves."""
    names = {each.days.unit: _unit_name(company, each.days.unit, cut) for each in money.units}
    units = [_unit(each, names[each.days.unit], f"u{at}") for at, each in enumerate(money.units)]
    return {
        "units": units,
        "moves": [(_said(move_told(each, names)), each.to is not None) for each in money.moves],
        "curves": {f"u{at}": _curve(each) for at, each in enumerate(money.units) if units[at].chart},
    }


def shown_hours(company: Company, hours: Hours, goal: ServiceGoal, show: str) -> dict[str, Any]:
    """The map of accounts and hours, and the teams."""
    labels = [_agent_name(company, hours, each) for each in hours.agents]
    teams = [_team(company, each, goal, f"t{at}") for at, each in enumerate(hours.teams)]
    drawn = {f"t{at}": _bars(each) for at, each in enumerate(hours.teams)}
    return {"teams": teams, "drawn": {"map": _heat(hours, labels, show), **drawn}, "agents": len(labels)}


def _unit_name(company: Company, unit: str, cut: Cut) -> str:
    if cut is Cut.SHOP:
        return node_name(company, "shop", unit)
    return unit or say("allocate.unnamed")


def _unit(one: Judged, name: str, key: str) -> Unit:
    response, back = one.response, one.back
    return Unit(
        name=name,
        today=whole(response.today) if response else "—",
        seen=f"{whole(response.lowest)}–{whole(response.highest)}" if response else "—",
        back=two_places(back.middle) if back else "—",
        interval=f"{two_places(back.low)}–{two_places(back.high)}" if back else "—",
        tested="—" if one.tested_back is None else two_places(one.tested_back),
        standing=_word(f"allocation_{one.standing}"),
        tone=TONES[one.standing],
        said=[_said(each) for each in (standing_told(one), *remarks_told(one))],
        chart=key if response and back else "",
    )


def _curve(one: Judged) -> dict[str, Any]:
    """Contribution a day by spend a day; `even` is the slope at which one more brings one."""
    response, margin = one.response, float(one.days.margin or 0)
    if response is None:
        return {}
    spends = thinned(response)
    bands = [response.sales_interval(each) for each in spends]
    at = margin * response.sales(response.today)
    return {
        "points": [[round(x, 2), round(margin * band.middle, 2)] for x, band in zip(spends, bands, strict=True)],
        "low": [[round(x, 2), round(margin * band.low, 2)] for x, band in zip(spends, bands, strict=True)],
        "high": [[round(x, 2), round(margin * band.high, 2)] for x, band in zip(spends, bands, strict=True)],
        "now": [round(response.today, 2), round(at, 2)],
        "even": _even(response, at),
        "words": {
            name: say(f"allocate.{name}") for name in ("curve_x", "curve_y", "curve_now", "curve_even", "curve_band")
        },
    }


def _even(response: Response, at: float) -> list[list[float]]:
    """From the left edge to the right one, through today."""
    return [[x, round(at + x - response.today, 2)] for x in (round(response.lowest, 2), round(response.highest, 2))]


def _agent_name(company: Company, hours: Hours, agent: str) -> str:
    people = credited(company, "agent", agent, hours.span)
    return node_name(company, "person", min(people)) if len(people) == 1 else agent


def _heat(hours: Hours, labels: list[str], show: str) -> dict[str, Any]:
    cells = []
    for row, agent in enumerate(hours.agents):
        for hour in HOURS:
            load = hours.workload.loads.get((agent, hour))
            if load is not None and load.talks:
                cells.append([hour, row, _value(load, show, hours.workload.days), _cell(load, hours.workload.days)])
    return {
        "agents": labels,
        "hours": [clock(hour) for hour in HOURS],
        "cells": cells,
        "percent": show == "in_time",
        "name": say(f"allocate.show_{show}"),
    }


def _value(load: Load, show: str, days: int) -> float:
    match show:
        case "in_time":
            return round(100 * load.in_time / load.talks, 1)
        case "waited":
            return round(load.waited / max(load.answered, 1), 1)
        case "at_once":
            return round(load.at_once / load.talks, 2)
        case "orders":
            return round(load.orders / days, 2)
        case _:
            return round(load.talks / days, 2)


def _cell(load: Load, days: int) -> str:
    gaps = {
        "talks": two_places(load.talks / days),
        "in_time": percent(load.in_time / load.talks),
        "waited": one_place(load.waited / max(load.answered, 1)),
        "at_once": one_place(load.at_once / load.talks),
        "orders": two_places(load.orders / days),
    }
    return say("allocate.cell", **gaps)


def _team(company: Company, one: StaffedTeam, goal: ServiceGoal, key: str) -> Team:
    found = [each.standing for each in one.needs]
    marked = [each for each in (HourStanding.SHORT, HourStanding.SLOW, HourStanding.IDLE) if each in found]
    return Team(
        name=node_name(company, "team", one.team),
        hours=[_hour(each, goal) for each in one.needs if each.load.talks or each.present],
        moves=[_said(shift_told(each, goal)) for each in one.moves],
        counts=[(_word(f"allocation_{each}"), HOUR_TONES[each], found.count(each)) for each in marked],
        chart=key,
    )


def _hour(need: HourNeed, goal: ServiceGoal) -> Hour:
    why = hour_told(need, goal)
    return Hour(
        clock=clock(need.hour),
        asked=one_place(need.rate.middle),
        interval=f"{one_place(need.rate.low)}–{one_place(need.rate.high)}",
        present=one_place(need.present),
        need=needed(need),
        in_time="—" if need.in_time is None else percent(need.in_time),
        standing=_word(f"allocation_{need.standing}"),
        tone=HOUR_TONES[need.standing],
        why=_said(why) if why else "",
    )


def _bars(one: StaffedTeam) -> dict[str, Any]:
    words = {name: say(f"allocate.{name}") for name in ("bar_present", "bar_need", "bar_range")}
    return {
        "hours": [clock(each.hour) for each in one.needs],
        "present": [round(each.present, 2) for each in one.needs],
        "need": [each.need[1] for each in one.needs],
        "low": [each.need[0] for each in one.needs],
        "high": [each.need[2] for each in one.needs],
        "words": words,
    }


def _said(told: Told) -> str:
    return sentence(*told, current_language())


def _word(name: str) -> str:
    return sentence(f"words.{name}", {}, current_language())
