"""Orders, and their lines with what the order says. Freight and tax are shared out so that lines equal the order."""

from typing import Any

import ibis
import ibis.expr.datatypes as dt

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


CHARGED = frozenset({"charges", "buyer_paid"})
"""The columns of lines for which freight and tax have to be shared out."""


def lines_without_charges(tables: Tables) -> Any:
    """Every line with its order's columns."""
    lines = with_order(tables("order_lines"), of_their_order(tables, _OF_ORDER))
    lines = lines.rename({name: f"order_{name}" for name in _OF_ORDER})
    return lines.mutate(valid=ibis.coalesce(lines.valid, ibis.literal(True)), order_key=order_key(lines))


def order_lines(tables: Tables) -> Any:
    """The same with the line's share of freight and tax (`charges`), and `buyer_paid` with them."""
    lines = lines_without_charges(tables)
    shares = _shares(tables)
    there = [
        lines.shop == shares.share_shop,
        lines.order_id == shares.share_order,
        lines.line_id == shares.share_line,
    ]
    lines = lines.left_join(shares, there).drop("share_shop", "share_order", "share_line")
    charges = ibis.coalesce(lines.charges, 0)
    return lines.mutate(charges=charges, buyer_paid=lines.paid_amount + charges)


def _shares(tables: Tables) -> Any:
    """Per line of an order with freight or tax, its share of them. Most orders have neither, and cost nothing here."""
    charged = of_their_order(tables, ("freight", "tax"))
    charges = ibis.coalesce(charged.order_freight, 0) + ibis.coalesce(charged.order_tax, 0)
    charged = charged.mutate(charges=charges).filter(charges != 0).drop("order_freight", "order_tax")
    lines = tables("order_lines").select("shop", "order_id", "line_id", "paid_amount")
    there = [lines.shop == charged.order_shop, lines.order_id == charged.order_order_id]
    rows = shared_out(lines.join(charged, there).drop("order_shop", "order_order_id"))
    return rows.select(share_shop="shop", share_order="order_id", share_line="line_id", charges="share")


def shared_out(rows: Any) -> Any:
    """The order's `charges` shared out by the lines' paid amounts, by largest remainder, ties to the lower line id."""
    of_order = ibis.window(group_by=("shop", "order_id"))
    rows = rows.mutate(paid=ibis.greatest(rows.paid_amount, 0))
    rows = rows.mutate(all_paid=rows.paid.sum().over(of_order).cast("int64"), lines=rows.count().over(of_order))
    even = rows.all_paid == 0
    step = (rows.charges % FEN == 0).ifelse(FEN, 1)
    rows = rows.mutate(
        step=step,
        steps=rows.charges.abs() // step,
        weight=even.ifelse(1, rows.paid),
        total=even.ifelse(rows.lines, rows.all_paid),
    )
    rows = rows.mutate(rest=(rows.steps * rows.weight) % rows.total)
    by_rest = ibis.window(group_by=("shop", "order_id"), order_by=(ibis.desc("rest"), "line_id"))
    rows = rows.mutate(rests=rows.rest.sum().over(of_order).cast("int64"), place=ibis.row_number().over(by_rest))
    whole = _divided(rows.steps * rows.weight - rows.rest, rows.total).cast("int64")
    one_more = (rows.place < rows.rests // rows.total).ifelse(1, 0)
    sign = (rows.charges < 0).ifelse(-1, 1)
    return rows.mutate(share=(sign * rows.step * (whole + one_more)).cast("int64"))


@ibis.udf.scalar.builtin(name="divide", signature=((dt.int64, dt.int64), dt.Decimal(38, 0)))  # type: ignore[untyped-decorator]
def _divided(number: Any, by: Any) -> Any:
    """Whole division in whole numbers; Ibis's own goes through binary floats, which large orders are too large for."""
