"""Which intervals are closed: all of their days have passed and their data have arrived."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from statistics import median

from merit.kernel.period import Grain, Period

STRAY_DAYS = 7
"""So many days at the end may hold nothing but stray rows."""
USUAL_DAYS = 28
REPLAYED = {Grain.DAY: 21, Grain.WEEK: 8, Grain.MONTH: 6, Grain.QUARTER: 4}
"""How many closed intervals are judged anew each time, so that late data count."""


def closed_until(rows: Iterable[Mapping[date, int]], today: date) -> date | None:
    """The last closed day, at most `today`: one on which at least one source brought a tenth of its usual rows.

    `rows`: of each source, rows by day. Sources that lack on such a day are missing; None: no source has anything.
    """
    found = [day for counts in rows if (day := _complete(counts, today)) is not None]
    return max(found, default=None)


def closed_intervals(grain: Grain, last: date, first: date) -> list[Period]:
    """The latest closed intervals, oldest first, none that begins before the data do."""
    found: list[Period] = []
    interval = Period.containing(last + timedelta(days=1), grain).previous()
    while len(found) < REPLAYED.get(grain, 4) and interval.start >= first:
        found.append(interval)
        interval = interval.previous()
    return found[::-1]


def _complete(counts: Mapping[date, int], today: date) -> date | None:
    known = [day for day, count in counts.items() if count and day <= today]
    if not known:
        return None
    last = max(known)
    usual = median(counts.get(last - timedelta(days=back), 0) for back in range(USUAL_DAYS))
    tried = (last - timedelta(days=back) for back in range(STRAY_DAYS))
    return next((day for day in tried if counts.get(day, 0) * 10 >= usual), last)
