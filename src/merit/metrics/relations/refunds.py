"""Refunds and fees with the order they belong to. A refund is credited as its order was on the day of payment."""

from typing import Any

import ibis

from merit.metrics.relations.tables import (
    DONE_REFUND,
    Tables,
    of_their_order,
    order_key,
    with_days,
    with_order,
)

_INSTANTS = with_days("ordered_at", "paid_at", "shipped_at", "signed_at")
_OF_ORDER = ("buyer", "region", "channel", "campaign", "customer_type", "valid")


def refunds(tables: Tables) -> Any:
    """Every refund. Region and buyer are those of the order, else its own; `credit_day` is missing without an order."""
    rows = with_order(tables("refunds"), of_their_order(tables, (*_OF_ORDER, *_INSTANTS)))
    rows = _with_line(rows, tables)
    rows = rows.mutate(
        buyer=ibis.coalesce(rows.order_buyer, rows.buyer),
        region=ibis.coalesce(rows.order_region, rows.region),
        valid=ibis.coalesce(rows.order_valid, ibis.literal(True)),
        succeeded=rows.status == DONE_REFUND,
        is_adjustment=ibis.coalesce(rows.kind == "adjustment", ibis.literal(False)),
        order_key=order_key(rows),
        credit_day=rows.order_paid_at_day,
    ).drop("order_buyer", "order_region", "order_valid")
    return rows.rename({name: f"order_{name}" for name in ("channel", "campaign", "customer_type", *_INSTANTS)})


def fees(tables: Tables) -> Any:
    """Every fee with its order's columns."""
    instants = with_days("paid_at", "shipped_at", "signed_at")
    rows = with_order(tables("fees"), of_their_order(tables, (*_OF_ORDER, *instants)))
    rows = rows.rename({name: f"order_{name}" for name in (*_OF_ORDER, *instants)})
    return rows.mutate(valid=ibis.coalesce(rows.valid, ibis.literal(True)))


def _with_line(rows: Any, tables: Tables) -> Any:
    lines = tables("order_lines")
    of_line = lines.select(
        "agent", "sku", "category", line_shop=lines.shop, line_order=lines.order_id, line_line=lines.line_id
    )
    there = [
        rows.shop == of_line.line_shop,
        rows.order_id == of_line.line_order,
        rows.line_id == of_line.line_line,
    ]
    return rows.left_join(of_line, there).drop("line_shop", "line_order", "line_line")
