"""Orders, lines, refunds, fees, settlements and customers as canonical tables."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from merit.demo.arrow_columns import Column, days, instants, money, numbered, pick
from merit.demo.credit_shares import CAMPAIGNS
from merit.demo.files import write_parquet
from merit.demo.goods import goods
from merit.demo.order_ids import buyer_ids, line_ids, order_ids, shop_ids
from merit.demo.orders import Lines, Orders, order_sums
from merit.demo.refunds import KINDS, Refunds
from merit.demo.setting import Flags, Ints, world

CANONICAL_SHOPS = (1, 2)
"""京东 and 拼多多; the other two come as the platforms' own exports."""


@dataclass(frozen=True, slots=True)
class Sales:
    """What was sold, with the ids as text."""

    orders: Orders
    lines: Lines
    refunds: Refunds
    order_id: Column
    line_id: Column
    payable: Ints
    """Goods of each order, fen, without freight."""
    discount: Ints


def make_sales(orders: Orders, lines: Lines, refunds: Refunds) -> Sales:
    """With ids and sums."""
    payable, discount = order_sums(orders, lines)
    return Sales(orders, lines, refunds, order_ids(orders), line_ids(orders, lines), payable, discount)


def write_sales(folder: Path, sales: Sales, agents: Column) -> None:
    """`agents`: the service account that led to each order, or empty."""
    write_parquet(folder, "orders", _orders(sales))
    write_parquet(folder, "order_lines", _lines(sales, agents))
    write_parquet(folder, "refunds", _refunds(sales))
    write_parquet(folder, "customers", _customers(sales))


def _orders(sales: Sales) -> dict[str, Column]:
    kept = np.flatnonzero(np.isin(sales.orders.shop, CANONICAL_SHOPS))
    orders = Orders(*(getattr(sales.orders, name)[kept] for name in Orders.__slots__))
    paid = np.where(orders.paid >= 0, (sales.payable + sales.orders.freight)[kept], 0)
    return {
        "shop": shop_ids(orders.shop),
        "order_id": sales.order_id.take(pa.array(kept)),
        "buyer": buyer_ids(orders.shop, orders.buyer),
        "region": pick(world()["regions"], orders.region),
        "ordered_at": instants(orders.ordered),
        "paid_at": instants(orders.paid),
        "shipped_at": instants(orders.picked_up),
        "signed_at": instants(orders.signed),
        "closed_at": instants(orders.closed),
        "status": pick(STATUSES, status_of(orders)),
        "paid_amount": money(paid),
        "freight": money(orders.freight),
        "discount_merchant": money(sales.discount[kept]),
        "discount_platform": money(np.where(orders.number % 5 == 0, 500, 0)),
        "channel": pick(world()["channels"], orders.channel),
        "campaign": _campaigns(orders),
        "customer_type": pick(("new", "regular", "key_account"), _customer_types(orders)),
        "invalid_reason": pick(("brush",), np.where(orders.marked, 0, -1)),
    }


STATUSES = ("unpaid", "paid", "shipped", "signed", "closed")


def status_of(orders: Orders) -> Ints:
    """Numbers of STATUSES."""
    paid, shipped, signed = orders.paid >= 0, orders.picked_up >= 0, orders.signed >= 0
    status = np.where(signed, 3, np.where(shipped, 2, np.where(paid, 1, 0)))
    return np.where((orders.closed >= 0) & ~signed, 4, status)


def is_key_account(buyer: Ints) -> Flags:
    """About one account in a hundred."""
    found: Flags = buyer % 97 == 5
    return found


def _customer_types(orders: Orders) -> Ints:
    return np.where(is_key_account(orders.buyer), 2, orders.returning.astype(np.int64))


def _campaigns(orders: Orders) -> Column:
    """Orders that came through advertising name the campaign of their shop."""
    names = [name for name, _, _ in CAMPAIGNS]
    shops = [shop["shop"] for shop in world()["shops"]]
    first = np.array([min(n for n, (_, where, _) in enumerate(CAMPAIGNS) if where == shop) for shop in shops])
    count = np.array([sum(1 for _, where, _ in CAMPAIGNS if where == shop) for shop in shops])
    chosen = first[orders.shop] + orders.number % count[orders.shop]
    return pick(names, np.where(orders.channel == 2, chosen, -1))


def _lines(sales: Sales, agents: Column) -> dict[str, Column]:
    kept = np.flatnonzero(np.isin(sales.orders.shop[sales.lines.order], CANONICAL_SHOPS))
    lines = Lines(*(getattr(sales.lines, name)[kept] for name in Lines.__slots__))
    order = pa.array(lines.order)
    paid = np.where(sales.orders.paid[lines.order] >= 0, lines.payable, 0)
    return {
        "shop": shop_ids(sales.orders.shop[lines.order]),
        "order_id": sales.order_id.take(order),
        "line_id": sales.line_id.take(pa.array(kept)),
        "ordered_at": instants(sales.orders.ordered[lines.order]),
        "sku": pick(goods().sku, lines.sku),
        "category": pick(goods().category, lines.sku),
        "quantity": pa.array(lines.quantity),
        "unit_price": money(lines.unit_price),
        "paid_amount": money(paid),
        "unit_cost": money(goods().cost[lines.sku]),
        "agent": agents.take(order),
    }


def _refunds(sales: Sales) -> dict[str, Column]:
    refunds = sales.refunds
    order = sales.lines.order[refunds.line]
    shop = sales.orders.shop[order]
    status = np.where(refunds.withdrawn == 1, 2, np.where(refunds.refunded >= 0, 0, 1))
    return {
        "shop": shop_ids(shop),
        "refund_id": numbered("RF", np.arange(len(order)) + 1, 8),
        "order_id": sales.order_id.take(pa.array(order)),
        "line_id": sales.line_id.take(pa.array(refunds.line)),
        "buyer": buyer_ids(shop, sales.orders.buyer[order]),
        "region": pick(world()["regions"], sales.orders.region[order]),
        "amount": money(refunds.amount),
        "quantity": pa.array(refunds.quantity),
        "kind": pick(KINDS, refunds.kind),
        "reason": pick(world()["refund_reasons"], refunds.reason),
        "applied_at": instants(refunds.applied),
        "refunded_at": instants(refunds.refunded),
        "status": pick(("success", "processing", "closed"), status),
        "borne_by": pick(("person", "company"), refunds.goodwill),
    }


def _customers(sales: Sales) -> dict[str, Column]:
    """Every account that ever paid, since its first order."""
    orders = sales.orders
    paid = np.flatnonzero((orders.paid >= 0) & ~orders.brushed)
    first = paid[np.unique(orders.shop[paid] * 10_000_000 + orders.buyer[paid], return_index=True)[1]]
    kind = np.where(is_key_account(orders.buyer[first]), 1, 0)
    segment = np.where(orders.channel[first] == 3, 1, np.where(orders.channel[first] == 5, 2, 0))
    return {
        "customer": buyer_ids(orders.shop[first], orders.buyer[first]),
        "type": pick(("regular", "key_account"), kind),
        "since": days(orders.paid[first]),
        "segment": pick(("货架", "直播", "私域"), segment),
        "region": pick(world()["regions"], orders.region[first]),
    }
