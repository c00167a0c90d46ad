"""What was found as codes with their gaps; the sentences stand in `merit/wording`."""

from collections.abc import Callable, Mapping

from merit.allocation.moves import Judged, Move, Standing
from merit.allocation.response import FEWEST_DAYS, Interval, Unreadable
from merit.allocation.shifts import HourNeed, HourStanding, ServiceGoal, ShiftMove

Told = tuple[str, dict[str, str | int]]
_OWN_IDS: Mapping[str, str] = {}

_STANDINGS = {
    Standing.TAKE: "allocation.take",
    Standing.GIVE: "allocation.give",
    Standing.UNSURE: "allocation.unsure",
    Standing.CONTRADICTED: "allocation.contradicted",
}
_UNREADABLE = {
    Unreadable.FEW_DAYS: "allocation.few_days",
    Unreadable.SAME_SPEND: "allocation.same_spend",
    Unreadable.NO_SALES: "allocation.no_sales",
    Unreadable.NOT_APART: "allocation.not_apart",
}
_HOURS = {
    HourStanding.SHORT: "allocation.hour_short",
    HourStanding.IDLE: "allocation.hour_idle",
    HourStanding.SLOW: "allocation.hour_slow",
}


def standing_told(one: Judged) -> Told:
    """What the days say about one campaign, channel or shop."""
    if one.unreadable is not None:
        return _UNREADABLE[one.unreadable], {"days": FEWEST_DAYS}
    if one.back is None:
        return "allocation.no_margin", {}
    tested = "" if one.tested_back is None else two_places(one.tested_back)
    return _STANDINGS[one.standing], {**_ends(one.back, two_places), "tested": tested}


def remarks_told(one: Judged) -> list[Told]:
    """What to know before believing it."""
    found: list[Told] = []
    if one.response is None or one.back is None:
        return found
    if one.response.follows_demand:
        found.append(("allocation.follows_demand", {}))
    if one.response.one_step:
        found.append(("allocation.one_step", {}))
    if one.days.test is not None:
        tested = two_places(one.tested_back or 0.0)
        found.append(("allocation.tested", {"test": one.days.test.test, "tested": tested}))
    elif one.standing in {Standing.UNSURE, Standing.GIVE}:
        found.append(("allocation.test_first", {}))
    return found


def move_told(move: Move, names: Mapping[str, str] = _OWN_IDS) -> Told:
    """So much a day from here to there; `names` are what units are called, by default their ids."""
    source = move.source.days.unit
    said = {"source": names.get(source, source), "amount": f"{move.a_day:,}"}
    ends = _ends(move.gain, whole)
    if move.to is None:
        return "allocation.keep", {**said, **ends}
    return "allocation.move", {**said, **ends, "to": names.get(move.to.days.unit, move.to.days.unit)}


def hour_told(need: HourNeed, goal: ServiceGoal) -> Told | None:
    """Why an hour is marked; None for one that fits."""
    if need.standing not in _HOURS:
        return None
    return _HOURS[need.standing], {
        "hour": clock(need.hour),
        "asked": one_place(need.rate.middle),
        "low": one_place(need.rate.low),
        "high": one_place(need.rate.high),
        "present": one_place(need.present),
        "need": needed(need),
        "in_time": percent(need.in_time or 0.0),
        "within": goal.within,
        "share": percent(goal.share),
    }


def shift_told(move: ShiftMove, goal: ServiceGoal) -> Told:
    """So many hours of work a day from one hour to another."""
    return "allocation.shift", {
        "people": one_place(move.people),
        "source": clock(move.source.hour),
        "to": clock(move.to.hour),
        "within": goal.within,
        "before": percent(move.before.middle),
        "after": percent(move.after.middle),
        "low": percent(move.after.low),
        "high": percent(move.after.high),
        "left": percent(move.source_after.low),
    }


def needed(need: HourNeed) -> str:
    """3, or 2–4 where the interval holds several."""
    low, _, high = need.need
    return str(low) if low == high else f"{low}–{high}"


def clock(hour: int) -> str:
    """The hour that begins then."""
    return f"{hour:02d}:00"


def percent(share: float) -> str:
    """Whole per cent; never told as certain where it is not."""
    if 0.995 < share < 1:
        return ">99%"
    return f"{share:.0%}"


def whole(value: float) -> str:
    """1,234; a minus as print sets it."""
    return f"{value:,.0f}".replace("-", "−")


def one_place(value: float) -> str:
    """1.2"""
    return f"{value:.1f}"


def two_places(value: float) -> str:
    """1.23; never a minus before nothing."""
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def _ends(interval: Interval, text: Callable[[float], str]) -> dict[str, str | int]:
    ends = {"low": interval.low, "middle": interval.middle, "high": interval.high}
    return {name: text(each) for name, each in ends.items()}
