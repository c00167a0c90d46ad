"""Forecasts beside what was sold in their days; only the last one made before they began may be judged."""

from typing import Any

import ibis

from merit.metrics.relations.tables import Tables, is_valid


def forecasts(tables: Tables) -> Any:
    """Every forecast. `frozen`: the last of its days, item and shop made before they began; later ones know too much.

    `actual` is the quantity of valid lines paid on those days, in that shop or, where none is named, in all.
    """
    rows = tables("forecasts")
    in_time = rows.made_on < rows["from"]
    same = ibis.window(group_by=("from", "to", "sku", "shop"))
    latest = in_time.ifelse(rows.made_on, None).max().over(same)
    rows = rows.mutate(frozen=ibis.coalesce(rows.made_on == latest, ibis.literal(False)))
    sold = _sold(tables)
    asked = rows.select("sku", "shop", "from", "to").distinct()
    there = [
        asked.sku == sold.sold_sku,
        sold.sold_on >= asked["from"],
        sold.sold_on <= asked["to"],
        asked.shop.isnull() | (asked.shop == sold.sold_shop),
    ]
    found = asked.join(sold, there)
    found = found.group_by("sku", "shop", "from", "to").agg(sold=found.quantity.sum().cast("int64"))
    found = found.rename(of_sku="sku", of_shop="shop", of_from="from", of_to="to")
    same_days = [
        rows.sku == found.of_sku,
        rows["from"] == found.of_from,
        rows["to"] == found.of_to,
        ibis.coalesce(rows.shop, "") == ibis.coalesce(found.of_shop, ""),
    ]
    rows = rows.left_join(found, same_days).drop("of_sku", "of_shop", "of_from", "of_to")
    return rows.mutate(actual=ibis.coalesce(rows.sold, 0)).drop("sold")


def _sold(tables: Tables) -> Any:
    lines, orders = tables("order_lines"), tables("orders")
    paid = orders.filter(orders.paid_at.notnull(), is_valid(orders))
    paid = paid.select(sold_on="paid_at_day", paid_shop="shop", paid_order="order_id")
    found = lines.join(paid, [lines.shop == paid.paid_shop, lines.order_id == paid.paid_order])
    return found.select("quantity", "sold_on", sold_sku="sku", sold_shop="shop")
