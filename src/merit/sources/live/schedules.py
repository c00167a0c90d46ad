"""When a live source is fetched next: by its schedule, and later after failures."""

from datetime import datetime, timedelta, tzinfo

from merit.sources.live.source import LiveSource
from merit.sources.live.state import LiveState

FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=6)
BEFORE_ALL = datetime(2000, 1, 1)  # noqa: DTZ001 - gets the company's zone


def next_fetch(source: LiveSource, state: LiveState, zone: tzinfo) -> datetime | None:
    """The moment from which it is due; None without a schedule. Before the first fetch it is due at once.

    After a failure it is tried again after pauses that double up to six hours, whatever the schedule says.
    """
    schedule = source.schedule
    if schedule.every is None and not schedule.at:
        return None
    if state.tried_at is None:
        return BEFORE_ALL.replace(tzinfo=zone)
    if state.failure is not None:
        return state.tried_at + min(FIRST_PAUSE * (1 << min(state.failure.times - 1, 10)), LONGEST_PAUSE)
    return state.tried_at + schedule.every if schedule.every else _next_hour(source, state.tried_at.astimezone(zone))


def is_due(source: LiveSource, state: LiveState, now: datetime, zone: tzinfo) -> bool:
    """Whether the worker is to fetch it now."""
    due = next_fetch(source, state, zone)
    return due is not None and due <= now


def _next_hour(source: LiveSource, after: datetime) -> datetime:
    days = (after.date(), after.date() + timedelta(days=1))
    hours = (datetime.combine(day, hour, after.tzinfo) for day in days for hour in source.schedule.at)
    return next(each for each in hours if each > after)
