"""Parcels, stock, stocktakes and purchases: packers who differ, one supplier who is late, one product that runs out."""

from pathlib import Path

import numpy as np
import pyarrow as pa

from merit.demo.arrow_columns import Column, blank, days, instants, money, numbered, pick
from merit.demo.credit_shares import BUYER_OF_SUPPLIER, packer_badges
from merit.demo.files import write_fact_csv, write_parquet
from merit.demo.goods import LATE_SUPPLIER, goods, sold_out_span
from merit.demo.order_ids import shop_ids
from merit.demo.people import Member, Staff
from merit.demo.sales_tables import Sales
from merit.demo.setting import DAY, Flags, Ints, Setting, moment, world

WAREHOUSES = ("wh_hz", "wh_cd")
MOVED_CATEGORY = "床品"
MOVED_STAYS_PERCENT = 45
_TEAMS = ("wh_east", "wh_west")


def write_warehouse(folder: Path, setting: Setting, staff: Staff, sales: Sales) -> dict[str, Column]:
    """All tables of the warehouses and of purchasing; gives the purchases."""
    purchases = _purchases(setting, staff)
    write_parquet(folder, "shipments", _shipments(setting, staff, sales))
    write_parquet(folder, "stock", _stock(setting, sales))
    write_fact_csv(folder, "stocktakes", _stocktakes(setting, staff))
    write_fact_csv(folder, "purchases", purchases)
    return purchases


def _shipments(setting: Setting, staff: Staff, sales: Sales) -> dict[str, Column]:
    """One parcel for every order that is to be sent; due 48 hours after payment."""
    chance = setting.chance("shipments")
    orders = sales.orders
    chosen = np.flatnonzero((orders.paid >= 0) & ((orders.closed < 0) | (orders.signed >= 0)))
    count = len(chosen)
    badges = packer_badges(staff)
    packer = _packers(
        setting, chance, [member for _, member in badges], (orders.warehouse[chosen], orders.paid[chosen])
    )
    careless = chance.uniform(0.002, 0.012, len(badges))[packer]
    due = orders.paid[chosen] + 2 * DAY
    return {
        "shipment_id": numbered("YD", np.arange(count) + 1, 8),
        "order_id": sales.order_id.take(pa.array(chosen)),
        "shop": shop_ids(orders.shop[chosen]),
        "warehouse": pick(WAREHOUSES, orders.warehouse[chosen]),
        "carrier": pick(world()["carriers"], chance.choice(4, count, p=[0.22, 0.36, 0.24, 0.18])),
        "packer": pick([badge for badge, _ in badges], packer),
        "due_at": instants(due),
        "picked_up_at": instants(orders.picked_up[chosen]),
        "promised_at": instants(due + 4 * DAY),
        "delivered_at": instants(orders.signed[chosen]),
        "complete": pa.array(chance.random(count) >= careless),
        "undamaged": pa.array(chance.random(count) >= 0.006),
        "documents_ok": pa.array(chance.random(count) >= 0.002),
        "accurate": pa.array(chance.random(count) >= careless),
    }


