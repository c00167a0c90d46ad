"""How moves of money and hours are written: tables for people, data for programs."""

from typing import Any

from merit.allocation.moves import Judged
from merit.allocation.response import Interval
from merit.allocation.shifts import HourNeed, ServiceGoal
from merit.allocation.told import clock, needed, one_place, percent, remarks_told, shift_told, standing_told, two_places
from merit.allocation.told import whole as in_whole
from merit.cli.show import word
from merit.engines.service_hours import StaffedTeam
from merit.wording.sentences import LANGUAGES, sentence

_MONEY = ("unit", "spend", "seen", "elasticity", "back", "interval", "tested", "standing")
_HOURS = ("hour", "asked", "interval", "present", "need", "in_time", "standing")

Table = tuple[list[str], list[list[str]]]


def money_rows(units: list[Judged]) -> Table:
    """One row each, as shown and as CSV."""
    return [word(f"allocation_{each}") for each in _MONEY], [_money_row(each) for each in units]


def _money_row(one: Judged) -> list[str]:
    response, back = one.response, one.back
    tested = "" if one.tested_back is None else two_places(one.tested_back)
    return [
        one.days.unit,
        in_whole(response.today) if response else "",
        f"{in_whole(response.lowest)}–{in_whole(response.highest)}" if response else "",
        two_places(response.elasticity) if response else "",
        two_places(back.middle) if back else "",
        f"{two_places(back.low)}–{two_places(back.high)}" if back else "",
        tested,
        word(f"allocation_{one.standing}"),
    ]


def unit_data(one: Judged) -> dict[str, Any]:
    """What --json says of a campaign, channel or shop; money of a day in the company's currency."""
    response = one.response
    said = [standing_told(one), *remarks_told(one)]
    return {
        "unit": one.days.unit,
        "shops": list(one.days.shops),
        "days": [str(one.days.first), str(one.days.last)],
        "standing": one.standing,
        "margin": float(one.days.margin) if one.days.margin is not None else None,
        "today": response.today if response else None,
        "seen": [response.lowest, response.highest] if response else None,
        "elasticity": interval_data(response.elasticity_interval()) if response else None,
        "sales_of_one_more": interval_data(response.marginal_interval(response.today)) if response else None,
        "back_from_one_more": interval_data(one.back) if one.back else None,
        "tested_back": one.tested_back,
        **{tongue: [sentence(*each, tongue) for each in said] for tongue in LANGUAGES},
    }


def interval_data(interval: Interval) -> dict[str, float]:
    """Ends and middle by name."""
    return {"low": interval.low, "middle": interval.middle, "high": interval.high}


def hour_rows(teams: list[StaffedTeam], with_team: bool = False) -> Table:
    """One row an hour."""
    heading = [*([word("team")] if with_team else []), *(word(f"allocation_{each}") for each in _HOURS)]
    rows = [[*([each.team] if with_team else []), *_hour_row(need)] for each in teams for need in each.needs]
    return heading, rows


def _hour_row(need: HourNeed) -> list[str]:
    return [
        clock(need.hour),
        one_place(need.rate.middle),
        f"{one_place(need.rate.low)}–{one_place(need.rate.high)}",
        one_place(need.present),
        needed(need),
        "" if need.in_time is None else percent(need.in_time),
        word(f"allocation_{need.standing}"),
    ]


def people_data(one: StaffedTeam, goal: ServiceGoal) -> dict[str, Any]:
    """What --json says of a team."""
    return {
        "team": one.team,
        "within_seconds": goal.within,
        "share": goal.share,
        "hours": [hour_data(each) for each in one.needs],
        "moves": [
            {
                "from": each.source.hour,
                "to": each.to.hour,
                "person_hours_a_day": each.people,
                "in_time_before": interval_data(each.before),
                "in_time_after": interval_data(each.after),
                **{tongue: sentence(*shift_told(each, goal), tongue) for tongue in LANGUAGES},
            }
            for each in one.moves
        ],
    }


def hour_data(need: HourNeed) -> dict[str, Any]:
    """People and enquiries of one hour of the day, each a mean of the days."""
    low, middle, high = need.need
    return {
        "hour": need.hour,
        "enquiries_a_day": interval_data(need.rate),
        "present": need.present,
        "needed": {"low": low, "middle": middle, "high": high},
        "in_time": need.in_time,
        "work_seconds": need.work_seconds,
        "standing": need.standing,
    }
