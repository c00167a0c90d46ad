"""The paid orders of each buyer in sequence: who is new, who comes back, and after how many days."""

from typing import Any

import ibis

from merit.metrics.relations.tables import Tables, days_between, is_valid, with_order_amount

WITHIN = (30, 60, 90, 180)
"""Days within which a further order counts as a repurchase."""
NEW_AGAIN = 365
"""Who has not paid for longer than this is a new buyer again, as Taobao counts."""


def buyer_orders(tables: Tables) -> Any:
    """The paid valid orders of known buyers. A buyer is one across all shops that give the same buyer id."""
    orders = tables("orders")
    paid = orders.filter(orders.paid_at.notnull(), is_valid(orders), ibis.coalesce(orders.buyer, "") != "")
    return in_sequence(with_order_amount(paid, tables)).mutate(valid=ibis.literal(True))


def in_sequence(paid: Any) -> Any:
    """`number` counts from 1; ties of the moment go by shop and order id."""
    sequence = ibis.window(group_by="buyer", order_by=("paid_at", "shop", "order_id"))
    rows = paid.mutate(
        number=ibis.row_number().over(sequence).cast("int64") + 1,
        previous_paid_day=paid.paid_at_day.lag().over(sequence),
        next_paid_day=paid.paid_at_day.lead().over(sequence),
    )
    rows = rows.mutate(is_first=rows.number == 1)
    of_buyer = ibis.window(group_by="buyer")
    first_amount = rows.is_first.ifelse(rows.order_amount, None).max().over(of_buyer)
    rows = rows.mutate(first_order_amount=first_amount, first_paid_day=rows.paid_at_day.min().over(of_buyer))
    until_next = days_between(rows.paid_at_day, rows.next_paid_day)
    no = ibis.literal(False)
    rows = rows.mutate(
        month_number=_months(rows.paid_at_day) - _months(rows.first_paid_day),
        is_new_in_a_year=ibis.coalesce(days_between(rows.previous_paid_day, rows.paid_at_day) > NEW_AGAIN, ~no),
    )
    return rows.mutate(**{f"repurchased_{days}": ibis.coalesce(until_next <= days, no) for days in WITHIN})


def _months(day: Any) -> Any:
    """Calendar months since the year 0: their difference does not care how long a month is."""
    return day.year().cast("int64") * 12 + day.month()
