"""Accounts of everybody in the demo company, so that each can act; only those of the roles can sign in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from merit.company import Company
from merit.people.spells import spell_on
from merit_desk.accounts.access import Role
from merit_desk.accounts.models import Account
from merit_desk.accounts.queries.subtree import in_charge_of
from merit_desk.accounts.viewer import Viewer, viewer_for


@dataclass(frozen=True)
class Cast:
    """Who plays in the demo on that day: the accounts of the roles, a manager and their people."""

    company: Company
    today: date
    kept: dict[str, Viewer] = field(default_factory=dict)

    def viewer(self, person: str) -> Viewer:
        """The viewer of a person."""
        if person not in self.kept:
            self.kept[person] = viewer_for(Account.objects.get(person=person))
        return self.kept[person]

    def role(self, role: Role) -> Viewer:
        """The viewer of a role's demo account."""
        return viewer_for(Account.objects.get(username=role.value, demo=True))

    @cached_property
    def manager(self) -> str:
        """The person of the demo account `manager`."""
        return Account.objects.get(username=Role.MANAGER.value, demo=True).person

    @cached_property
    def owner(self) -> str:
        """The person of the demo account `owner`."""
        return Account.objects.get(username=Role.OWNER.value, demo=True).person

    @cached_property
    def own_people(self) -> list[str]:
        """The manager's direct people, by id."""
        return sorted(in_charge_of(self.company.organisation, self.today).get(self.manager, ()))

    def name(self, person: str) -> str:
        """The person's name."""
        return self.company.organisation.spells_of[person][-1].name

    def leads(self, department: str) -> str:
        """Who leads the department."""
        return next(team.leader for team in self.company.organisation.teams if team.team == department)


def give_accounts(company: Company, today: date) -> int:
    """An account without a password for everybody at work who has none; how many were made."""
    organisation = company.organisation
    there = set(Account.objects.exclude(person="").values_list("person", flat=True))
    at_work = [person for person in organisation.spells_of if spell_on(organisation, person, today)]
    fresh = [_account(person, company) for person in sorted(at_work) if person not in there]
    Account.objects.bulk_create(fresh)
    return len(fresh)


def each_of(people: Iterable[str], act: Callable[[str], object]) -> None:
    """Let each of them act."""
    for person in people:
        act(person)


def _account(person: str, company: Company) -> Account:
    account = Account(username=person, name=company.organisation.spells_of[person][-1].name, person=person)
    account.set_unusable_password()
    return account
