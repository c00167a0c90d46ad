"""What each paid order left: payment less refunds, cost of goods and the fees of the order, as known by now."""

from typing import Any

import ibis

from merit.metrics.relations.tables import DONE_REFUND, Tables, days_between, is_valid, with_order_amount

_FEES = ("platform", "creator", "payment", "freight_out", "packaging", "freight_back", "write_off", "insurance")
"""The kinds of fee that the first two contribution margins take off."""
_SCALE = 10_000


def order_contributions(tables: Tables) -> Any:
    """The paid valid orders. A line without a cost costs nothing here; read `cost_coverage` beside it.

    `contribution` is that of the goods: freight and tax that the buyer paid are not in it. Customer service is no cost
    of a single order. `first_paid_day` and `days_since_first` are missing where the buyer is not known.
    """
    orders = tables("orders")
    paid = with_order_amount(orders.filter(orders.paid_at.notnull(), is_valid(orders)), tables)
    rows = paid.mutate(valid=ibis.literal(True))
    for parts in (_of_lines(tables), _refunded(tables), _fees(tables)):
        rows = rows.left_join(parts, [rows.shop == parts.of_shop, rows.order_id == parts.of_order])
        rows = rows.drop("of_shop", "of_order")
    left = ibis.coalesce(rows.goods, rows.paid_amount, 0) - ibis.coalesce(rows.goods_cost, 0)
    left = left - ibis.coalesce(rows.back, 0) - ibis.coalesce(rows.charged, 0)
    rows = rows.mutate(contribution=left.cast("int64")).drop("goods", "goods_cost", "back", "charged")
    return _since_first(rows)


def _of_lines(tables: Tables) -> Any:
    """A cost finer than a ten-thousandth (of a part of a unit) is rounded half up, once per order."""
    lines = tables("order_lines")
    cost = ibis.coalesce((lines.quantity * lines.unit_cost).sum(), 0)
    return lines.group_by(of_shop="shop", of_order="order_id").agg(
        goods=lines.paid_amount.sum(), goods_cost=(cost + _SCALE // 2) // _SCALE
    )


def _refunded(tables: Tables) -> Any:
    refunds = tables("refunds")
    done = refunds.filter(refunds.status == DONE_REFUND, refunds.order_id.notnull())
    return done.group_by(of_shop="shop", of_order="order_id").agg(back=done.amount.sum())


def _fees(tables: Tables) -> Any:
    fees = tables("fees")
    own = fees.filter(fees.kind.isin(_FEES), fees.order_id.notnull())
    return own.group_by(of_shop="shop", of_order="order_id").agg(charged=own.amount.sum())


def _since_first(rows: Any) -> Any:
    known = ibis.coalesce(rows.buyer, "") != ""
    of_buyer = ibis.window(group_by="buyer")
    sequence = ibis.window(group_by="buyer", order_by=("paid_at", "shop", "order_id"))
    first = rows.paid_at_day.min().over(of_buyer)
    return rows.mutate(
        is_first=known & (ibis.row_number().over(sequence) == 0),
        first_paid_day=known.ifelse(first, None),
        days_since_first=known.ifelse(days_between(first, rows.paid_at_day), None),
    )
