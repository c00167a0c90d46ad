"""Settlements of the platform beside our own ledger of the same order."""

from typing import Any

import ibis

from merit.metrics.relations.tables import DONE_REFUND, Tables, of_their_order, order_amounts, with_days, with_order

_OF_ORDER = ("buyer", "region", "channel", "campaign", "customer_type", *with_days("paid_at"))


def settlements(tables: Tables) -> Any:
    """Every settlement. `ledger_amount` stands on the first of an order, 0 on the rest; missing without one."""
    rows = with_order(tables("settlements"), of_their_order(tables, _OF_ORDER))
    rows = rows.rename({name: f"order_{name}" for name in _OF_ORDER})
    of_order = ibis.window(group_by=("shop", "order_id"), order_by=("settled_at", "settlement_id"))
    rows = rows.mutate(place=ibis.row_number().over(of_order))
    ledger = _ledger(tables)
    there = [rows.shop == ledger.ledger_shop, rows.order_id == ledger.ledger_order]
    rows = rows.left_join(ledger, there).drop("ledger_shop", "ledger_order")
    due = (rows.place == 0).ifelse(rows.due, rows.due * 0)
    return rows.mutate(ledger_amount=due.cast("int64")).drop("due", "place")


def _ledger(tables: Tables) -> Any:
    """Per order: what the buyer paid, less refunds carried out and fees."""
    amounts = order_amounts(tables)
    refunds, fees = tables("refunds"), tables("fees")
    back = _per_order(refunds.filter(refunds.status == DONE_REFUND), "back")
    cost = _per_order(fees, "cost")
    rows = amounts.left_join(back, [amounts.amounts_shop == back.back_shop, amounts.amounts_order == back.back_order])
    rows = rows.left_join(cost, [rows.amounts_shop == cost.cost_shop, rows.amounts_order == cost.cost_order])
    due = rows.order_amount - ibis.coalesce(rows.back, 0) - ibis.coalesce(rows.cost, 0)
    return rows.select(ledger_shop=rows.amounts_shop, ledger_order=rows.amounts_order, due=due.cast("int64"))


def _per_order(rows: Any, named: str) -> Any:
    rows = rows.filter(rows.order_id.notnull())
    summed = rows.group_by("shop", "order_id").agg(**{named: rows.amount.sum()})
    return summed.rename({f"{named}_shop": "shop", f"{named}_order": "order_id"})
