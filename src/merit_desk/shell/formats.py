"""Numbers, money and periods as readers write them; showing rounds, drawers and exports keep the exact value."""

from decimal import ROUND_HALF_UP, Decimal

from merit.catalogue.kpi import Unit
from merit.kernel.period import Grain, Period
from merit_desk.shell.language import current_language

MINUS = "\N{MINUS SIGN}"
NO_VALUE = "—"


def grouped(value: Decimal, places: int) -> str:
    """1,234.50 with a true minus sign."""
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{abs(rounded):,.{places}f}"
    return f"{MINUS}{text}" if rounded < 0 else text


def pay(value: Decimal) -> str:
    """Pay: always full, always two decimals."""
    return f"{grouped(value, 2)} 元" if current_language() == "zh" else f"CNY {grouped(value, 2)}"


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
            return f"{_short(value)} {_UNIT_WORDS[current_language()][unit]}"
        case _:
            return _short(value)


def business_money(value: Decimal) -> str:
    """268.43 万, 1.62 亿; 2.68 m in English; the exact figure stands in the drawer."""
    size = abs(value)
    steps = _ZH_STEPS if current_language() == "zh" else _EN_STEPS
    for least, word in steps:
        if size >= least:
            return f"{grouped(value / least, 2)} {word}"
    return grouped(value, 2)


_ZH_STEPS = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))
_EN_STEPS = ((Decimal(10**9), "bn"), (Decimal(10**6), "m"))
_UNIT_WORDS = {
    "zh": {Unit.SECONDS: "秒", Unit.HOURS: "小时", Unit.DAYS: "天", Unit.MILLISECONDS: "毫秒"},
    "en": {Unit.SECONDS: "s", Unit.HOURS: "h", Unit.DAYS: "days", Unit.MILLISECONDS: "ms"},
}


def _short(value: Decimal) -> str:
    whole = value == value.to_integral_value()
    return grouped(value, 0 if whole else 2 if abs(value) < 1000 else 1)


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
        case _:
            return text
