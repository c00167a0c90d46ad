"""Orders by day of each shop and agent, how many were refunded soon after, and those refunded past the period's end."""

from datetime import timedelta
from typing import Any

import ibis

from merit.company import Company
from merit.engines.query_engine import QueryEngine
from merit.engines.signs.agents import agent_subject, people_of
from merit.engines.signs.orders_around import key_of
from merit.engines.signs.present_columns import Needs, in_days
from merit.insight.signs.month_end_spike import DayOfOrders, month_end_signs
from merit.insight.signs.sign import Evidence, Sign, Subject, SubjectKind
from merit.kernel.exact import from_stored, plain
from merit.kernel.explain import LineRef
from merit.kernel.period import Period

NEEDS: Needs = {"orders": ("paid_at",), "refunds": ("order_id", "refunded_at")}


def find_month_end_spikes(company: Company, engine: QueryEngine, period: Period) -> list[Sign]:
    """Signs of spikes at the period's end that are refunded after it."""
    rules = company.profile.signs
    orders = in_days(engine.table("orders"), "paid_at_day", period)
    refunds = engine.table("refunds").filter(ibis._.order_id.notnull(), ibis._.refunded_at_day.notnull())
    first = refunds.mutate(refund_key=key_of(refunds)).group_by("refund_key")
    first = first.agg(refunded_day=ibis._.refunded_at_day.min(), refund=ibis._.amount.sum())
    orders = orders.mutate(key=key_of(orders))
    known = orders.left_join(first, orders.key == first.refund_key)
    soon = known.refunded_day < known.paid_at_day + ibis.interval(days=rules.refund_days)
    known = known.mutate(soon=ibis.coalesce(soon, ibis.literal(False)))
    people = people_of(company, "agent", period)
    lines = engine.table("order_lines")
    sold = lines.filter(lines.agent.notnull()).mutate(sold_key=key_of(lines))
    sold = sold.group_by("sold_key").agg(agent=sold.agent.min())
    by_agent = known.inner_join(sold, known.key == sold.sold_key)
    found: list[Sign] = []
    for rows, column in ((known, "shop"), (by_agent, "agent")):
        days = [_day(row, column, people) for row in engine.run(_by_day(rows, column)).to_pylist()]
        late = _late_rows(engine, _late(rows, period, rules.month_end_days), column, (people, rules.rows))
        found += month_end_signs(period, days, late, rules)
    return found


def _by_day(rows: Any, column: str) -> Any:
    return rows.group_by(column, "paid_at_day").agg(orders=rows.count(), refunded=rows.soon.sum())


def _day(row: dict[str, Any], column: str, people: dict[str, str]) -> DayOfOrders:
    return DayOfOrders(_subject(column, row[column], people), row["paid_at_day"], row["orders"], int(row["refunded"]))


def _subject(column: str, value: str, people: dict[str, str]) -> Subject:
    return Subject(SubjectKind.SHOP, value) if column == "shop" else agent_subject(value, people)


def _late(rows: Any, period: Period, days: int) -> Any:
    last = rows.paid_at_day >= period.end - timedelta(days=days)
    return rows.filter(last, rows.soon, rows.refunded_day >= period.end)


def _late_rows(
    engine: QueryEngine, rows: Any, column: str, shown: tuple[dict[str, str], int]
) -> dict[Subject, tuple[int, list[Evidence]]]:
    columns = (column, "order_id", "paid_at_day", "paid_amount", "refunded_day", "refund", "source_file", "source_line")
    found: dict[Subject, tuple[int, list[Evidence]]] = {}
    for row in engine.run(rows.select(*dict.fromkeys(columns)).order_by("paid_at_day", "order_id")).to_pylist():
        subject = _subject(column, row[column], shown[0])
        count, evidence = found.get(subject, (0, []))
        found[subject] = (count + 1, evidence if count >= shown[1] else [*evidence, _evidence(row)])
    return found


def _evidence(row: dict[str, Any]) -> Evidence:
    fields = {
        "order_id": row["order_id"],
        "paid_at_day": row["paid_at_day"].isoformat(),
        "paid_amount": plain(from_stored(int(row["paid_amount"] or 0))),
        "refunded_at_day": row["refunded_day"].isoformat(),
        "refund": plain(from_stored(int(row["refund"]))),
    }
    return Evidence("orders", LineRef(row["source_file"], row["source_line"]), tuple(fields.items()))
