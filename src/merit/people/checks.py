"""What can be wrong with people, teams and credits taken together; every finding is collected, none stops the rest."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeAlias

from merit.kernel.explain import LineRef
from merit.kernel.node import COMPANY_ID, UNASSIGNED
from merit.kernel.problems import Place, Problem, Severity
from merit.people.organisation import Organisation, Spell, Team
from merit.people.tree_checks import check_tree

Params: TypeAlias = dict[str, str | int]

RESERVED = frozenset({COMPANY_ID, UNASSIGNED})


def check_organisation(organisation: Organisation) -> list[Problem]:
    """Findings about spells, managers, leaders and the tree of teams; leave has `check_leave`."""
    return [
        *(problem for spells in organisation.spells_of.values() for problem in _spells_in_turn(spells)),
        *(problem for spell in organisation.spells for problem in _spell_alone(organisation, spell)),
        *(problem for rows in organisation.rows_of.values() for problem in _team_rows(organisation, rows)),
        *check_tree(organisation),
    ]


def check_leave(organisation: Organisation) -> list[Problem]:
    """Findings about leave, which comes from the facts, after the folder has been read."""
    return [
        Problem(
            "people.leave_of_unknown_person", at(leave.source, "person"), {"person": leave.person}, Severity.WARNING
        )
        for leave in organisation.leave
        if leave.person not in organisation.spells_of
    ]


def at(source: LineRef, field: str) -> Place:
    """The place of a field on the line that something was read from."""
    return Place(source.file, source.line, field)


def _spells_in_turn(spells: tuple[Spell, ...]) -> Iterator[Problem]:
    for index, later in enumerate(spells):
        for earlier in spells[:index]:
            if earlier.end is None or later.start < min(earlier.end, later.end or earlier.end):
                yield Problem(
                    "people.two_spells_on_one_day",
                    at(later.source, "from"),
                    {"person": later.person, "day": str(later.start), "first": earlier.team, "second": later.team}
                    | {"line": earlier.source.line},
                )


def _spell_alone(organisation: Organisation, spell: Spell) -> Iterator[Problem]:
    person: Params = {"person": spell.person}
    if spell.person in RESERVED:
        yield Problem("people.reserved_id", at(spell.source, "person"), person)
    if _backwards(spell.start, spell.end):
        days: Params = {"from": str(spell.start), "to": str(_last(spell.end))}
        yield Problem("people.spell_ends_before_it_begins", at(spell.source, "to"), person | days)
    if spell.team not in organisation.rows_of:
        yield Problem("people.unknown_team", at(spell.source, "team"), person | {"team": spell.team})
    elif (gap := _first_day_outside(organisation.rows_of[spell.team], spell.start, spell.end)) is not None:
        there: Params = {"team": spell.team, "day": str(gap)}
        yield Problem("people.team_not_there", at(spell.source, "team"), person | there)
    for manager in spell.managers:
        if manager not in organisation.spells_of:
            yield Problem("people.unknown_manager", at(spell.source, "manager"), person | {"manager": manager})
        if manager == spell.person:
            yield Problem("people.own_manager", at(spell.source, "manager"), person)


def _team_rows(organisation: Organisation, rows: tuple[Team, ...]) -> Iterator[Problem]:
    for earlier, later in pairwise(rows):
        if earlier.end is None or later.start is None or later.start < earlier.end:
            params: Params = {"team": later.team, "line": earlier.source.line}
            yield Problem("people.team_twice", at(later.source, "team"), params)
    for row in rows:
        team: Params = {"team": row.team}
        if row.start is not None and _backwards(row.start, row.end):
            days: Params = {"from": str(row.start), "to": str(_last(row.end))}
            yield Problem("people.team_ends_before_it_begins", at(row.source, "to"), team | days)
        if row.leader and row.leader not in organisation.spells_of:
            yield Problem("people.unknown_leader", at(row.source, "leader"), team | {"leader": row.leader})


def _backwards(start: date, end: date | None) -> bool:
    return end is not None and end <= start


def _last(end: date | None) -> date | None:
    return end - timedelta(days=1) if end is not None else None


def _first_day_outside(rows: Iterable[Team], start: date, end: date | None) -> date | None:
    """The first day of [start, end) on which none of the rows is in force."""
    day = start
    for row in rows:
        if row.start is not None and row.start > day:
            break
        if row.end is None:
            return None
        day = max(day, row.end)
    return day if end is None or day < end else None
