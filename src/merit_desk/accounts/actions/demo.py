"""The demo company's accounts: one of each role, with a password that the sign-in page shows."""

from datetime import date

from allauth.account.models import EmailAddress
from django.db import transaction

from merit.company import Company
from merit.people.organisation import Organisation
from merit_desk.accounts import demo
from merit_desk.accounts.access import Role
from merit_desk.accounts.models import Account, Grant
from merit_desk.accounts.queries.subtree import in_charge_of
from merit_desk.audit.actions import Subject, record

_GRANTED = (Role.OWNER, Role.HR, Role.STEWARD, Role.FINANCE, Role.AUDITOR)


def make_demo_accounts(company: Company, day: date) -> list[Account]:
    """One account for each role on that day; those that are there already stay as they are.

    Only for a company made by `merit demo`: everybody may know the password.
    """
    people = _people(company.organisation, day)
    with transaction.atomic():
        made = [account for role, person in people.items() if (account := _make(role, person, company, day))]
        if made:
            record(
                None,
                "accounts.demo_made",
                Subject("account", "demo"),
                after={"names": [each.username for each in made]},
            )
    return made


def _people(organisation: Organisation, day: date) -> dict[Role, str]:
    charges = in_charge_of(organisation, day)
    at_work = [person for person in organisation.spells_of if any(person in below for below in charges.values())]
    widest = sorted(charges, key=lambda person: (-len(charges[person]), person))
    top = next((person for person in widest if person not in at_work), widest[0] if widest else "")
    manager = next((person for person in widest if person in at_work), "")
    employee = next((person for person in sorted(charges.get(manager, ())) if person not in charges), "")
    return {Role.OWNER: top, Role.MANAGER: manager, Role.EMPLOYEE: employee} | {
        role: "" for role in _GRANTED if role is not Role.OWNER
    }


def _make(role: Role, person: str, company: Company, day: date) -> Account | None:
    if Account.objects.filter(username=role.value).exists() or (person == "" and role not in _GRANTED):
        return None
    spells = company.organisation.spells_of.get(person, ())
    name = spells[-1].name if spells else _NAMES.get(role, role.value)
    free = not Account.objects.filter(person=person).exists() if person else True
    account = Account(username=role.value, name=name, person=person if free else "", demo=True)
    account.email = f"{role.value}@demo.example"
    account.set_password(demo.PASSWORD)
    account.save()
    EmailAddress.objects.create(user=account, email=account.email, primary=True, verified=True)
    if role in _GRANTED:
        Grant.objects.create(account=account, role=role.value, start=day.replace(month=1, day=1))
    return account


_NAMES = {Role.HR: "程雪", Role.STEWARD: "许一鸣", Role.FINANCE: "沈佳", Role.AUDITOR: "顾平"}
"""Invented, for posts that the demo company's people table does not hold."""
