"""People join, move and leave: a change of post, team or manager ends the spell the day before and begins a new one."""

from dataclasses import dataclass
from datetime import date, timedelta

from merit.kernel.refusals import ConflictRefusal
from merit.people.organisation import Spell
from merit.people.spells import spell_on
from merit.sources.company_folder.row import day_in
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject
from merit_desk.people.actions.table_edit import Line, Rows, Told, edit_rows, lines_of
from merit_desk.people.queries.reach import require_person, require_team
from merit_desk.results.queries.open_company import declared_company

_PAY = ("bonus_base", "wage")


@dataclass(frozen=True, slots=True)
class NewSpell:
    """Where somebody stands from `start` on; `manager` holds ids with `;` between, pay None where it is not asked."""

    post: str
    team: str
    manager: str
    start: date
    status: str
    bonus_base: str | None = None
    wage: str | None = None


def rows_of_person(person: str, seen: str = "") -> Rows:
    """The spells of one person."""
    return Rows("people", lambda line: line.get("person") == person, seen)


def join(viewer: Viewer, person: str, name: str, spell: NewSpell, reason: str) -> str:
    """A newcomer, or somebody who comes back; the id, made when `person` is empty.

    Raises ConflictRefusal when the person is there on that day or has a later spell.
    """
    viewer.require(Can.EDIT_PEOPLE)
    company = declared_company()
    require_team(viewer, company, spell.team, spell.start)
    made = person or next_id("people", "person", "p")
    spells = company.organisation.spells_of.get(made, ())
    if spells:
        require_person(viewer, made)
    if any(each.end is None or each.end > spell.start for each in spells):
        raise ConflictRefusal("people.there_already", person=made)
    told = Told("person.joined", Subject("person", made), reason)
    edit_rows(viewer, rows_of_person(made), lambda lines: [*lines, _line(made, name, spell)], told)
    return made


def transfer(viewer: Viewer, rows: Rows, person: str, spell: NewSpell, reason: str) -> None:
    """Another post, team, manager, status or pay from a day on; on the first day of a spell it corrects that spell.

    Raises ConflictRefusal when the person is not at work on that day or a later spell is planned.
    """
    viewer.require(Can.EDIT_PEOPLE)
    company = require_person(viewer, person)
    here = spell_on(company.organisation, person, spell.start)
    if here is None:
        raise ConflictRefusal("people.not_there_then", person=person, day=str(spell.start))
    _none_later(company.organisation.spells_of[person], spell.start)
    require_team(viewer, company, here.team, spell.start)
    require_team(viewer, company, spell.team, spell.start)
    told = Told("person.transferred", Subject("person", person), reason)
    edit_rows(viewer, rows, lambda lines: _moved(lines, here.start, spell), told)


def leave(viewer: Viewer, rows: Rows, person: str, last: date | None, reason: str) -> None:
    """The last day of the last spell; None takes a leaving back. Raises ConflictRefusal for a day before that spell."""
    viewer.require(Can.EDIT_PEOPLE)
    company = require_person(viewer, person)
    spell = company.organisation.spells_of[person][-1]
    require_team(viewer, company, spell.team, max(spell.start, viewer.today))
    if last is not None and last < spell.start:
        raise ConflictRefusal("people.not_there_then", person=person, day=str(last))
    told = Told("person.left" if last else "person.stays", Subject("person", person), reason)
    edit_rows(viewer, rows, lambda lines: _ended(lines, spell.start, last), told)


def next_id(table: str, column: str, prefix: str) -> str:
    """The first free id of the form p001 in that column."""
    taken = {line.get(column, "").lower() for line in lines_of(table)}
    number = len(taken) + 1
    while f"{prefix}{number:03d}" in taken:
        number += 1
    return f"{prefix}{number:03d}"


def _line(person: str, name: str, spell: NewSpell) -> Line:
    line = {"person": person, "name": name, "post": spell.post, "team": spell.team, "manager": spell.manager}
    line |= {"from": str(spell.start), "to": "", "status": spell.status}
    return line | {column: value for column in _PAY if (value := getattr(spell, column)) is not None}


def _moved(lines: list[Line], start: date, spell: NewSpell) -> list[Line]:
    """The spell that began on `start` ends the day before the new one; begun on the same day, it is replaced."""
    moved: list[Line] = []
    for line in lines:
        if _starts(line) != start:
            moved.append(line)
            continue
        fresh = line | _line(line["person"], line["name"], spell) | {"to": line.get("to", "")}
        if start < spell.start:
            moved.append(line | {"to": str(spell.start - timedelta(days=1))})
        moved.append(fresh)
    return moved


def _ended(lines: list[Line], start: date, last: date | None) -> list[Line]:
    return [line | {"to": str(last or "")} if _starts(line) == start else line for line in lines]


def _starts(line: Line) -> date | None:
    return day_in(line.get("from", ""))


def _none_later(spells: tuple[Spell, ...], start: date) -> None:
    later = next((each for each in spells if each.start > start), None)
    if later is not None:
        raise ConflictRefusal("people.later_spell", day=str(later.start))
