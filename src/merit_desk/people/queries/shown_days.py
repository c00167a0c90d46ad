"""Days as the pages of the organisation write them: a span with its last day, open ends in words."""

from datetime import date, timedelta

from merit_desk.shell.sentences import say


def day_range(start: date | None, end: date | None) -> str:
    """From the first to the last day; `end` is the day after the last, as spells keep it."""
    last = end - timedelta(days=1) if end is not None else None
    if start is None and last is None:
        return say("people.days.always")
    if last is None:
        return say("people.days.from", day=str(start))
    if start is None:
        return say("people.days.until", day=str(last))
    return say("people.days.between", first=str(start), last=str(last))


def day_asked(text: str, today: date) -> date:
    """The day of `?day=`; today when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today
