"""Telling people what happened to an agreement."""

from collections.abc import Iterable

from merit_desk.agreements.models import Agreement
from merit_desk.agreements.queries.told import accounts_of, address_of
from merit_desk.notices.actions import Told, tell_many
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company


def tell_people(one: Agreement, people: Iterable[str], code: str) -> None:
    """Leave a notice that leads to its page; the cycle's title and the person's name fill its gaps."""
    gaps = {
        "cycle": one.participant.cycle.title,
        "name": node_name(declared_company(), "person", one.participant.person),
    }
    told = (account for found in accounts_of(people).values() for account in found)
    tell_many(code, (Told(account, address_of(one), gaps) for account in told))
