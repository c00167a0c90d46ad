"""Credits by subject: who has which share on which days, and what is nobody's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from merit.company import Company
from merit.people.credits import CREDIT_KINDS, CreditShare
from merit.people.spells import covers
from merit_desk.people.queries.person_page import percent
from merit_desk.results.queries.names import node_name


@dataclass(frozen=True, slots=True)
class CreditedSubject:
    """One subject of one kind, with those credited on the day asked for."""

    kind: str
    subject: str
    name: str
    people: tuple[tuple[str, str, str, str], ...]
    """Id, name, share and role."""
    unassigned: str
    """What nobody has of the main role; empty when all is assigned."""


@dataclass(frozen=True, slots=True)
class ShareDays:
    """From `start` on (None: from the beginning), the total of one role and what is left."""

    start: date | None
    role: str
    total: str
    left: str
    over: bool


def credited_subjects(company: Company, day: date, kind: str = "", words: str = "") -> list[CreditedSubject]:
    """Every subject with a share at any time, and every shop; in the order of kinds, then by name."""
    keys = dict.fromkeys((share.kind, share.subject) for share in company.credits)
    keys |= dict.fromkeys(("shop", shop.shop) for shop in company.shops)
    found = [_subject(company, each, day) for each in keys if kind in ("", each[0])]
    sought = words.casefold()
    order = {name: place for place, name in enumerate(CREDIT_KINDS)}
    kept = [each for each in found if sought in _searched(each)]
    return sorted(kept, key=lambda each: (order.get(each.kind, len(order)), each.name))


def days_of_shares(shares: Iterable[CreditShare]) -> list[ShareDays]:
    """The total of each role from each day on which it changes."""
    every = list(shares)
    days: list[ShareDays] = []
    for role in dict.fromkeys(share.role for share in every):
        own = [share for share in every if share.role == role]
        turns = {share.start or date.min for share in own} | {share.end for share in own if share.end}
        for turn in sorted(turns):
            total = sum((share.share for share in own if covers(share.start, share.end, turn)), Fraction(0))
            left = percent(1 - total) if total < 1 else ""
            days.append(ShareDays(None if turn == date.min else turn, role, percent(total), left, total > 1))
    return days


def _subject(company: Company, key: tuple[str, str], day: date) -> CreditedSubject:
    kind, subject = key
    shares = [
        share for share in company.credits if (share.kind, share.subject) == key and covers(share.start, share.end, day)
    ]
    main = [share for share in shares if share.role in ("", "owner", "main")]
    total = sum((share.share for share in main), Fraction(0))
    name = node_name(company, "shop", subject) if kind == "shop" else subject
    people = tuple(
        (share.person, node_name(company, "person", share.person), percent(share.share), share.role) for share in shares
    )
    return CreditedSubject(kind, subject, name, people, percent(1 - total) if total < 1 else "")


def _searched(each: CreditedSubject) -> str:
    return " ".join((each.subject, each.name, *(part for person in each.people for part in person[:2]))).casefold()
