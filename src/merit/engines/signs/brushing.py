"""The orders of buyers who bought often, and what is usual in their shops."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from merit.company import Company
from merit.engines.query_engine import QueryEngine
from merit.engines.signs.orders_around import NIGHT, paid_orders
from merit.engines.signs.present_columns import Needs
from merit.insight.signs.brushing import PaidOrder, ShopHabit, brushing_signs
from merit.insight.signs.sign import Sign
from merit.kernel.exact import from_stored
from merit.kernel.explain import LineRef
from merit.kernel.period import Period

NEEDS: Needs = {"orders": ("buyer", "paid_at", "paid_amount")}
IMPOSSIBLY_FAST = timedelta(hours=4)
"""From payment to the signature of the parcel."""
_FLAGS = ("chatted", "rated", "refunded")


def find_brushing(company: Company, engine: QueryEngine, period: Period) -> list[Sign]:
    """Signs of brushing orders."""
    zones = {shop.shop: ZoneInfo(shop.time_zone or company.profile.time_zone) for shop in company.shops}
    usual = ZoneInfo(company.profile.time_zone)
    orders = paid_orders(engine, period)
    orders = orders.filter(orders.buyer.notnull(), orders.paid_amount.notnull()).mutate(
        fast=(orders.until_signed >= 0) & (orders.until_signed < int(IMPOSSIBLY_FAST.total_seconds()))
    )
    counted = orders.group_by("shop", "buyer").agg(times=orders.count())
    often = counted.filter(counted.times >= company.profile.signs.brushing_orders)
    found = orders.semi_join(often, ["shop", "buyer"])
    columns = ("shop", "order_id", "buyer", "paid_at", "paid_amount", "marked", "source_file", "source_line")
    rows = engine.run(found.select(*columns, *_FLAGS, "fast").order_by("shop", "paid_at", "order_id")).to_pylist()
    if not rows:
        return []
    listed = [_order(row, zones.get(row["shop"], usual)) for row in rows]
    habits = _habits(engine, orders, period, {shop: zones.get(shop, usual) for shop in {each.shop for each in listed}})
    return list(brushing_signs(period, listed, habits, company.profile.signs))


def _order(row: dict[str, Any], zone: ZoneInfo) -> PaidOrder:
    paid_at = row["paid_at"].astimezone(zone)
    traits = {name for name in (*_FLAGS, "fast") if row[name]} | ({"night"} if paid_at.hour in NIGHT else set())
    return PaidOrder(
        shop=row["shop"],
        order=row["order_id"],
        buyer=row["buyer"],
        paid_at=paid_at,
        amount=from_stored(int(row["paid_amount"])),
        traits=frozenset(traits),
        marked=row["marked"],
        source=LineRef(row["source_file"], row["source_line"]),
    )


def _habits(engine: QueryEngine, orders: Any, period: Period, zones: dict[str, ZoneInfo]) -> dict[str, ShopHabit]:
    of_shops = orders.filter(orders.shop.isin(sorted(zones)))
    sums = {name: of_shops[name].sum() for name in (*_FLAGS, "fast")}
    totals = of_shops.group_by("shop").agg(orders=of_shops.count(), buyers=of_shops.buyer.nunique(), **sums)
    night: dict[str, int] = {}
    for row in engine.run(of_shops.group_by("shop", "utc_hour").agg(orders=of_shops.count())).to_pylist():
        moment = datetime(period.start.year, period.start.month, period.start.day, row["utc_hour"], tzinfo=UTC)
        if moment.astimezone(zones[row["shop"]]).hour in NIGHT:
            night[row["shop"]] = night.get(row["shop"], 0) + row["orders"]
    amounts = engine.run(of_shops.group_by("shop", "paid_amount").agg(orders=of_shops.count())).to_pylist()
    found = {}
    for row in engine.run(totals).to_pylist():
        traits = {name: int(row[name] or 0) for name in (*_FLAGS, "fast")} | {"night": night.get(row["shop"], 0)}
        same = {from_stored(int(a["paid_amount"])): a["orders"] for a in amounts if a["shop"] == row["shop"]}
        found[row["shop"]] = ShopHabit(row["orders"], row["buyers"], traits, same)
    return found
