"""How a relation reaches the fact tables, and what several relations take from orders."""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import ibis

Tables: TypeAlias = Callable[[str], Any]
"""The fact table of that name in stored form; empty where there are no facts."""
Build: TypeAlias = Callable[[Tables], Any]

DONE_REFUND = "success"
"""The status of a refund that was carried out."""


def as_it_is(name: str) -> Build:
    """The relation that is the fact table itself."""
    return lambda tables: tables(name)


def is_valid(orders: Any) -> Any:
    """No test, brushing, gift or sample order: the source gave no reason against it."""
    return ibis.coalesce(orders.invalid_reason, "") == ""


def order_key(rows: Any) -> Any:
    """Names an order across shops; missing where the row belongs to no order."""
    return rows.shop + "/" + rows.order_id


def of_their_order(tables: Tables, columns: Iterable[str], prefix: str = "order_") -> Any:
    """Of each order its key and those columns, all renamed with the prefix, to be joined to rows of other facts."""
    orders = tables("orders")
    orders = orders.mutate(valid=is_valid(orders))
    return orders.select(**{f"{prefix}{name}": orders[name] for name in ("shop", "order_id", *columns)})


def with_order(rows: Any, of_order: Any) -> Any:
    """Each row with the columns of its order; those are missing where there is no such order."""
    there = [rows.shop == of_order.order_shop, rows.order_id == of_order.order_order_id]
    return rows.left_join(of_order, there).drop("order_shop", "order_order_id")


def with_days(*instants: str) -> tuple[str, ...]:
    """The instants and their business days."""
    return tuple(name for instant in instants for name in (instant, f"{instant}_day"))


def days_between(first: Any, last: Any) -> Any:
    """Whole days from `first` to `last`."""
    return last.delta(first, unit="day")


def order_amounts(tables: Tables) -> Any:
    """What was paid per order: its lines, freight and tax; of an order without lines its own paid amount."""
    lines, orders = tables("order_lines"), tables("orders")
    of_lines = lines.group_by("shop", "order_id").agg(lines_amount=lines.paid_amount.sum())
    of_lines = of_lines.select("lines_amount", lines_shop="shop", lines_order="order_id")
    there = [orders.shop == of_lines.lines_shop, orders.order_id == of_lines.lines_order]
    found = orders.left_join(of_lines, there)
    charges = ibis.coalesce(found.freight, 0) + ibis.coalesce(found.tax, 0)
    amount = ibis.coalesce(found.lines_amount + charges, found.paid_amount, 0).cast("int64")
    return found.select(amounts_shop=found.shop, amounts_order=found.order_id, order_amount=amount)


def with_order_amount(rows: Any, tables: Tables) -> Any:
    """Each row of an order with its `order_amount`."""
    amounts = order_amounts(tables)
    there = [rows.shop == amounts.amounts_shop, rows.order_id == amounts.amounts_order]
    return rows.left_join(amounts, there).drop("amounts_shop", "amounts_order")
