"""What each hour of a day sold, on the company's own clock."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from merit_desk.results.queries.now import at_present
from merit_desk.results.queries.open_company import state_of

_PER_UNIT = 10_000
"""Amounts are stored in ten-thousandths."""


def sold_by_hour(day: date) -> tuple[float, ...]:
    """24 amounts for drawing, 0 for an hour without sales; empty where no order lines are kept."""
    return _sold(settings.MERIT_COMPANY, state_of(settings.MERIT_COMPANY), day)


@lru_cache(maxsize=8)
def _sold(folder: Path, _state: int, day: date) -> tuple[float, ...]:
    del folder
    with at_present() as workspace:
        if not workspace.engine.may_have_rows("order_lines"):
            return ()
        clock = ZoneInfo(workspace.company.profile.time_zone)
        lines = workspace.engine.relation("order_lines")
        near = [lines.paid_at_day >= day - timedelta(days=1), lines.paid_at_day <= day + timedelta(days=1)]
        hours = lines.filter(lines.valid, *near).mutate(hour=lines.paid_at.epoch_seconds() // 3600)
        rows = workspace.engine.run(hours.group_by("hour").aggregate(sold=hours.buyer_paid.sum())).to_pylist()
    found: Counter[int] = Counter()
    for row in rows:
        at = datetime.fromtimestamp(row["hour"] * 3600, UTC).astimezone(clock)
        if at.date() == day:
            found[at.hour] += row["sold"] or 0
    return tuple(found[hour] / _PER_UNIT for hour in range(24))
