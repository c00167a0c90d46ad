"""Credits and spells as ranges of days on which nothing changes: who has which share, who stands under which teams.

Shares of a subject and day always total 1: what nobody is credited for belongs to `unassigned`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from merit.kernel.node import UNASSIGNED
from merit.people.credits import SHARE_PLACES, CreditShare
from merit.people.organisation import Organisation, TeamKind
from merit.people.spells import covers, spell_on
from merit.people.tree import team_on, teams_above

WHOLE = 10**SHARE_PLACES
"""A share of 1, in the whole parts that shares are stored in."""

MAIN_ROLES = frozenset({"", "owner", "main"})
APART_ROLES = frozenset({"override", "indirect"})


@dataclass(frozen=True, slots=True)
class CreditRange:
    """A person's share of a subject from `first` up to but not including `past`, in ten-thousandths."""

    kind: str
    subject: str
    first: date
    past: date
    person: str
    share: int


@dataclass(frozen=True, slots=True)
class TeamRange:
    """`member` (a person or a team) stands in or under `team` from `first` up to but not including `past`."""

    member: str
    first: date
    past: date
    team: str
    kind: TeamKind


def main_shares(shares: Iterable[CreditShare]) -> list[CreditShare]:
    """Those that make a person's own figures; shares in other roles are reported apart.

    Of each kind of subject one role is the main one: the unnamed one, owner or main; where nobody has it, the role that
    the file names first. Override and indirect never are.
    """
    by_kind: dict[str, list[CreditShare]] = {}
    for share in shares:
        if share.role not in APART_ROLES:
            by_kind.setdefault(share.kind, []).append(share)
    return [share for kind in sorted(by_kind) for share in _of_main_role(by_kind[kind])]


def _of_main_role(shares: list[CreditShare]) -> list[CreditShare]:
    roles = MAIN_ROLES
    if not any(share.role in roles for share in shares):
        roles = frozenset({min(shares, key=lambda share: share.source.line).role})
    return [share for share in shares if share.role in roles]


def credit_ranges(shares: Iterable[CreditShare], people: Iterable[str]) -> list[CreditRange]:
    """Every subject's shares over all time; shares of unknown people go to `unassigned`."""
    known = frozenset(people)
    by_subject: dict[tuple[str, str], list[CreditShare]] = {}
    for share in shares:
        by_subject.setdefault((share.kind, share.subject), []).append(share)
    return [each for key in sorted(by_subject) for each in _of_subject(by_subject[key], known)]


def _of_subject(shares: list[CreditShare], known: frozenset[str]) -> Iterator[CreditRange]:
    edges = _edges((share.start, share.end) for share in shares)
    for first, past in pairwise(edges):
        held: dict[str, Fraction] = {}
        for share in shares:
            if covers(share.start, share.end, first) and share.person in known:
                held[share.person] = held.get(share.person, Fraction(0)) + share.share
        parts = {person: int(share * WHOLE) for person, share in held.items()}
        rest = WHOLE - sum(parts.values())
        if rest:
            parts[UNASSIGNED] = rest
        for person in sorted(parts):
            yield CreditRange(shares[0].kind, shares[0].subject, first, past, person, parts[person])


def person_teams(organisation: Organisation) -> list[TeamRange]:
    """Every person's team and all teams above it, over time."""
    changes = {edge for team in organisation.teams for edge in (team.start, team.end) if edge}
    ranges: list[TeamRange] = []
    for person in sorted(organisation.spells_of):
        spans = [(spell.start, spell.end) for spell in organisation.spells_of[person]]
        for first, past in pairwise(_edges(spans, changes)):
            spell = spell_on(organisation, person, first)
            if spell is not None:
                ranges += _under(organisation, (person, spell.team), first, past)
    return ranges


def team_teams(organisation: Organisation) -> list[TeamRange]:
    """Every team itself and all teams above it, over time."""
    edges = _edges((team.start, team.end) for team in organisation.teams)
    ranges: list[TeamRange] = []
    for team in sorted(organisation.rows_of):
        for first, past in pairwise(edges):
            ranges += _under(organisation, (team, team), first, past)
    return ranges


def _under(organisation: Organisation, member: tuple[str, str], first: date, past: date) -> Iterator[TeamRange]:
    name, team = member
    here = team_on(organisation, team, first)
    for each in [here, *teams_above(organisation, team, first)] if here is not None else []:
        yield TeamRange(name, first, past, each.team, each.kind)


def _edges(spans: Iterable[tuple[date | None, date | None]], more: Iterable[date] = ()) -> list[date]:
    """The days on which something begins or ends, from the beginning of time to its end."""
    listed = {edge for span in spans for edge in span if edge is not None}
    return sorted({date.min, date.max} | listed | set(more))
