"""Months as contracts count them: to the same day of a later month, or past its end where there is no such day."""

from datetime import date
from enum import StrEnum


class ContractKind(StrEnum):
    """How a labour contract ends."""

    FIXED = "fixed"
    OPEN_ENDED = "open_ended"
    TASK = "task"


def months_after(day: date, months: int) -> date:
    """The day so many months on; from the 31st to a month of 30 days it is the first of the next month."""
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return date(day.year + years, month + 1, day.day)
    except ValueError:
        years, month = divmod(day.month + months, 12)
        return date(day.year + years, month + 1, 1)


def whole_months(start: date, end: date) -> int:
    """How many whole months lie from `start` up to but not including `end`."""
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    while months > 0 and months_after(start, months) > end:
        months -= 1
    return months
