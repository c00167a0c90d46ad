"""Whose customer an order came from and whose lead was won, on the very day: owners change, and the days say when."""

from typing import Any

import ibis

from merit.metrics.relations.tables import Tables, is_valid, order_key, with_order_amount


def owned_orders(tables: Tables) -> Any:
    """Paid valid orders with the `owner` of their buyer on the day of payment.

    A buyer for whom `owners` has no row at all is the `customers` row's owner's; one whose owner's last day has passed
    is nobody's.
    """
    orders = tables("orders")
    paid = orders.filter(orders.paid_at.notnull(), is_valid(orders))
    held = _held_on(paid, "buyer", "paid_at_day", _spans(tables("owners"), "customer"))
    customers = tables("customers")
    always = customers.select(always_of=customers.customer, always=customers.owner)
    rows = held.left_join(always, held.buyer == always.always_of).drop("always_of")
    owner = rows.is_known.ifelse(rows.holder, rows.always)
    rows = rows.mutate(owner=owner).drop("holder", "is_known", "always")
    return with_order_amount(rows, tables).mutate(valid=ibis.literal(True), order_key=order_key(rows))


def owned_leads(tables: Tables) -> Any:
    """Every lead with its owner on the day it was won (`won_by`); without rows in `owners` the one the lead names."""
    leads = tables("leads")
    rows = _held_on(leads, "lead", "won_at_day", _spans(tables("owners"), "lead"))
    return rows.mutate(won_by=rows.is_known.ifelse(rows.holder, rows.owner)).drop("holder", "is_known")


def _spans(owners: Any, subject: str) -> Any:
    """Who has it from `first` up to but not including `past`: the next owner's first day ends it even without `to`."""
    rows = owners.filter(ibis.coalesce(owners[subject], "") != "")
    by_day = ibis.window(group_by=subject, order_by="from")
    following = rows["from"].lead().over(by_day)
    after = (rows.to + ibis.interval(days=1)).cast("date")
    past = ibis.least(ibis.coalesce(following, after), ibis.coalesce(after, following))
    return rows.select(held=rows[subject], holder=rows.person, first=rows["from"], past=past)


def _held_on(rows: Any, subject: str, day: str, spans: Any) -> Any:
    """Each row with its `holder` on that day, and whether anybody ever had it (`is_known`)."""
    known = spans.select(known=spans.held).distinct()
    found = rows.left_join(known, rows[subject] == known.known)
    found = found.mutate(is_known=found.known.notnull()).drop("known")
    there = [
        found[subject] == spans.held,
        found[day] >= spans.first,
        spans.past.isnull() | (found[day] < spans.past),
    ]
    return found.left_join(spans, there).drop("held", "first", "past")
