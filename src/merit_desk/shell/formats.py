"""Numbers, money and periods as readers write them; showing rounds, drawers and exports keep the exact value."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from merit.catalogue.kpi import Direction, Unit
from merit.kernel.exact import plain
from merit.kernel.period import Grain, Period
from merit_desk.shell.language import current_language

MINUS = "\N{MINUS SIGN}"
NO_VALUE = "—"
_TOLERANCE = Decimal("0.02")
"""An unfavourable change of at most this share of the value before is only to be watched."""
TIMES = (Unit.SECONDS, Unit.HOURS, Unit.DAYS, Unit.MILLISECONDS)


def grouped(value: Decimal, places: int) -> str:
    """1,234.50 with a true minus sign."""
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{abs(rounded):,.{places}f}"
    return f"{MINUS}{text}" if rounded < 0 else text


def pay(value: Decimal, currency: str = "CNY") -> str:
    """Pay: always full, always two decimals."""
    if current_language() == "zh" and currency == "CNY":
        return f"{grouped(value, 2)} 元"
    return f"{currency} {grouped(value, 2)}"


def figure(value: Decimal | None, unit: str) -> str:
    """A KPI's value in its unit, short enough for a table."""
    if value is None:
        return NO_VALUE
    match unit:
        case Unit.RATE:
            return f"{grouped(value * 100, 2)}%"
        case Unit.MONEY:
            return business_money(value)
        case Unit.COUNT:
            return grouped(value, 0 if value == value.to_integral_value() else 2)
        case Unit.SECONDS | Unit.HOURS | Unit.DAYS | Unit.MILLISECONDS:
            return f"{_short(value)} {_UNIT_WORDS[current_language()][Unit(unit)]}"
        case _:
            return _short(value)


def exact_figure(value: Fraction, unit: str) -> str:
    """The same with nothing shortened: money in full, rates with two decimals."""
    if unit == Unit.MONEY:
        return exact_number(value, 2)
    if unit == Unit.RATE:
        return percent(value)
    return figure(to_decimal(value), unit)


def exact_number(value: Fraction, least: int = 0) -> str:
    """Up to four decimals, at least `least`; a longer number ends in …"""
    places = max(least, len(plain(value, 4).partition(".")[2]))
    text = grouped(to_decimal(value), places)
    return text if (value * 10**4).denominator == 1 else f"{text}…"


def short_number(value: Fraction, places: int) -> str:
    """At most `places` decimals."""
    return grouped(to_decimal(value), len(plain(value, places).partition(".")[2]))


def fixed_places(value: Fraction, places: int) -> str:
    """Exactly so many decimals."""
    return grouped(to_decimal(value), places)


def percent(value: Fraction) -> str:
    """A share with two decimals, without any where it is whole."""
    hundred = value * 100
    return f"{grouped(to_decimal(hundred), 0 if hundred.denominator == 1 else 2)}%"


def to_decimal(value: Fraction) -> Decimal:
    """For showing only."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def business_money(value: Decimal, places: int = 2) -> str:
    """268.43 万, 1.62 亿; 2.68 m in English; the exact figure stands in the drawer. The wall shows one decimal."""
    size = abs(value)
    steps = _ZH_STEPS if current_language() == "zh" else _EN_STEPS
    for least, word in steps:
        if size >= least:
            return f"{grouped(value / least, places)} {word}"
    return grouped(value, places)


def short_amount(value: Decimal) -> str:
    """Of any kind: 488, 12.34, 2.66 万."""
    whole = value == value.to_integral_value()
    return grouped(value, 0) if whole and abs(value) < 10_000 else business_money(value)


_ZH_STEPS = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))
_EN_STEPS = ((Decimal(10**9), "bn"), (Decimal(10**6), "m"))
_UNIT_WORDS = {
    "zh": {Unit.SECONDS: "秒", Unit.HOURS: "小时", Unit.DAYS: "天", Unit.MILLISECONDS: "毫秒"},
    "en": {Unit.SECONDS: "s", Unit.HOURS: "h", Unit.DAYS: "days", Unit.MILLISECONDS: "ms"},
}


def _short(value: Decimal) -> str:
    whole = value == value.to_integral_value()
    return grouped(value, 0 if whole else 2 if abs(value) < 1000 else 1)


@dataclass(frozen=True, slots=True)
class Change:
    """How a value moved: by how much, which way, and whether that is favourable (good, watch, bad or flat)."""

    text: str
    way: str
    tone: str


def change(now: Decimal | None, before: Decimal | None, unit: Unit, direction: Direction) -> Change | None:
    """None where one of the two is missing or nothing can be said. Rates change by points, times by time."""
    if now is None or before is None or (unit not in (Unit.RATE, *TIMES) and before <= 0):
        return None
    moved = now - before
    if unit is Unit.RATE:
        text = f"{grouped(abs(moved) * 100, 2)} pp"
    elif unit in TIMES:
        text = figure(abs(moved), unit)
    else:
        text = f"{grouped(abs(moved) / before * 100, 1)}%"
    if not any(digit in text for digit in "123456789"):
        return Change(text, "", "flat")
    tone = _tone(moved, direction)
    within = tone == "bad" and abs(moved) <= abs(before) * _TOLERANCE
    return Change(text, "up" if moved > 0 else "down", "watch" if within else tone)


def _tone(moved: Decimal, direction: Direction) -> str:
    match direction:
        case Direction.UP:
            return "good" if moved > 0 else "bad"
        case Direction.DOWN:
            return "good" if moved < 0 else "bad"
        case _:
            return "flat"


def period_name(text: str) -> str:
    """2026 年 10 月 or October 2026."""
    period = Period.parse(text)
    zh = current_language() == "zh"
    match period.grain:
        case Grain.MONTH:
            return f"{period.start.year} 年 {period.start.month} 月" if zh else f"{period.start:%B %Y}"
        case Grain.QUARTER:
            quarter = (period.start.month + 2) // 3
            return f"{period.start.year} 年第{'一二三四'[quarter - 1]}季度" if zh else f"Q{quarter} {period.start.year}"
        case Grain.YEAR:
            return f"{period.start.year} 年" if zh else str(period.start.year)
        case Grain.SPAN:
            return f"{day_name(period.start)}–{day_name(period.last)}"
        case _:
            return text


def day_name(day: date) -> str:
    """10-12 in a table; 12 Oct in English."""
    return f"{day:%m-%d}" if current_language() == "zh" else f"{day.day} {day:%b}"


def moment_name(moment: datetime) -> str:
    """11-21 18:48; 21 Nov 18:48 in English."""
    return f"{day_name(moment)} {moment:%H:%M}"


def weekday_name(day: date) -> str:
    """2026 年 10 月 31 日 星期六; Saturday, 31 October 2026."""
    if current_language() == "zh":
        return f"{day.year} 年 {day.month} 月 {day.day} 日 星期{'一二三四五六日'[day.weekday()]}"
    return f"{day:%A}, {day.day} {day:%B %Y}"
