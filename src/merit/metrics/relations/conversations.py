"""Conversations and the orders around them: what an inquiry led to, and which agent served an order before payment."""

from typing import Any

import ibis

from merit.metrics.relations.tables import DONE_REFUND, Tables, days_between, is_valid, order_key, with_order_amount

ASKED_BEFORE_DAYS = 21
"""Who paid within so many days before asking is taken to ask about that order, not to inquire."""
IN_THE_END_DAYS = 30
SERVED_WITHIN_DAYS = 3
"""An order belongs to the agent last spoken to within so many days before payment."""
_MICROSECONDS = 86_400_000_000


def inquiries(tables: Tables) -> Any:
    """Every conversation, with the next paid order of the same buyer in the same shop."""
    talks = tables("conversations")
    around = _paid_around(talks, _paid(tables))
    rows = talks.left_join(around, [talks.conversation_id == around.around_id]).drop("around_id")
    until = days_between(rows.started_at_day, rows.next_paid_at_day)
    no = ibis.literal(False)
    same_day = ibis.coalesce(until == 0, no)
    recent = ibis.coalesce(days_between(rows.last_paid_day, rows.started_at_day) <= ASKED_BEFORE_DAYS, no)
    return rows.mutate(
        paid_same_day=same_day,
        paid_by_next_day=ibis.coalesce(until <= 1, no),
        paid_in_the_end=ibis.coalesce(until <= IN_THE_END_DAYS, no),
        inquiry=ibis.coalesce(rows.presale, ~recent | same_day),
    ).drop("last_paid_day")


def served_orders(tables: Tables) -> Any:
    """Paid valid orders with the agent the buyer last spoke to before paying; `agent` is missing for silent orders."""
    paid = _paid(tables)
    talks = tables("conversations")
    moments = _moments(paid, talks)
    so_far = ibis.window(group_by=("shop", "buyer"), order_by=("moment", "is_order"), preceding=None, following=0)
    last = moments.mutate(talked_at=moments.talk_at.max().over(so_far))
    last = last.filter(last.is_order == 1).select(last_shop="shop", last_order="order_id", talked_at="talked_at")
    rows = paid.left_join(last, [paid.shop == last.last_shop, paid.order_id == last.last_order])
    rows = rows.drop("last_shop", "last_order")
    in_time = rows.paid_at.delta(rows.talked_at, unit="microsecond") <= SERVED_WITHIN_DAYS * _MICROSECONDS
    rows = rows.mutate(talked_at=in_time.ifelse(rows.talked_at, None))
    rows = _with_refunds(with_order_amount(_with_agent(rows, talks), tables), tables("refunds"))
    return rows.mutate(valid=ibis.literal(True), order_key=order_key(rows))


def _with_refunds(rows: Any, refunds: Any) -> Any:
    """What was given back of each order, whenever it was."""
    done = refunds.filter(refunds.status == DONE_REFUND)
    back = done.group_by("shop", "order_id").agg(refunded=done.amount.sum().cast("int64"))
    back = back.rename(back_shop="shop", back_order="order_id")
    found = rows.left_join(back, [rows.shop == back.back_shop, rows.order_id == back.back_order])
    return found.drop("back_shop", "back_order").mutate(refunded=ibis.coalesce(ibis._.refunded, 0))


def _paid(tables: Tables) -> Any:
    orders = tables("orders")
    return orders.filter(orders.paid_at.notnull(), is_valid(orders))


def _paid_around(talks: Any, paid: Any) -> Any:
    """Per conversation the buyer's next paid order and the day of the one before; no moment is joined to moments."""
    asked = talks.filter(ibis.coalesce(talks.buyer, "") != "")
    moments = asked.select(
        "shop",
        "buyer",
        moment=asked.started_at,
        around_id=asked.conversation_id,
        paid_at=ibis.null(paid.paid_at.type()),
        paid_at_day=ibis.null("date"),
    ).union(
        paid.select(
            "shop",
            "buyer",
            moment=paid.paid_at,
            around_id=ibis.null("string"),
            paid_at=paid.paid_at,
            paid_at_day=paid.paid_at_day,
        )
    )
    # Who pays at the very moment of asking pays after it: without an order among equals it would be left to chance
    moments = moments.mutate(is_order=moments.around_id.isnull().ifelse(1, 0))
    order = ("moment", "is_order")
    later = ibis.window(group_by=("shop", "buyer"), order_by=order, preceding=0, following=None)
    sooner = ibis.window(group_by=("shop", "buyer"), order_by=order, preceding=None, following=0)
    rows = moments.mutate(
        next_paid_at=moments.paid_at.min().over(later),
        next_paid_at_day=moments.paid_at_day.min().over(later),
        last_paid_day=moments.paid_at_day.max().over(sooner),
    )
    return rows.filter(rows.around_id.notnull()).select(
        "around_id", "next_paid_at", "next_paid_at_day", "last_paid_day"
    )


def _moments(paid: Any, talks: Any) -> Any:
    bought = paid.select(
        "shop", "buyer", "order_id", moment=paid.paid_at, is_order=1, talk_at=ibis.null(talks.started_at.type())
    )
    asked = talks.filter(ibis.coalesce(talks.buyer, "") != "")
    return bought.union(
        asked.select(
            "shop",
            "buyer",
            order_id=ibis.null("string"),
            moment=asked.started_at,
            is_order=0,
            talk_at=asked.started_at,
        )
    ).filter(ibis._.buyer.notnull())


def _with_agent(rows: Any, talks: Any) -> Any:
    """Two conversations of one buyer at the same moment: the lower agent id."""
    agents = talks.group_by("shop", "buyer", "started_at").agg(
        agent=talks.agent.min(), talked_at_day=talks.started_at_day.min()
    )
    agents = agents.rename(agent_shop="shop", agent_buyer="buyer", agent_at="started_at")
    there = [
        rows.shop == agents.agent_shop,
        rows.buyer == agents.agent_buyer,
        rows.talked_at == agents.agent_at,
    ]
    return rows.left_join(agents, there).drop("agent_shop", "agent_buyer", "agent_at")
