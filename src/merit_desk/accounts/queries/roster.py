"""The list of accounts, and everything about one of them, for whoever looks after them."""

from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from merit.company import Company
from merit.kernel.refusals import NotFoundRefusal, Refusal
from merit.people.spells import spell_on
from merit_desk.accounts.access import Can, Role
from merit_desk.accounts.models import Account, Grant
from merit_desk.accounts.queries.lock_out import account_locked_until
from merit_desk.accounts.queries.reach import may_change_roles, may_give, may_manage, people_in_reach
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.names import post_name, team_name
from merit_desk.results.queries.open_company import declared_company


@dataclass(frozen=True, slots=True)
class Line:
    """One account in the list. `state` is a sentence code with the tone of its pill."""

    account: Account
    person: str
    roles: tuple[str, ...]
    state: str
    tone: str
    two_factors: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A role of an account: for whom, from when to when, given by whom; `over` once its last day has passed."""

    grant: Grant
    team: str
    over: bool
    may_take: bool


def company_or_none() -> Company | None:
    """The company; None before it is set up."""
    try:
        return declared_company()
    except Refusal:
        return None


def accounts_in_sight(viewer: Viewer, words: str = "", role: str = "") -> QuerySet[Account]:
    """Accounts that fit the words, and the role if one is asked for. Raises NotFoundRefusal without the ability."""
    viewer.require(Can.MANAGE_ACCOUNTS)
    found = Account.objects.prefetch_related("grants").annotate(
        second=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP))
    )
    people = people_in_reach(viewer)
    if people is not None:
        found = found.filter(person__in=people)
    if words:
        found = found.filter(
            Q(name__icontains=words)
            | Q(username__icontains=words)
            | Q(person__iexact=words)
            | Q(email__icontains=words)
        )
    if role:
        found = found.filter(grants__role=role).distinct()
    return found.order_by("-is_active", "name", "pk")


def lines(viewer: Viewer, accounts: list[Account]) -> list[Line]:
    """What the list shows of them; no query per account."""
    company = company_or_none()
    return [_line(viewer, company, each) for each in accounts]


def account_to_manage(viewer: Viewer, number: int) -> Account:
    """Raises NotFoundRefusal for an account outside the viewer's reach."""
    account = Account.objects.prefetch_related("grants").filter(pk=number).first()
    viewer.require(Can.MANAGE_ACCOUNTS)
    if account is None or not may_manage(viewer, account):
        raise NotFoundRefusal("refusal.no_such_page")
    return account


def held(viewer: Viewer, account: Account) -> list[Held]:
    """The account's roles, those in force first."""
    company = company_or_none()
    own = may_change_roles(viewer, account)
    found = [
        Held(
            grant,
            team_name(company, grant.team) if company and grant.team else "",
            grant.end is not None and grant.end < viewer.today,
            own and may_give(viewer, Role(grant.role), grant.team),
        )
        for grant in account.grants.select_related("given_by").order_by("-start", "-pk")
    ]
    return sorted(found, key=lambda each: each.over)


def people_without_account(company: Company | None, viewer: Viewer) -> list[tuple[str, str]]:
    """Id and name of everybody in reach and at work today who has no account yet, for the list under the field."""
    if company is None:
        return []
    within = people_in_reach(viewer)
    reached = company.organisation.spells_of if within is None else within
    taken = set(Account.objects.exclude(person="").values_list("person", flat=True))
    spells = (spell_on(company.organisation, person, viewer.today) for person in reached)
    return sorted((spell.person, spell.name) for spell in spells if spell and spell.person not in taken)


def links_of(account: Account) -> list[SocialAccount]:
    """By which of the company's systems the account can sign in."""
    return list(SocialAccount.objects.filter(user=account).order_by("provider", "uid"))


def waiting_until(account: Account) -> datetime | None:
    """The end of a waiting time after failed sign-ins."""
    until = account_locked_until(account)
    return timezone.localtime(until) if until else None


def who(company: Company | None, person: str, day: date) -> str:
    """Name, post and team of a person on that day; the id alone where nothing is known."""
    spell = spell_on(company.organisation, person, day) if company and person else None
    if company is None or spell is None:
        return person
    return " · ".join(filter(None, (spell.name, post_name(company, spell.post), team_name(company, spell.team))))


def _line(viewer: Viewer, company: Company | None, account: Account) -> Line:
    now = [
        grant
        for grant in account.grants.all()
        if grant.start <= viewer.today and (grant.end is None or grant.end >= viewer.today)
    ]
    state, tone = _state(account)
    second = bool(getattr(account, "second", False))
    roles = tuple(dict.fromkeys(grant.role for grant in now))
    return Line(account, who(company, account.person, viewer.today), roles, state, tone, second)


def _state(account: Account) -> tuple[str, str]:
    if not account.is_active:
        return "accounts.state.locked", "bad"
    if account.demo:
        return "accounts.state.demo", "whatif"
    if account.last_login is None:
        return "accounts.state.invited", "watch"
    return "accounts.state.active", "good"
