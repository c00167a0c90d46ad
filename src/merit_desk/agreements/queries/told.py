"""Whose account belongs to a person, and where an agreement is read."""

from collections.abc import Iterable

from django.urls import reverse

from merit_desk.accounts.models import Account
from merit_desk.agreements.models import Agreement
from merit_desk.cycles.queries.parties import people_in


def accounts_of(people: Iterable[str]) -> dict[str, list[int]]:
    """The active accounts of each person; people without one are left out."""
    found: dict[str, list[int]] = {}
    wanted = sorted(set(people) - {""})
    for person, account in Account.objects.filter(person__in=wanted, is_active=True).values_list("person", "pk"):
        found.setdefault(person, []).append(account)
    return found


def address_of(one: Agreement) -> str:
    """Its page."""
    return reverse("agreements:agreement", args=[one.pk])


def managers_of(one: Agreement) -> frozenset[str]:
    """Who answers for the person."""
    return people_in(one.participant.managers)


def above(one: Agreement) -> frozenset[str]:
    """Who stands above them."""
    return people_in(one.participant.skip_managers)
