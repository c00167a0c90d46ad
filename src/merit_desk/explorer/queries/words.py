"""What periods are called: in full in a title and a row, short above a column and along an axis."""

from datetime import timedelta

from merit.kernel.period import Grain, Period
from merit_desk.shell import formats
from merit_desk.shell.language import current_language

_NEXT = timedelta(days=1)


def period_words(period: Period) -> str:
    """“2026 年 10 月”, “2026 年第 43 周”, “2026-10-08 至 2026-11-06”; a run of whole months by its months."""
    zh = current_language() == "zh"
    match period.grain:
        case Grain.WEEK:
            year, week, _ = period.start.isocalendar()
            return f"{year} 年第 {week} 周" if zh else f"week {week}, {year}"
        case Grain.DAY:
            return period.start.isoformat() if zh else f"{period.start.day} {period.start:%b %Y}"
        case Grain.SPAN:
            return _run_words(period, zh)
        case Grain.HALF:
            half = 1 if period.start.month == 1 else 2
            return f"{period.start.year} 年{'上下'[half - 1]}半年" if zh else f"H{half} {period.start.year}"
        case _:
            return formats.period_name(str(period))


def _run_words(period: Period, zh: bool) -> str:
    first, last = period.start, period.last
    if first.day == 1 and (last + _NEXT).day == 1:
        months = (Period.containing(day, Grain.MONTH) for day in (first, last))
        begin, end = (formats.period_name(str(month)) for month in months)
        return f"{begin}至 {end}" if zh else f"{begin} to {end}"
    if zh:
        return f"{first.isoformat()} 至 {last.isoformat() if first.year != last.year else f'{last:%m-%d}'}"
    return f"{first.day} {first:%b %Y} to {last.day} {last:%b %Y}"


def period_short(period: Period) -> str:
    """“2026-10”, “第 43 周”, “10-12”."""
    zh = current_language() == "zh"
    match period.grain:
        case Grain.DAY:
            return formats.day_name(period.start)
        case Grain.WEEK:
            week = period.start.isocalendar().week
            return f"第 {week} 周" if zh else f"week {week}"
        case Grain.MONTH:
            return f"{period.start:%Y-%m}" if zh else f"{period.start:%b %Y}"
        case Grain.QUARTER:
            return f"{period.start.year} Q{(period.start.month + 2) // 3}"
        case Grain.SPAN:
            return f"{formats.day_name(period.start)}–{formats.day_name(period.last)}"
        case _:
            return period_words(period)
