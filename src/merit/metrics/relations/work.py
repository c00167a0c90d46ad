"""Visits, purchases, tasks, posts and standings: facts that need only their own columns."""

from typing import Any

import ibis

from merit.metrics.relations.tables import Tables, days_between

ENGAGED_SECONDS = 10 * 10_000
"""More than ten seconds, in ten-thousandths, makes a visit engaged, as do two pages or a purchase."""


def visits(tables: Tables) -> Any:
    """Flags that the source leaves empty count as no; `engaged` is worked out where the source does not say."""
    rows = tables("visits")
    no = ibis.literal(False)
    bought = ibis.coalesce(rows.purchased, no)
    lingered = ibis.coalesce(rows.seconds > ENGAGED_SECONDS, no) | ibis.coalesce(rows.pageviews >= 2, no)
    return rows.mutate(
        engaged=ibis.coalesce(rows.engaged, lingered | bought),
        added_to_cart=ibis.coalesce(rows.added_to_cart, no),
        began_checkout=ibis.coalesce(rows.began_checkout, no),
        purchased=bought,
        single_page=ibis.coalesce(rows.pageviews <= 1, no),
    )


def purchases(tables: Tables) -> Any:
    """A line is on time when all of it came by the promised day; no received quantity means all of it came."""
    rows = tables("purchases")
    no = ibis.literal(False)
    received = rows.received_at.notnull()
    in_full = received & ibis.coalesce(rows.received_quantity >= rows.ordered_quantity, ibis.literal(True))
    late = days_between(rows.promised_at_day, rows.received_at_day)
    return rows.mutate(
        in_full=in_full,
        on_time=in_full & ibis.coalesce(late <= 0, no),
        late_days=ibis.greatest(late, 0),
    )


def tasks(tables: Tables) -> Any:
    """A due time of midnight is a due day: the whole of it is in time."""
    rows = tables("tasks")
    no = ibis.literal(False)
    by_day = (rows.due_at_minute == 0) & (rows.done_at_day == rows.due_at_day)
    return rows.mutate(
        cancelled=rows.cancelled_at.notnull(),
        done=rows.done_at.notnull(),
        on_time=ibis.coalesce(rows.done_at <= rows.due_at, no) | ibis.coalesce(by_day, no),
        returned=ibis.coalesce(rows.returned, 0),
    )


def posts_daily(tables: Tables) -> Any:
    """`interactions`: likes, comments, shares and saves together."""
    rows = tables("posts_daily")
    counted = [ibis.coalesce(rows[name], 0) for name in ("likes", "comments", "shares", "saves")]
    return rows.mutate(interactions=counted[0] + counted[1] + counted[2] + counted[3])


def standings(tables: Tables) -> Any:
    """Entered values beside their targets; `reached` is missing without a target."""
    rows = tables("manual_values")
    return rows.mutate(reached=rows.value >= rows.target)
