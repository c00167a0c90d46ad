"""Whom one may write to or name: everybody at work today, found by what people type."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from merit.people.organisation import Spell
from merit.people.spells import spell_on
from merit.people.tree import managers_of
from merit_desk.accounts.queries.subtree import below
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.names import team_name
from merit_desk.results.queries.open_company import declared_company

MOST = 12
_LABEL = re.compile(r"[(（]([^()（）]+)[)）]\s*$")


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person as lists and pickers show them; `label` is what a field holds once they are chosen."""

    person: str
    name: str
    team: str

    @property
    def label(self) -> str:
        """Name and id, so that two of the same name stay apart."""
        return f"{self.name} ({self.person})"


def colleague(person: str) -> Colleague:
    """The person by their latest name and team; the id alone for somebody unknown."""
    company = declared_company()
    spells = company.organisation.spells_of.get(person, ())
    if not spells:
        return Colleague(person, person, "")
    return Colleague(person, spells[-1].name, team_name(company, spells[-1].team))


def name_of(person: str) -> str:
    """The person's latest name."""
    return colleague(person).name


def at_work(person: str, day: date) -> bool:
    """Whether the person is with the company on that day."""
    return spell_on(declared_company().organisation, person, day) is not None


def found(words: str, day: date, without: str = "") -> list[Colleague]:
    """People at work whose name or id begins with the words, then those who contain them; at most twelve."""
    asked = words.strip().lower().lstrip("@")
    if not asked:
        return []
    hits = [spell for spell in _on(day) if spell.person != without and _fits(spell, asked)]
    hits.sort(key=lambda spell: (not spell.name.lower().startswith(asked), spell.name, spell.person))
    return [colleague(spell.person) for spell in hits[:MOST]]


def meant(text: str, day: date) -> list[Colleague]:
    """Whom a typed text means: one for a label, an id or a name that is there once; several for homonyms."""
    typed = text.strip()
    label = _LABEL.search(typed)
    person = label.group(1).strip() if label else typed
    if at_work(person, day):
        return [colleague(person)]
    return [colleague(spell.person) for spell in _on(day) if spell.name == typed]


def names_at_work(day: date) -> dict[str, list[str]]:
    """The ids of everybody at work by name."""
    names: dict[str, list[str]] = {}
    for spell in _on(day):
        names.setdefault(spell.name, []).append(spell.person)
    return names


def managers_today(person: str, day: date) -> tuple[str, ...]:
    """Who is in charge of the person that day."""
    return managers_of(declared_company().organisation, person, day)


def people_under(viewer: Viewer) -> frozenset[str]:
    """Everybody below the viewer today, directly and through others."""
    return below(declared_company().organisation, viewer.person, viewer.today) if viewer.person else frozenset()


def colleagues(people: Iterable[str]) -> list[Colleague]:
    """Those people by name."""
    return sorted(map(colleague, people), key=lambda each: (each.name, each.person))


def _on(day: date) -> Iterable[Spell]:
    organisation = declared_company().organisation
    spells = (spell_on(organisation, person, day) for person in organisation.spells_of)
    return [spell for spell in spells if spell is not None]


def _fits(spell: Spell, asked: str) -> bool:
    return asked in spell.name.lower() or spell.person.lower().startswith(asked)
