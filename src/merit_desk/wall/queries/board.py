"""Everything on the wall: the day, the month against its pace, each shop, and what keeps the promise to customers.

No pay, no person, no ranking. Figures are of the company and its shops only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from merit.catalogue.kpi import Unit
from merit.company import Company
from merit.insight.pace import Goal, pace
from merit.kernel.node import COMPANY, COMPANY_ID
from merit.kernel.period import Grain, Period
from merit_desk.results.queries.names import kpi_direction, kpi_title, kpi_unit
from merit_desk.results.queries.now import SALES, Asked, Standing, at_present, present_day, standings
from merit_desk.results.queries.open_company import declared_company, state_of
from merit_desk.shell import formats
from merit_desk.shell.formats import Change
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say
from merit_desk.wall.queries.hours import sold_by_hour

PROMISES = (
    *("orders_paid", "frt_p50", "ship_on_time", "refund_rate_amt_event", "roas", "csat"),
    *("reply_3min", "stockout_rate", "gross_margin", "aov"),
)
"""The cards below, the first five that have a value."""
CARDS = 5
_MILLION = 1_000_000
SHOPS = 6


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure split into its digits and its unit, which are set in different sizes."""

    digits: str
    unit: str
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gauge:
    """A shop or a card: the value, what it is held against, and whether that is favourable."""

    title: str
    value: Amount
    against: str
    moved: Change | None
    tone: str
    now: float = 0
    due: float = 0


@dataclass(frozen=True, slots=True)
class Board:
    """The whole wall. `hours` and `days` are drawn; `days` are (day, actual, due, expected)."""

    day: date
    period: str
    today: Amount | None
    last_week: Change | None
    hours: tuple[float, ...]
    usual_hours: tuple[float, ...]
    month: Gauge | None
    projected: str
    days: tuple[tuple[int, float | None, float | None, float | None], ...]
    shops: tuple[Gauge, ...]
    cards: tuple[Gauge, ...]


def board() -> Board | None:
    """None before the first load."""
    day = present_day()
    if day is None:
        return None
    company = declared_company()
    period = Period.containing(day, Grain.MONTH)
    asked = (Asked(SALES, "company", COMPANY_ID),) if SALES in company.catalogue else ()
    month = next(iter(standings(asked)), None)
    shops = standings(tuple(Asked(SALES, "shop", shop.shop) for shop in company.shops) if asked else ())
    names = {shop.shop: shop.name for shop in company.shops}
    largest = sorted(shops, key=lambda each: -(each.target or each.value.value or 0))[:SHOPS]
    shown = [each for each in shops if each in largest]
    return Board(
        day=day,
        period=str(period),
        today=_today(month, day),
        last_week=_last_week(day) if month else None,
        hours=sold_by_hour(day) if month else (),
        usual_hours=sold_by_hour(day - timedelta(days=7)) if month else (),
        month=_gauge(company, month, kpi_title(company, SALES)) if month else None,
        projected=_projected(month),
        days=_days(month) if month else (),
        shops=tuple(_gauge(company, each, names[each.asked.node]) for each in shown),
        cards=tuple(_cards(company, period)),
    )


def amount(value: Fraction | None, unit: Unit, places: int = 1) -> Amount:
    """One decimal on the wall, the unit apart."""
    if value is None:
        return Amount(formats.NO_VALUE, "")
    if unit is Unit.MONEY:
        return _money(value, places)
    if unit is Unit.RATE:
        return Amount(formats.grouped(formats.to_decimal(value * 100), 1), "%")
    if unit is Unit.COUNT:
        return Amount(formats.grouped(formats.to_decimal(value), 0), "")
    digits, _, word = formats.figure(formats.to_decimal(value), unit).partition(" ")
    return Amount(digits, word)


def _money(value: Fraction, places: int) -> Amount:
    """万元 and 亿元; m and k in English, where a million needs two decimals to say as much."""
    if current_language() == "zh":
        digits, _, word = formats.business_money(formats.to_decimal(value), places).partition(" ")
        return Amount(digits, f"{word}{say('wall.money')}")
    if abs(value) >= _MILLION:
        digits, _, word = formats.business_money(formats.to_decimal(value), 2).partition(" ")
        return Amount(digits, word)
    return Amount(formats.grouped(formats.to_decimal(value / 1000), 1), "k")


def _today(month: Standing | None, day: date) -> Amount | None:
    value = dict(month.days).get(day) if month else None
    if value is None:
        return None
    shown = amount(value, Unit.MONEY, 2)
    return Amount(shown.digits, shown.unit, (str(Period.containing(day, Grain.DAY)), SALES, "company", COMPANY_ID))


