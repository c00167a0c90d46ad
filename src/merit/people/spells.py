"""Where a person stands on a day and through a period: spells cut to the days asked for."""

from dataclasses import dataclass
from datetime import date

from merit.kernel.period import Period
from merit.people.organisation import Organisation, Spell


@dataclass(frozen=True, slots=True)
class SpellPart:
    """A spell and the days of the asked period that it covers."""

    spell: Spell
    period: Period


def spells_in(organisation: Organisation, person: str, period: Period) -> list[SpellPart]:
    """The person's spells that touch the period, in order; empty for somebody who was not there."""
    parts = []
    for spell in organisation.spells_of.get(person, ()):
        covered = period.overlap(spell.start, spell.end)
        if covered is not None:
            parts.append(SpellPart(spell, covered))
    return parts


def spell_on(organisation: Organisation, person: str, day: date) -> Spell | None:
    """The spell that the person is in on that day."""
    spells = organisation.spells_of.get(person, ())
    return next((spell for spell in spells if covers(spell.start, spell.end, day)), None)


def people_in(organisation: Organisation, period: Period) -> list[str]:
    """Everybody who has a spell in the period, by id in code-point order."""
    return sorted(person for person in organisation.spells_of if spells_in(organisation, person, period))


def covers(start: date | None, end: date | None, day: date) -> bool:
    """True when `day` lies in [start, end); an open end (None) has no limit."""
    return (start is None or start <= day) and (end is None or day < end)
