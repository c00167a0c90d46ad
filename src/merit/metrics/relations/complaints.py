"""Complaints with their order, and whether each was solved within a day, counted only once a day has passed."""

from typing import Any

import ibis

from merit.metrics.relations.tables import Tables, of_their_order, order_key, with_days, with_order

_DAY = 86_400_000_000
_OF_ORDER = ("region", "channel", *with_days("paid_at"))


def complaints(tables: Tables) -> Any:
    """`judged`: solved, or open for more than a day by the latest moment that complaints speak of.

    Open complaints count against the rate: leaving them out would flatter whoever never closes one.
    """
    rows = with_order(tables("complaints"), of_their_order(tables, _OF_ORDER))
    rows = rows.rename({name: f"order_{name}" for name in _OF_ORDER})
    everything = ibis.window(group_by=())
    latest = ibis.greatest(rows.opened_at.max().over(everything), rows.resolved_at.max().over(everything))
    rows = rows.mutate(latest=ibis.coalesce(latest, rows.opened_at))
    no = ibis.literal(False)
    solved_in = rows.resolved_at.delta(rows.opened_at, unit="microsecond")
    return rows.mutate(
        solved_in_24h=ibis.coalesce(solved_in <= _DAY, no),
        judged=rows.resolved_at.notnull() | (rows.latest.delta(rows.opened_at, unit="microsecond") >= _DAY),
        order_key=order_key(rows),
        credit_day=rows.opened_at_day,
    ).drop("latest")
