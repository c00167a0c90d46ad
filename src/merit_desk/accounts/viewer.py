"""Who asks: a frozen value made once per request from the account, its grants and the organisation of the day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone

from merit.kernel.refusals import NotFoundRefusal, Refusal
from merit.people.organisation import Organisation
from merit.people.spells import spell_on
from merit.people.tree import managers_of
from merit_desk.accounts.access import ABILITIES, OF_THE_WHOLE, Can, Need, Role
from merit_desk.accounts.models import Account
from merit_desk.results.queries.open_company import declared_company


@dataclass(frozen=True, slots=True)
class Granted:
    """A role in force today; `team` is empty for the whole company."""

    role: Role
    team: str = ""


@dataclass(frozen=True, slots=True)
class Viewer:
    """`account` is None for somebody not signed in; `roles` are those of `today`, on the company's own calendar."""

    account: int | None
    name: str
    person: str
    granted: tuple[Granted, ...]
    roles: frozenset[Role]
    today: date

    @property
    def signer(self) -> int:
        """The account that answers for a change. Raises NotFoundRefusal for somebody not signed in."""
        if self.account is None:
            raise NotFoundRefusal("refusal.no_such_page")
        return self.account

    @property
    def or_nobody(self) -> str:
        """The person, or what is nobody's id, to be compared with in a query (PostgreSQL takes no NUL)."""
        return self.person or " "

    def can(self, ability: Can) -> bool:
        """Whether any role in force gives the ability, be it for a part of the company only, where there are parts."""
        if ability in OF_THE_WHOLE:
            return self.everywhere(ability)
        return any(ability in ABILITIES[role] for role in self.roles)

    def scopes(self, ability: Can) -> tuple[str, ...]:
        """The teams for which a grant gives the ability; an empty id stands for the whole company."""
        return tuple(grant.team for grant in self.granted if ability in ABILITIES[grant.role])

    def everywhere(self, ability: Can) -> bool:
        """Whether the ability holds for the whole company."""
        return "" in self.scopes(ability)

    def meets(self, needs: tuple[Need | Can, ...]) -> bool:
        """Whether any one of the needs is met."""
        return any(self._meets(need) for need in needs)

    def require(self, ability: Can) -> None:
        """Raises NotFoundRefusal: who may not do it is not told that it can be done."""
        if not self.can(ability):
            raise NotFoundRefusal("refusal.no_such_page")

    def _meets(self, need: Need | Can) -> bool:
        match need:
            case Need.PUBLIC:
                return True
            case Need.SIGNED_IN:
                return self.account is not None
            case _:
                return self.can(need)


NOBODY = Viewer(None, "", "", (), frozenset(), date.min)


def viewer_of(request: HttpRequest) -> Viewer:
    """Who asks, settled once per request."""
    kept = getattr(request, "_viewer", None)
    if kept is None:
        account = getattr(request, "user", None)
        kept = viewer_for(account) if isinstance(account, Account) and account.is_active else NOBODY
        request._viewer = kept  # type: ignore[attr-defined]  # noqa: SLF001 (the request is the cache)
    return cast("Viewer", kept)


def viewer_for(account: Account) -> Viewer:
    """What the account is today; a company that cannot be read has no organisation to derive roles from."""
    try:
        company = declared_company()
    except Refusal:
        organisation, today = None, timezone.localdate()
    else:
        organisation = company.organisation
        today = datetime.now(ZoneInfo(company.profile.time_zone)).date()
    granted = tuple(
        Granted(Role(grant.role), grant.team)
        for grant in account.grants.all()
        if grant.start <= today and (grant.end is None or today <= grant.end)
    )
    roles = frozenset(grant.role for grant in granted)
    if organisation is not None and account.person:
        roles |= derived_roles(organisation, account.person, today)
    return Viewer(account.pk, str(account), account.person, granted, roles, today)


def derived_roles(organisation: Organisation, person: str, today: date) -> frozenset[Role]:
    """EMPLOYEE for somebody with a spell, MANAGER for somebody in charge of anybody on that day."""
    found: set[Role] = set()
    if organisation.spells_of.get(person):
        found.add(Role.EMPLOYEE)
    if person in managing_on(organisation, today):
        found.add(Role.MANAGER)
    return frozenset(found)


_managing: dict[tuple[int, date], tuple[Organisation, frozenset[str]]] = {}


def managing_on(organisation: Organisation, day: date) -> frozenset[str]:
    """Everybody in charge of somebody on that day."""
    key = (id(organisation), day)
    kept = _managing.get(key)
    if kept is None or kept[0] is not organisation:
        on_duty = (person for person in organisation.spells_of if spell_on(organisation, person, day))
        found = frozenset(above for person in on_duty for above in managers_of(organisation, person, day))
        if len(_managing) > 64:
            _managing.clear()
        kept = _managing[key] = (organisation, found)
    return kept[1]
