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


def stock_daily(tables: Tables) -> Any:
    """Stock of every calendar day: on days without a snapshot of the warehouse its last one still stands.

    What a later snapshot of the warehouse no longer lists is gone. Nothing is carried beyond the last snapshot of all.
    """
    rows = stock(tables)
    counted = rows.select("warehouse", "day").distinct()
    later = counted.day.lead().over(ibis.window(group_by="warehouse", order_by="day"))
    ends = counted.mutate(past=ibis.coalesce(later, _day_after(counted.day.max().over(ibis.window()))))
    ends = ends.select("past", end_warehouse="warehouse", end_day="day")
    found = rows.join(ends, [rows.warehouse == ends.end_warehouse, rows.day == ends.end_day])
    found = found.drop("end_warehouse", "end_day").rename(counted_day="day")
    stands = ibis.range(found.counted_day.cast("timestamp"), found.past.cast("timestamp"), ibis.interval(days=1))
    found = found.mutate(stands=stands).drop("past").unnest("stands")
    found = found.mutate(day=found.stands.cast("date")).drop("stands")
    return found.mutate(carried=found.day > found.counted_day)


def _day_after(day: Any) -> Any:
    return (day + ibis.interval(days=1)).cast("date")


def _with_cost(takes: Any, snapshots: Any) -> Any:
    """The unit cost of the stock as last known on the day of the count."""
    known = snapshots.filter(snapshots.unit_cost.notnull())
    known = known.select("unit_cost", "day", cost_warehouse="warehouse", cost_sku="sku")
    keys = takes.select("day", "warehouse", "sku").distinct().rename(take_day="day")
    there = [keys.warehouse == known.cost_warehouse, keys.sku == known.cost_sku, known.day <= keys.take_day]
    found = (
        keys.join(known, there)
        .group_by("take_day", "warehouse", "sku")
        .agg(unit_cost=ibis._.unit_cost.argmax(ibis._.day))
    )
    found = found.rename(cost_warehouse="warehouse", cost_sku="sku")
    of_take = [
        takes.day == found.take_day,
        takes.warehouse == found.cost_warehouse,
        takes.sku == found.cost_sku,
    ]
    return takes.left_join(found, of_take).drop("take_day", "cost_warehouse", "cost_sku")


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
    rows = _with_cost(tables("stocktakes"), tables("stock"))
    return rows.mutate(equal=rows.booked == rows.counted, difference=rows.counted - rows.booked)
