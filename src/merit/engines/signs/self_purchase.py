"""Orders of the accounts that the company named as its employees' own (`staff_accounts`)."""

from collections import Counter, defaultdict
from typing import Any

import ibis

from merit.company import Company
from merit.engines.query_engine import QueryEngine
from merit.engines.signs.agents import agent_subject, people_of
from merit.engines.signs.orders_around import key_of, mean_repeats, paid_orders
from merit.engines.signs.present_columns import Needs
from merit.insight.signs.self_purchase import (
    LedBuyer,
    LedOrders,
    OwnOrder,
    led_purchase_signs,
    self_purchase_signs,
)
from merit.insight.signs.sign import Sign, Subject
from merit.kernel.exact import from_stored
from merit.kernel.explain import LineRef
from merit.kernel.period import Period

NEEDS: Needs = {"orders": ("buyer", "paid_at")}
ACCOUNTS = "staff_accounts"
LED_NEEDS: Needs = {**NEEDS, "conversations": ("agent", "order_id")}


def find_self_purchase(company: Company, engine: QueryEngine, period: Period) -> list[Sign]:
    """Signs of people who buy in the company's own shops."""
    accounts, lines = engine.table(ACCOUNTS), engine.table("order_lines")
    owned = accounts.select(account=accounts.buyer, whose=accounts.person, opened=accounts.since)
    orders = paid_orders(engine, period).inner_join(owned, ibis._.buyer == owned.account)
    orders = orders.filter(orders.opened.isnull() | (orders.paid_at_day >= orders.opened))
    sold = lines.filter(lines.agent.notnull()).select(sold_key=key_of(lines), sold_by=lines.agent)
    sold = sold.group_by("sold_key").agg(sold_by=sold.sold_by.min())
    found = orders.left_join(sold, orders.key == sold.sold_key)
    columns = ("shop", "order_id", "paid_at_day", "paid_amount", "refunded", "source_file", "source_line")
    rows = engine.run(found.select(*columns, "whose", "sold_by").order_by("whose", "paid_at_day", "order_id"))
    agents = people_of(company, "agent", period)
    own = [_order(row, agents) for row in rows.to_pylist()]
    return list(self_purchase_signs(period, own, mean_repeats(engine, period), company.profile.signs)) if own else []


def find_led_purchase(company: Company, engine: QueryEngine, period: Period) -> list[Sign]:
    """Signs of accounts that buy again and again and always through one agent; registered accounts are told apart."""
    rules = company.profile.signs
    orders, talks = paid_orders(engine, period), engine.table("conversations")
    orders = orders.filter(orders.buyer.notnull(), ~orders.buyer.isin(engine.table(ACCOUNTS).buyer))
    presale = talks.filter(talks.presale, talks.order_id.notnull(), talks.agent.notnull())
    talked = presale.select(led_key=key_of(presale), led_by=presale.agent).distinct()
    columns = ("shop", "order_id", "key", "buyer", "paid_at_day", "paid_amount", "refunded")
    led = orders.inner_join(talked, orders.key == talked.led_key)
    led = led.select(*columns, "source_file", "source_line", "led_by")
    people = people_of(company, "agent", period)
    by_agent: dict[Subject, int] = {}
    for row in engine.run(led.group_by("led_by").agg(orders=led.count())).to_pylist():
        subject = agent_subject(row["led_by"], people)
        by_agent[subject] = by_agent.get(subject, 0) + row["orders"]
    often = led.group_by("buyer").agg(times=led.count()).filter(ibis._.times >= rules.led_orders)
    found = engine.run(led.semi_join(often, "buyer").order_by("buyer", "paid_at_day", "order_id")).to_pylist()
    (counted,) = engine.run(led.agg(buyers=led.buyer.nunique())).to_pylist()
    usual = LedOrders(by_agent, counted["buyers"], mean_repeats(engine, period))
    return list(led_purchase_signs(period, _led(found, people), usual, rules))


def _led(rows: list[dict[str, Any]], people: dict[str, str]) -> list[LedBuyer]:
    listed: dict[tuple[str, Subject], list[OwnOrder]] = defaultdict(list)
    times: Counter[str] = Counter()
    for row in rows:
        subject = agent_subject(row["led_by"], people)
        listed[row["buyer"], subject].append(_order({**row, "whose": subject.id, "sold_by": row["led_by"]}, people))
        times[row["buyer"]] += 1
    return [
        LedBuyer(subject, buyer, len(orders), times[buyer], tuple(orders))
        for (buyer, subject), orders in listed.items()
    ]


def _order(row: dict[str, Any], agents: dict[str, str]) -> OwnOrder:
    return OwnOrder(
        person=row["whose"],
        shop=row["shop"],
        order=row["order_id"],
        day=row["paid_at_day"],
        amount=from_stored(int(row["paid_amount"] or 0)),
        refunded=row["refunded"],
        credited=agents.get(row["sold_by"] or "", row["sold_by"]) == row["whose"],
        source=LineRef(row["source_file"], row["source_line"]),
    )
