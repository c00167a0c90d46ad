"""Parcels against their promises, and orders as a whole: an order is perfect only if every parcel is."""

from typing import Any

import ibis

from merit.metrics.relations.tables import Tables, of_their_order, order_key, with_days, with_order

_OF_ORDER = ("region", "channel", *with_days("paid_at"), *with_days("shipped_at"))
_KEPT = ("region", "channel", "paid_at", "paid_at_day")
_GOOD = ("complete", "undamaged", "documents_ok", "accurate")


def shipments(tables: Tables) -> Any:
    """Every parcel. The carrier's scan is the shipment; the order's own moment counts only without a scan."""
    rows = with_order(tables("shipments"), of_their_order(tables, _OF_ORDER))
    rows = rows.mutate(
        picked_up_at=ibis.coalesce(rows.picked_up_at, rows.order_shipped_at),
        picked_up_at_day=ibis.coalesce(rows.picked_up_at_day, rows.order_shipped_at_day),
    ).drop("order_shipped_at", "order_shipped_at_day")
    rows = rows.rename({name: f"order_{name}" for name in _KEPT})
    no = ibis.literal(False)
    return rows.mutate(
        picked_in_time=ibis.coalesce(rows.picked_up_at <= rows.due_at, no),
        delivered_in_time=_delivered_in_time(rows),
        order_key=order_key(rows),
    )


def _delivered_in_time(rows: Any) -> Any:
    """By the promised day; delivered without a promise is in time, not delivered is not."""
    promised = ibis.coalesce(rows.promised_at_day, rows.delivered_at_day)
    return ibis.coalesce(rows.delivered_at_day <= promised, ibis.literal(False))


def order_deliveries(tables: Tables) -> Any:
    """One row per shop and order, standing for its first parcel by id; picked up or delivered when the last parcel is.

    `packer_day` is one day of one packer: two who pack on the same day are two.
    Unknown completeness, condition or papers count as good: who does not record them cannot fail by them.
    """
    rows = shipments(tables)
    yes = ibis.literal(True)
    rows = rows.mutate(**{name: ibis.coalesce(rows[name], yes) for name in _GOOD})
    orders = rows.group_by("shop", "order_id").agg(**_of_first(rows), **_of_last(rows), **_of_all(rows))
    perfect = orders.delivered_in_time & orders.complete & orders.undamaged & orders.documents_ok & orders.accurate
    packed = (ibis.coalesce(orders.packer, "") != "") & orders.picked_up_at_day.notnull()
    of_day = orders.packer + "/" + orders.picked_up_at_day.cast("string")
    return orders.mutate(perfect=perfect, order_key=order_key(orders), packer_day=packed.ifelse(of_day, None))


def filled_orders(tables: Tables) -> Any:
    """Orders as delivered, with the units that were ordered."""
    rows = order_deliveries(tables)
    lines = tables("order_lines")
    units = lines.group_by(of_shop="shop", of_order="order_id").agg(units=lines.quantity.sum().cast("int64"))
    found = rows.left_join(units, [rows.shop == units.of_shop, rows.order_id == units.of_order])
    return found.drop("of_shop", "of_order")


def _of_first(rows: Any) -> dict[str, Any]:
    names = ("shipment_id", "warehouse", "carrier", "packer", *_KEPT, "source_file", "source_line")
    return {name: rows[name].argmin(rows.shipment_id) for name in names}


def _of_last(rows: Any) -> dict[str, Any]:
    """The latest moment over the parcels; of what must have happened to all, missing until it has."""
    asked = {name: rows[name].max() for name in (*with_days("due_at"), *with_days("promised_at"))}
    happened = (*with_days("picked_up_at"), *with_days("delivered_at"))
    return asked | {name: rows[name].notnull().all().ifelse(rows[name].max(), None) for name in happened}


def _of_all(rows: Any) -> dict[str, Any]:
    return {name: rows[name].all() for name in (*_GOOD, "picked_in_time", "delivered_in_time")} | {
        "parcels": rows.count()
    }
