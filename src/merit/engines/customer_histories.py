"""Each customer's purchases so far, and what a cohort's orders left by day since the first."""

from datetime import date
from typing import Any

from merit.engines.query_engine import QueryEngine
from merit.insight.customer_value import CustomerHistory
from merit.kernel.exact import STORED_SCALE
from merit.kernel.period import Period

_DAYS_OF_A_WEEK = 7


def customer_histories(engine: QueryEngine, until: date) -> list[CustomerHistory]:
    """Every known buyer up to and including that day; orders of one day are one purchase."""
    orders = engine.relation("order_contributions")
    days = orders.filter(orders.first_paid_day.notnull(), orders.paid_at_day <= until)
    days = days.group_by("buyer", day=days.paid_at_day).agg(left=days.contribution.sum())
    first = days.group_by(first_of="buyer").agg(first=days.day.min(), last=days.day.max(), times=days.count())
    found = days.join(first, days.buyer == first.first_of)
    again = found.day > found.first
    rows = found.group_by("buyer", "first", "last", "times").agg(left=found.left.sum(where=again))
    return [_history(row, until) for row in engine.run(rows.order_by("buyer")).to_pylist()]


def contribution_by_day(engine: QueryEngine, cohort: Period) -> tuple[int, list[tuple[int, float]]]:
    """How many customers bought first in the cohort's days, and the contribution of all of them by day since then."""
    orders = engine.relation("order_contributions")
    first = orders.first_paid_day
    own = orders.filter(first.notnull(), first >= cohort.start, first < cohort.end)
    by_day = own.group_by(day=own.days_since_first).agg(left=own.contribution.sum())
    rows = engine.run(by_day.order_by("day")).to_pylist()
    (counted,) = engine.run(own.agg(customers=own.buyer.nunique())).to_pylist()
    return int(counted["customers"]), [(int(row["day"]), int(row["left"]) / STORED_SCALE) for row in rows]


def _history(row: dict[str, Any], until: date) -> CustomerHistory:
    repeats = int(row["times"]) - 1
    left = int(row["left"] or 0) / STORED_SCALE / repeats if repeats else None
    last = (row["last"] - row["first"]).days / _DAYS_OF_A_WEEK
    return CustomerHistory(repeats, last, (until - row["first"]).days / _DAYS_OF_A_WEEK, left)
