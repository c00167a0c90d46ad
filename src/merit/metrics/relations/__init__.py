"""The relations that measures speak of, as queries over fact tables; `catalogue.relations` declares their columns.

A relation is a function from `tables` (name → fact table in stored form; an empty table where there are no facts) to a
query. Rows are never lost or doubled: each is one row of its defining fact, with its `source_file` and `source_line`;
`order_deliveries` has one row per order, `buyer_orders`, `served_orders` and `owned_orders` leave out what is not paid
and valid.
"""

from collections.abc import Set as AbstractSet

from merit.catalogue.relations import DEFAULT_CREDIT as DEFAULT_CREDIT
from merit.facts.tables import TABLES
from merit.metrics.relations.buyers import buyer_orders
from merit.metrics.relations.complaints import complaints
from merit.metrics.relations.contributions import order_contributions
from merit.metrics.relations.conversations import inquiries, served_orders
from merit.metrics.relations.deliveries import filled_orders, order_deliveries, shipments
from merit.metrics.relations.experience import order_experience
from merit.metrics.relations.forecasts import forecasts
from merit.metrics.relations.load import agent_load, solutions, solved_conversations
from merit.metrics.relations.orders import CHARGED, lines_without_charges, order_lines, orders
from merit.metrics.relations.owners import owned_leads, owned_orders
from merit.metrics.relations.refunds import fees, refunds
from merit.metrics.relations.rounds import conversations, rounds, talk_messages
from merit.metrics.relations.settlements import settlements
from merit.metrics.relations.stock import stock, stock_ages, stock_daily, stocktakes
from merit.metrics.relations.tables import Build, Tables, as_it_is
from merit.metrics.relations.work import posts_daily, purchases, standings, tasks, visits

_ENRICHED: dict[str, Build] = {
    "orders": orders,
    "order_lines": order_lines,
    "refunds": refunds,
    "fees": fees,
    "settlements": settlements,
    "buyer_orders": buyer_orders,
    "served_orders": served_orders,
    "owned_orders": owned_orders,
    "owned_leads": owned_leads,
    "conversations": conversations,
    "inquiries": inquiries,
    "visits": visits,
    "complaints": complaints,
    "shipments": shipments,
    "order_deliveries": order_deliveries,
    "stock": stock,
    "stock_ages": stock_ages,
    "stocktakes": stocktakes,
    "purchases": purchases,
    "tasks": tasks,
    "posts_daily": posts_daily,
    "standings": standings,
    "forecasts": forecasts,
    "rounds": rounds,
    "talk_messages": talk_messages,
    "agent_load": agent_load,
    "solutions": solutions,
    "solved_conversations": solved_conversations,
    "order_contributions": order_contributions,
    "order_experience": order_experience,
    "filled_orders": filled_orders,
    "stock_daily": stock_daily,
}

RELATIONS: dict[str, Build] = {name: as_it_is(name) for name in TABLES} | _ENRICHED
"""Every relation by name. Fact tables without additions are relations as they are."""


def build_for(build: Build, columns: AbstractSet[str]) -> Build:
    """A cheaper way to the same rows where only those columns are asked for, if there is one."""
    return lines_without_charges if build is order_lines and not columns & CHARGED else build


__all__ = ["DEFAULT_CREDIT", "RELATIONS", "Build", "Tables", "build_for"]