def _packers(setting: Setting, chance: np.random.Generator, packers: list[Member], parcels: tuple[Ints, Ints]) -> Ints:
    """Somebody of that warehouse who was employed that day."""
    warehouse, paid = parcels
    span = moment(setting.end.end) // DAY - setting.start // DAY + 1
    there = np.array([setting.start // DAY + np.arange(span) >= moment(each.joined) // DAY for each in packers])
    place = np.array([_TEAMS.index(each.team) for each in packers])
    day = np.clip(paid // DAY - setting.start // DAY, 0, span - 1)
    may = there.T[day] & (place[None, :] == warehouse[:, None])
    found: Ints = np.argmax(np.where(may, chance.random(may.shape), -1.0), axis=1).astype(np.int64)
    return found


def _stock(setting: Setting, sales: Sales) -> dict[str, Column]:
    """Every SKU in both warehouses every day: some 20 to 60 days of demand, refilled in waves."""
    chance = setting.chance("stock")
    kinds, span = len(goods().sku), setting.days
    sold = np.bincount(sales.lines.sku, sales.lines.quantity, kinds) / span
    level = chance.uniform(22, 42, (2, kinds, 1)) + 16 * np.sin(
        np.arange(span) / chance.uniform(6, 12, (2, kinds, 1)) + chance.uniform(0, 6, (2, kinds, 1))
    )
    share = np.array([0.8, 0.2])[:, None, None]
    on_hand = np.maximum(0, np.rint(level * sold[None, :, None] * share)).astype(np.int64)
    on_hand = np.where(chance.random(on_hand.shape) < 0.012, 0, on_hand)
    first, past = sold_out_span(setting)
    on_hand[:, goods().sold_out == 1, first:past] = 0
    on_hand = _moved_out(setting, on_hand)
    day = np.tile(np.arange(span), 2 * kinds)
    sku = np.tile(np.repeat(np.arange(kinds), span), 2)
    flat = on_hand.ravel()
    return {
        "day": days(setting.start + day * DAY),
        "warehouse": pick(WAREHOUSES, np.repeat([0, 1], kinds * span)),
        "sku": pick(goods().sku, sku),
        "on_hand": pa.array(flat),
        "reserved": pa.array(np.minimum(flat, np.rint(sold[sku]).astype(np.int64))),
        "unit_cost": money(goods().cost[sku]),
        "listed": pa.array(np.ones(len(flat), bool)),
    }


def _moved_out(setting: Setting, on_hand: Ints) -> Ints:
    """Over the end of two months a good part of one category is not in 杭州 stock, and back on the second day after."""
    of_category = np.array([each == MOVED_CATEGORY for each in goods().category])
    found = on_hand.copy()
    for first, past in moved_spans(setting):
        kept = found[0, of_category, first:past] * MOVED_STAYS_PERCENT // 100
        found[0, of_category, first:past] = kept
    return found


def moved_spans(setting: Setting) -> list[tuple[int, int]]:
    """The last two days of the two months before the last and the first day after, counted from the first day."""
    ends = [(setting.month(back).end - setting.first_day).days for back in (2, 1) if back < setting.months]
    return [(end - 2, end + 1) for end in ends]


def _stocktakes(setting: Setting, staff: Staff) -> dict[str, Column]:
    """On the 28th every SKU of both warehouses is counted; two to four in a hundred differ."""
    chance = setting.chance("stocktakes")
    kinds = len(goods().sku)
    months = [moment(month.start) + 27 * DAY for month in setting.all_months()]
    count = len(months) * 2 * kinds
    warehouse = np.tile(np.repeat([0, 1], kinds), len(months))
    booked = chance.integers(20, 600, count)
    wrong = chance.random(count) < np.array([0.022, 0.038])[warehouse]
    keepers = [staff.leader(team).person for team in _TEAMS]
    return {
        "day": days(np.repeat(np.array(months), 2 * kinds)),
        "warehouse": pick(WAREHOUSES, warehouse),
        "sku": pick(goods().sku, np.tile(np.arange(kinds), 2 * len(months))),
        "booked": pa.array(booked),
        "counted": pa.array(booked - np.where(wrong, chance.integers(1, 6, count), 0)),
        "counted_by": pick(keepers, warehouse),
    }


def _purchases(setting: Setting, staff: Staff) -> dict[str, Column]:
    """Each supplier twice a month, one line per product; nine in ten on time, of the late supplier three in ten."""
    chance = setting.chance("purchases")
    suppliers, buyers = list(world()["suppliers"]), [member.person for member in staff.holding("buyer")]
    months = np.array([moment(month.start) for month in setting.all_months()])
    kinds = np.arange(len(goods().sku))[::2]
    sku = np.tile(kinds, 2 * len(months))
    promised = np.repeat(months, 2 * len(kinds)) + np.tile(np.repeat([9, 23], len(kinds)), len(months)) * DAY + 64_800
    supplier = np.array([suppliers.index(each) for each in goods().supplier])[sku]
    late_one = supplier == suppliers.index(LATE_SUPPLIER)
    received, delivered = _deliveries(setting, chance, promised, late_one)
    ordered = chance.integers(8, 60, len(sku)) * 10
    standard = goods().cost[sku]
    order = promised // DAY * 10 + supplier
    return {
        "po": numbered("PO", order),
        "line": numbered("", sku // 2 + 1),
        "supplier": pick(suppliers, supplier),
        "sku": pick(goods().sku, sku),
        "buyer_person": pick(buyers, np.array(BUYER_OF_SUPPLIER)[supplier]),
        "ordered_quantity": pa.array(ordered),
        "received_quantity": blank(pa.array(np.where(delivered, ordered, ordered - 10)), received < 0),
        "promised_at": instants(promised),
        "received_at": instants(received),
        "unit_price": money(standard * chance.integers(97, 104, len(sku)) // 100),
        "standard_price": money(standard),
    }


def _deliveries(setting: Setting, chance: np.random.Generator, promised: Ints, late_one: Flags) -> tuple[Ints, Flags]:
    late = chance.random(len(promised)) < np.where(late_one, 0.7, 0.1)
    ahead = -chance.integers(0, 3 * DAY, len(promised))
    behind = np.where(
        late_one, chance.integers(5 * DAY, 15 * DAY, len(promised)), chance.integers(DAY, 4 * DAY, len(promised))
    )
    received = setting.known(promised + np.where(late, behind, ahead))
    return received, chance.random(len(promised)) < 0.95
