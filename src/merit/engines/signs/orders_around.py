"""Paid orders with what happened around them: a word with the shop, a review, a refund."""

from datetime import timedelta
from typing import Any

import ibis

from merit.engines.query_engine import QueryEngine
from merit.engines.signs.present_columns import in_days
from merit.kernel.period import Period

TALKED_BEFORE = timedelta(days=30)
NIGHT = range(6)
"""Local hours."""


def key_of(rows: Any) -> Any:
    """Shop and number: platforms may give the same number to different orders."""
    return rows.shop + "\x1f" + rows.order_id


def paid_orders(engine: QueryEngine, period: Period) -> Any:
    """Those paid in the period with flags `chatted`, `rated`, `refunded`, `marked` and the hours until signed for."""
    orders = in_days(engine.table("orders"), "paid_at_day", period)
    talks, ratings, refunds = (engine.table(name) for name in ("conversations", "ratings_product", "refunds"))
    nearby = talks.filter(talks.started_at_day >= period.start - TALKED_BEFORE, talks.started_at_day < period.end)
    refunded = refunds.filter(refunds.refunded_at.notnull(), refunds.order_id.notnull())
    orders = orders.mutate(key=key_of(orders))
    return orders.mutate(
        chatted=_among(orders.buyer, nearby.buyer),
        rated=_among(orders.key, key_of(ratings.filter(ratings.order_id.notnull()))),
        refunded=_among(orders.key, key_of(refunded)),
        marked=ibis.coalesce(orders.invalid_reason, "") != "",
        utc_hour=orders.paid_at.hour(),
        until_signed=orders.signed_at.epoch_seconds() - orders.paid_at.epoch_seconds(),
    )


def _among(value: Any, others: Any) -> Any:
    return ibis.coalesce(value.isin(others), ibis.literal(False))


def mean_repeats(engine: QueryEngine, period: Period) -> float:
    """Further orders per buyer in the period."""
    orders = in_days(engine.table("orders"), "paid_at_day", period)
    orders = orders.filter(orders.buyer.notnull())
    (found,) = engine.run(orders.agg(orders=orders.count(), buyers=orders.buyer.nunique())).to_pylist()
    return found["orders"] / found["buyers"] - 1 if found["buyers"] else 0.0
