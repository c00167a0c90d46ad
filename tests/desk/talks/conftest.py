"""Everybody of the tiny company with an account: owner > leader > ann, bob, cat; HR is nobody of the company."""

from datetime import date

import pytest

from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer, viewer_for
from merit_desk.talks.models import Audience, Kind
from merit_desk.talks.words import Words
from tests.desk.conftest import account_for, client_for, role_account


@pytest.fixture
def desk(company_folder):
    """Who asks, by name: `desk("ann")` is the viewer, `desk.client("ann")` the browser."""
    return Desk()


class Desk:
    """Accounts of people and roles, made when first asked for."""

    def __init__(self):
        for person in ("ann", "bob", "cat", "leader", "owner"):
            self.account(person)

    def account(self, name: str) -> Account:
        roles = {"owner": "owner", "leader": "manager", "cat": "employee"}
        if name in roles or name in ("hr", "auditor", "stranger", "finance"):
            return role_account(roles.get(name, name))
        return account_for(name, name)

    def __call__(self, name: str) -> Viewer:
        return viewer_for(self.account(name))

    def client(self, name: str):
        return client_for(self.account(name))


@pytest.fixture(autouse=True)
def october(monkeypatch):
    """Everybody is at work: bob's last day is the 14th of October."""

    def on_that_day(account: Account) -> Viewer:
        import dataclasses

        from merit_desk.accounts import viewer as module

        found = original(account)
        organisation = module.declared_company().organisation
        roles = frozenset(grant.role for grant in found.granted)
        if found.person:
            roles |= module.derived_roles(organisation, found.person, date(2026, 10, 12))
        return dataclasses.replace(found, today=date(2026, 10, 12), roles=roles)

    from merit_desk.accounts import viewer as module

    original = module.viewer_for
    for place in ("merit_desk.accounts.viewer", "merit_desk.talks.queries.comments", __name__):
        monkeypatch.setattr(f"{place}.viewer_for", on_that_day)


def words(text="做得好", audience=Audience.PERSON, kind=Kind.FEEDBACK, value="", key=""):
    """What somebody writes."""
    words.count += 1
    return Words(kind, text, audience, key or f"t{words.count}", value)


words.count = 0
