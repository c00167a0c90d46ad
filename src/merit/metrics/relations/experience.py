"""Orders with what their buyers complained of first, and how they rated: what platforms judge quality by."""

from typing import Any

import ibis

from merit.metrics.relations.tables import Tables, is_valid


def order_experience(tables: Tables) -> Any:
    """Every order. `first_reason` is that of the refund applied for first, whatever became of it or was said later."""
    orders = tables("orders")
    rows = orders.mutate(valid=is_valid(orders))
    first, rated = _first_refund(tables("refunds")), _ratings(tables("ratings_product"))
    rows = rows.left_join(first, [rows.shop == first.back_shop, rows.order_id == first.back_order])
    rows = rows.left_join(rated, [rows.shop == rated.rated_shop, rows.order_id == rated.rated_order])
    return rows.drop("back_shop", "back_order", "rated_shop", "rated_order")


def _first_refund(refunds: Any) -> Any:
    """By the time of application; where that is not told, by the time of the refund."""
    rows = refunds.filter(refunds.order_id.notnull())
    rows = rows.mutate(
        asked_back_at=ibis.coalesce(rows.applied_at, rows.refunded_at),
        asked_back_at_day=ibis.coalesce(rows.applied_at_day, rows.refunded_at_day),
    )
    in_turn = ibis.window(group_by=("shop", "order_id"), order_by=("asked_back_at", "refund_id"))
    rows = rows.mutate(place=ibis.row_number().over(in_turn))
    return rows.filter(rows.place == 0).select(
        "asked_back_at", "asked_back_at_day", back_shop="shop", back_order="order_id", first_reason="reason"
    )


def _ratings(ratings: Any) -> Any:
    rows = ratings.filter(ratings.order_id.notnull())
    return rows.group_by(rated_shop="shop", rated_order="order_id").agg(
        worst_rating=rows.score.min(), best_rating=rows.score.max()
    )
