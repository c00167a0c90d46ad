"""Stock as counted at the close of each day: what is free to sell, and what has not sold for long."""

from typing import Any

import ibis

from merit.metrics.relations.tables import Tables, days_between, is_valid

DEAD_AFTER = (90, 180)
"""Days without a sale after which stock is dead; stock first seen within them is new, not dead."""


def stock(tables: Tables) -> Any:
    """`available` is what is on hand and not reserved; an item is listed unless the source says otherwise."""
    rows = tables("stock")
    return rows.mutate(
        available=rows.on_hand - ibis.coalesce(rows.reserved, 0),
        listed=ibis.coalesce(rows.listed, ibis.literal(True)),
    )


def stock_ages(tables: Tables) -> Any:
    """Stock with the last day its sku sold in any shop, as known on that day, and the first day it was in stock."""
    rows = stock(tables)
    rows = rows.mutate(first_stocked_day=rows.day.min().over(ibis.window(group_by="sku")))
    last = _last_sold(rows, _sold_days(tables))
    there = [rows.day == last.last_day, rows.warehouse == last.last_warehouse, rows.sku == last.last_sku]
    rows = rows.left_join(last, there).drop("last_day", "last_warehouse", "last_sku")
    unsold_for = days_between(ibis.coalesce(rows.last_sold_day, rows.first_stocked_day), rows.day)
    held_for = days_between(rows.first_stocked_day, rows.day)
    return rows.mutate(**{f"dead_{days}": (unsold_for >= days) & (held_for >= days) for days in DEAD_AFTER})


def _sold_days(tables: Tables) -> Any:
    lines, orders = tables("order_lines"), tables("orders")
    paid = orders.filter(orders.paid_at.notnull(), is_valid(orders))
    paid = paid.select("paid_at_day", paid_shop="shop", paid_order="order_id")
    found = lines.join(paid, [lines.shop == paid.paid_shop, lines.order_id == paid.paid_order])
    return found.select("sku", day=found.paid_at_day).filter(ibis._.sku.notnull()).distinct()


def _last_sold(rows: Any, sold: Any) -> Any:
    days = rows.select("sku", "day", "warehouse", sold_day=ibis.null("date")).union(
        sold.select("sku", "day", warehouse=ibis.null("string"), sold_day=sold.day)
    )
    until = ibis.window(
        group_by="sku", order_by=("day", ibis.asc("sold_day", nulls_first=False)), preceding=None, following=0
    )
    days = days.mutate(last_sold_day=days.sold_day.max().over(until))
    days = days.filter(days.warehouse.notnull())
    return days.select("last_sold_day", last_day="day", last_warehouse="warehouse", last_sku="sku")


def stocktakes(tables: Tables) -> Any:
    """`equal` where the count is the book; `difference` is counted less booked."""
    rows = tables("stocktakes")
    return rows.mutate(equal=rows.booked == rows.counted, difference=rows.counted - rows.booked)
