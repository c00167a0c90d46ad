"""The credit bridge: which people and teams have which share of a row, by its subject, credit day and day.

Credit is that of the credit day (a refund follows its original line), team membership that of the row's own day.
A row meets each person or team at most once, so that raw counts count rows and shares of a person level total 1.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import ibis

from merit.catalogue.kpi import Credit, CreditBy
from merit.kernel.node import UNASSIGNED
from merit.kernel.refusals import NotFoundRefusal
from merit.metrics.credit_ranges import WHOLE
from merit.metrics.cut import ANY_TEAM

ON_DAY = "on_day"
KEYS = ("for_subject", "for_day", ON_DAY)
"""The columns a row is joined to its bridge by; these names and `by_…` are kept free by relations."""


@dataclass(frozen=True, slots=True)
class CreditTables:
    """Credits and the tree of teams as tables of the query layer: ranges of days, `first` included, `past` not.

    credits: kind, subject, first, past, person, share · people: member ·
    person_teams and team_teams: member, first, past, team, kind.
    """

    credits: Any
    people: Any
    person_teams: Any
    team_teams: Any


def keyed(rows: Any, credit: Credit, relation: str = "") -> Any:
    """The dated rows with what the bridge is joined on, never missing: a subject "" belongs to nobody."""
    subject = ibis.literal("")
    if credit.by is not CreditBy.NOBODY:
        if credit.column not in rows.columns:
            raise NotFoundRefusal("metrics.unknown_column", relation=relation, column=credit.column)
        subject = ibis.coalesce(rows[credit.column], "")
    day = ibis.coalesce(rows.credit_day, rows[ON_DAY]) if "credit_day" in rows.columns else rows[ON_DAY]
    return rows.mutate(for_subject=subject, for_day=day)


def bridge(rows: Any, credit: Credit, people: tuple[str, ...], tables: CreditTables) -> Any:
    """One row per subject, credit day, day and value of each dimension in `people` (`by_…`), with its `share`."""
    keys = rows.select(*KEYS).distinct()
    if credit.by is CreditBy.TEAM and "person" not in people:
        held = keys.mutate(by_person=keys.for_subject, share=ibis.literal(WHOLE))
        return _grouped(_with_teams(held, people, tables.team_teams), people)
    held = _with_people(keys, credit, tables)
    return _grouped(_with_teams(held, people, tables.person_teams), people)


def _with_people(keys: Any, credit: Credit, tables: CreditTables) -> Any:
    match credit.by:
        case CreditBy.SUBJECT:
            held = tables.credits.filter(tables.credits.kind == credit.kind)
            held = held.select("first", "past", "person", "share", credited=held.subject)
            there = [
                keys.for_subject == held.credited,
                keys.for_day >= held.first,
                keys.for_day < held.past,
            ]
            found = keys.left_join(held, there)
            person, share = ibis.coalesce(found.person, UNASSIGNED), ibis.coalesce(found.share, WHOLE)
        case CreditBy.PERSON:
            known = tables.people.select(person=tables.people.member)
            found = keys.left_join(known, keys.for_subject == known.person)
            person, share = ibis.coalesce(found.person, UNASSIGNED), ibis.literal(WHOLE)
        case CreditBy.TEAM | CreditBy.NOBODY:
            found, person, share = keys, ibis.literal(UNASSIGNED), ibis.literal(WHOLE)
    return found.select(*KEYS, by_person=person, share=share).view()


def _with_teams(held: Any, people: tuple[str, ...], teams: Any) -> Any:
    """Each team dimension is joined on its own: people in no such team fall away."""
    for dimension in people:
        if dimension == "person":
            continue
        ranges = teams if dimension == ANY_TEAM else teams.filter(teams.kind == dimension)
        ranges = ranges.select("member", "first", "past", **{f"by_{dimension}": ranges.team})
        there = [held.by_person == ranges.member, held[ON_DAY] >= ranges.first, held[ON_DAY] < ranges.past]
        held = without(held.join(ranges, there), ("member", "first", "past")).view()
    return held


def _grouped(held: Any, people: tuple[str, ...]) -> Any:
    return held.group_by(*KEYS, *(f"by_{dimension}" for dimension in people)).agg(share=held.share.sum())


def without(rows: Any, names: Iterable[str]) -> Any:
    """The rows less those columns; `drop` would list them in an order that changes from run to run."""
    unneeded = frozenset(names)
    return rows.select(*(name for name in rows.columns if name not in unneeded))