def _last_week(day: date) -> Change | None:
    now, before = (_sold_on(each) for each in (day, day - timedelta(days=7)))
    if now is None or before is None:
        return None
    direction = kpi_direction(declared_company(), SALES)
    return formats.change(formats.to_decimal(now), formats.to_decimal(before), Unit.MONEY, direction)


def _sold_on(day: date) -> Fraction | None:
    with at_present() as workspace:
        return workspace.figures.value(SALES, COMPANY, Period.containing(day, Grain.DAY)).value


def _projected(month: Standing | None) -> str:
    if month is None or month.pace is None or month.pace.projected is None or not month.pace.days_left:
        return ""
    shown = amount(month.pace.projected, Unit.MONEY)
    return f"{shown.digits} {shown.unit}".strip()


def _gauge(company: Company, each: Standing, title: str) -> Gauge:
    unit, value = kpi_unit(company, each.asked.kpi), each.value.value
    shown = amount(value, unit)
    where = (str(each.period), each.asked.kpi, each.asked.kind, each.asked.node)
    target = amount(each.target, unit) if each.target is not None else None
    against = f"{target.digits} {target.unit}".strip() if target else ""
    if each.pace is None or value is None or not each.target:
        return Gauge(title, Amount(shown.digits, shown.unit, where), against, None, "")
    now, due = each.pace.actual / each.target * 100, each.pace.due / each.target * 100
    moved = _points(now - due)
    tone = moved.tone if moved.tone in ("bad", "watch") else ""
    return Gauge(title, Amount(shown.digits, shown.unit, where), against, moved, tone, float(now), float(due))


def _points(ahead: Fraction) -> Change:
    """How far ahead of what is due by now, in points of the target; up to two points behind is to be watched."""
    text = f"{formats.grouped(formats.to_decimal(abs(ahead)), 1)} pp"
    if not any(digit in text for digit in "123456789"):
        return Change(text, "", "flat")
    return Change(text, "up" if ahead > 0 else "down", "good" if ahead > 0 else "watch" if ahead >= -2 else "bad")


def _days(month: Standing) -> tuple[tuple[int, float | None, float | None, float | None], ...]:
    actual = dict(month.days)
    due = _due_by_day(settings.MERIT_COMPANY, state_of(settings.MERIT_COMPANY), month)
    target, paced = month.target, month.pace
    rate = paced.projected / target if paced and paced.projected is not None and target else None
    found = []
    for day in month.period.days():
        share = due.get(day)
        coming = share * rate if share is not None and rate is not None and day > month.day else None
        done = actual.get(day)
        found.append((day.day, _drawn(done), _drawn(share), _drawn(coming)))
    return tuple(found)


def _drawn(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


@lru_cache(maxsize=4)
def _due_by_day(folder: Path, _state: int, month: Standing) -> dict[date, Fraction]:
    """What the profile puts on each day of the period; empty without a target."""
    del folder
    if month.target is None or month.pace is None:
        return {}
    goal = Goal(month.asked.kpi, COMPANY, month.period, month.target)
    with at_present() as workspace:
        days = list(month.period.days())
        sums = [pace(workspace.company.catalogue, workspace.figures, goal, day).due for day in days]
    return {day: now - before for day, now, before in zip(days, sums, [Fraction(0), *sums], strict=False)}


def _cards(company: Company, period: Period) -> Iterable[Gauge]:
    asked = tuple(Asked(kpi, "company", COMPANY_ID) for kpi in PROMISES if kpi in company.catalogue)
    known = [each for each in standings(asked) if each.value.value is not None][:CARDS]
    return [_card(company, each, period) for each in known]


def _card(company: Company, each: Standing, period: Period) -> Gauge:
    """Against the target, else against the same days of the month before."""
    unit, direction = kpi_unit(company, each.asked.kpi), kpi_direction(company, each.asked.kpi)
    shown, value = amount(each.value.value, unit), each.value.value
    before = each.target
    if before is None:
        with at_present() as workspace:
            before = workspace.figures.value(each.asked.kpi, COMPANY, period.previous()).value
    counts = unit in (Unit.COUNT, Unit.MONEY) and each.day < period.last
    moved = None
    if value is not None and before is not None and not counts:
        moved = formats.change(formats.to_decimal(value), formats.to_decimal(before), unit, direction)
    against = amount(before, unit)
    where = (str(each.period), each.asked.kpi, "company", COMPANY_ID)
    return Gauge(
        kpi_title(company, each.asked.kpi),
        Amount(shown.digits, shown.unit, where),
        "" if counts else f"{against.digits} {against.unit}".strip(),
        moved,
        "target" if each.target is not None else "before",
    )
