"""Everything about one person: spells with managers per date, credits, post with its matters, account."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from merit.company import Company
from merit.kernel.exact import plain
from merit.people.credits import CreditShare
from merit.people.organisation import Organisation, Spell
from merit.people.posts import Part, Post, matters_of
from merit.people.spells import spell_on
from merit.people.tree import managers_of
from merit_desk.accounts.models import Account
from merit_desk.people.queries.shown_days import day_range
from merit_desk.results.queries.names import node_name, post_name, team_name
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class ShownSpell:
    """One spell as its line in the timeline."""

    days: str
    post: str
    team: str
    team_id: str
    managers: tuple[tuple[str, str], ...]
    """Ids and names on the first day."""
    later_managers: str
    """Managers that followed while the spell went on, with their days."""
    status: str
    bonus_base: str
    wage: str
    now: bool
    start: date


@dataclass(frozen=True, slots=True)
class ShownCredit:
    """A share of something, in percent."""

    kind: str
    subject: str
    name: str
    share: str
    role: str
    days: str
    now: bool


@dataclass(frozen=True, slots=True)
class ShownMatter:
    """A matter of the post, with the parts it has in it."""

    matter: str
    parts: tuple[str, ...]
    does: str
    decides: str
    told: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What the page shows."""

    person: str
    name: str
    current: Spell | None
    spells: list[ShownSpell]
    credits: list[ShownCredit]
    post: Post | None
    post_name: str
    matters: list[ShownMatter]
    account: Account | None


def person_page(company: Company, person: str, today: date, with_pay: bool) -> PersonPage:
    """The person's page on that day; wages are in it only `with_pay`."""
    spells = company.organisation.spells_of[person]
    current = spell_on(company.organisation, person, today)
    known = current or spells[-1]
    return PersonPage(
        person=person,
        name=known.name,
        current=current,
        spells=[_spell(company, each, today, with_pay) for each in reversed(spells)],
        credits=[_credit(company, each, today) for each in company.credits if each.person == person],
        post=next((each for each in company.posts if each.post == known.post), None),
        post_name=post_name(company, known.post),
        matters=shown_matters(company, known.post),
        account=Account.objects.filter(person=person).first(),
    )


def shown_matters(company: Company, post: str) -> list[ShownMatter]:
    """The matters in which the post has a part."""
    return [
        ShownMatter(
            own.matter.matter,
            tuple(own.parts),
            *(_posts(company, own.matter.posts(part)) for part in (Part.DOES, Part.DECIDES, Part.TOLD)),
        )
        for own in matters_of(company.matters, post)
    ]


def _posts(company: Company, posts: tuple[str, ...]) -> str:
    return say("people.comma").join(post_name(company, post) for post in posts)


def _spell(company: Company, spell: Spell, today: date, with_pay: bool) -> ShownSpell:
    organisation = company.organisation
    first = managers_of(organisation, spell.person, spell.start)
    return ShownSpell(
        days=day_range(spell.start, spell.end),
        post=post_name(company, spell.post),
        team=team_name(company, spell.team),
        team_id=spell.team,
        managers=tuple((each, node_name(company, "person", each)) for each in first),
        later_managers=_later(company, spell, first),
        status=spell.status,
        bonus_base=_amount(spell.bonus_base) if with_pay else "",
        wage=_amount(spell.wage) if with_pay else "",
        now=spell.start <= today and (spell.end is None or today < spell.end),
        start=spell.start,
    )


def _later(company: Company, spell: Spell, first: tuple[str, ...]) -> str:
    """Changes above the spell: a new leader of the team, for example."""
    told, before = [], first
    for day in _days_of_change(company.organisation, spell):
        now = managers_of(company.organisation, spell.person, day)
        if now != before:
            names = say("people.comma").join(node_name(company, "person", each) for each in now) or "—"
            told.append(say("people.manager_from", names=names, day=str(day)))
            before = now
    return say("people.semicolon").join(told)


def _days_of_change(organisation: Organisation, spell: Spell) -> list[date]:
    starts = {team.start for team in organisation.teams if team.start is not None}
    ends = {team.end for team in organisation.teams if team.end is not None}
    last = spell.end or date.max
    return sorted(day for day in starts | ends if spell.start < day < last)


def _credit(company: Company, share: CreditShare, today: date) -> ShownCredit:
    name = node_name(company, "shop", share.subject) if share.kind == "shop" else share.subject
    last = share.end - timedelta(days=1) if share.end else None
    now = (share.start is None or share.start <= today) and (last is None or today <= last)
    return ShownCredit(
        share.kind, share.subject, name, percent(share.share), share.role, day_range(share.start, share.end), now
    )


def percent(share: Fraction) -> str:
    """0.6 → 60%."""
    return f"{plain(share * 100)}%"


def _amount(value: Fraction | None) -> str:
    return f"{Decimal(value.numerator) / Decimal(value.denominator):,.2f}" if value is not None else ""
