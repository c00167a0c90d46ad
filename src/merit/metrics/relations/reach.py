"""How far a changed fact reaches in a relation: which other rows can come out otherwise because of it.

A relation's rows are worked out from those facts alone that share the row's key; so facts can be narrowed to the keys
that were touched before anything is joined. Relations that nobody described here are worked out as a whole.
"""

from dataclasses import dataclass
from enum import StrEnum

from merit.catalogue.expression import Name
from merit.catalogue.kpi import Aggregate, Measure
from merit.facts.tables import TABLES


class Reach(StrEnum):
    """The key that a relation's row shares with every fact it is made of."""

    ROW = "row"
    """The fact itself."""
    VALUE = "value"
    """One column of the fact: all rows of a value that is counted distinct."""
    ORDER = "order"
    BUYER = "buyer"
    """The buyer, in all shops; of who is unknown, the order or conversation itself."""
    CONVERSATION = "conversation"


@dataclass(frozen=True, slots=True)
class Touch:
    """A reach; `column` is that of VALUE."""

    reach: Reach
    column: str = ""


_OF_ORDERS = frozenset(name for name, table in TABLES.items() if {"shop", "order_id"} <= set(table.names))
_OF_TALKS = frozenset(name for name, table in TABLES.items() if "conversation_id" in table.names)
_TABLES = {
    Reach.ORDER: _OF_ORDERS - _OF_TALKS,
    Reach.BUYER: frozenset({"orders", "order_lines", "refunds", "fees"}) | _OF_TALKS,
    Reach.CONVERSATION: _OF_TALKS,
}
_REACHES = {
    **dict.fromkeys(("orders", "visits", "stock", "purchases", "tasks", "posts_daily"), Touch(Reach.ROW)),
    **dict.fromkeys(
        ("order_lines", "refunds", "fees", "settlements", "shipments", "order_deliveries", "filled_orders",
         "order_experience"),
        Touch(Reach.ORDER),
    ),
    **dict.fromkeys(("buyer_orders", "served_orders", "inquiries", "order_contributions"), Touch(Reach.BUYER)),
    **dict.fromkeys(
        ("conversations", "rounds", "talk_messages", "solutions", "solved_conversations"), Touch(Reach.CONVERSATION)
    ),
    "agent_load": Touch(Reach.VALUE, "agent"),
}  # fmt: skip
_HAVE_BUYERS = frozenset({"orders", "order_lines", "buyer_orders", "served_orders", "inquiries", "conversations"})
"""Relations whose `buyer` is that of the order or conversation."""


def touch_of(relation: str, measure: Measure, reads: frozenset[str]) -> Touch | None:
    """What is to be worked out again of the measure where facts have changed; None for all of it.

    `reads` names the fact tables that the relation is made of: a relation that reads more than its reach covers is
    worked out as a whole.
    """
    as_it_is = Touch(Reach.ROW) if reads == {relation} else None
    touch = _REACHES.get(relation, as_it_is)
    if touch is not None and measure.aggregate is Aggregate.DISTINCT:
        touch = _of_entities(relation, touch.reach, measure)
    if touch is None or not reads <= _TABLES.get(touch.reach, reads if len(reads) == 1 else frozenset()):
        return None
    return touch


def _of_entities(relation: str, reach: Reach, measure: Measure) -> Touch | None:
    """Of what is counted once, all rows have to be seen."""
    if not isinstance(measure.value, Name):
        return None
    column = measure.value.id
    if column == "order_key" and reach is Reach.ORDER:
        return Touch(Reach.ORDER)
    if column in ("buyer", "buyer_day") and relation in _HAVE_BUYERS:
        return Touch(Reach.BUYER)
    if reach is Reach.ROW and TABLES[relation].column(column) is not None:
        return Touch(Reach.VALUE, column)
    return None
