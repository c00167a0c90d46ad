"""Orders, and their lines with what the order says. Freight and tax are shared out so that lines equal the order."""

from typing import Any

import ibis

from merit.metrics.relations.tables import Tables, is_valid, of_their_order, order_key, with_days, with_order

FEN = 100
"""Ten-thousandths in a fen: charges in whole fen are shared out in whole fen."""

_OF_ORDER = (
    "buyer",
    "region",
    "channel",
    "campaign",
    "customer_type",
    "status",
    "invalid_reason",
    "valid",
    *with_days("paid_at", "shipped_at", "signed_at", "closed_at"),
)


def orders(tables: Tables) -> Any:
    """Every order, with `valid`."""
    rows = tables("orders")
    return rows.mutate(valid=is_valid(rows))


def order_lines(tables: Tables) -> Any:
    """Every line with its order's columns, its share of freight and tax, and `buyer_paid`: amount, freight and tax."""
    lines = with_order(tables("order_lines"), of_their_order(tables, _OF_ORDER))
    lines = lines.rename({name: f"order_{name}" for name in _OF_ORDER})
    lines = _with_charges(lines, _charges(tables))
    freight, tax = ibis.coalesce(lines.freight, 0), ibis.coalesce(lines.tax, 0)
    return lines.mutate(
        freight=freight,
        tax=tax,
        buyer_paid=lines.paid_amount + freight + tax,
        valid=ibis.coalesce(lines.valid, ibis.literal(True)),
        order_key=order_key(lines),
    )


def _charges(tables: Tables) -> Any:
    """Per line of an order with freight or tax, its shares. Most orders have neither, and cost nothing here."""
    charged = of_their_order(tables, ("freight", "tax"))
    charged = charged.filter(
        (ibis.coalesce(charged.order_freight, 0) != 0) | (ibis.coalesce(charged.order_tax, 0) != 0)
    )
    lines = tables("order_lines").select("shop", "order_id", "line_id", "paid_amount")
    there = [lines.shop == charged.order_shop, lines.order_id == charged.order_order_id]
    rows = lines.join(charged, there).drop("order_shop", "order_order_id")
    rows = rows.mutate(weight=ibis.greatest(rows.paid_amount, 0))
    of_order = ibis.window(group_by=("shop", "order_id"))
    rows = rows.mutate(total=rows.weight.sum().over(of_order).cast("int64"))
    even = rows.total == 0
    rows = rows.mutate(weight=even.ifelse(1, rows.weight))
    rows = rows.mutate(total=rows.weight.sum().over(of_order).cast("int64"))
    rows = shared_out(rows, "order_freight", "freight")
    rows = shared_out(rows, "order_tax", "tax")
    return rows.select(c_shop="shop", c_order="order_id", c_line="line_id", freight="freight", tax="tax")


def shared_out(rows: Any, amount: str, named: str) -> Any:
    """The order's amount shared out by `weight` of `total`, by largest remainder, ties to the lower line id."""
    given = ibis.coalesce(rows[amount], 0)
    step = (given % FEN == 0).ifelse(FEN, 1)
    rows = rows.mutate(step=step, steps=given.abs() // step, sign=(given < 0).ifelse(-1, 1))
    rows = rows.mutate(rest=(rows.steps * rows.weight) % rows.total)
    rows = rows.mutate(whole=(rows.steps * rows.weight - rows.rest) // rows.total)
    of_order = ibis.window(group_by=("shop", "order_id"))
    by_rest = ibis.window(group_by=("shop", "order_id"), order_by=(ibis.desc("rest"), "line_id"))
    rows = rows.mutate(
        left=rows.steps - rows.whole.sum().over(of_order).cast("int64"), place=ibis.row_number().over(by_rest)
    )
    one_more = (rows.place < rows.left).ifelse(1, 0)
    share = (rows.sign * rows.step * (rows.whole + one_more)).cast("int64")
    return rows.mutate(**{named: share}).drop("step", "steps", "sign", "rest", "whole", "left", "place")


def _with_charges(lines: Any, charges: Any) -> Any:
    there = [
        lines.shop == charges.c_shop,
        lines.order_id == charges.c_order,
        lines.line_id == charges.c_line,
    ]
    return lines.left_join(charges, there).drop("c_shop", "c_order", "c_line")
