"""How many working days a person was on duty: days of their spells less leave, by the official calendar."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from merit.kernel.calendar import WorkCalendar
from merit.kernel.period import Period
from merit.people.organisation import Organisation, Spell, SpellStatus
from merit.people.spells import spells_in

PROTECTED_LEAVE = frozenset({"maternity", "paternity", "sick"})
"""Kinds of leave for which nobody may be ranked down (medical care and the protection of mothers)."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Whole working days of a period: on_duty + protected_leave + other_leave + off_spell = working_days."""

    working_days: int
    """Working days of the whole period, whether employed or not."""
    on_duty: int
    protected_leave: int
    other_leave: int

    @property
    def off_spell(self) -> int:
        """Working days of the period on which the person was not employed."""
        return self.working_days - self.on_duty - self.protected_leave - self.other_leave

    @property
    def share(self) -> Fraction:
        """Share of the period's working days on duty, 0…1; 0 for a period without working days."""
        return Fraction(self.on_duty, self.working_days) if self.working_days else Fraction(0)


def duty(organisation: Organisation, calendar: WorkCalendar, person: str, period: Period) -> Duty:
    """Count the person's working days in the period.

    A day under two leave rows is protected when one of them is. A spell with status `leave` and no leave row
    for the day counts as protected: its kind is unknown, and the mistake must not fall on the person.
    """
    spell_days = {day: part.spell for part in spells_in(organisation, person, period) for day in part.period.days()}
    worked = [day for day in spell_days if calendar.is_working(day)]
    leave = {day: _leave_on(organisation, spell_days[day], day) for day in worked}
    protected = sum(1 for day in worked if leave[day] is True)
    other = sum(1 for day in worked if leave[day] is False)
    return Duty(calendar.working_days_in(period), len(worked) - protected - other, protected, other)


def _leave_on(organisation: Organisation, spell: Spell, day: date) -> bool | None:
    """True: protected leave; False: other leave; None: on duty."""
    kinds = {leave.kind for leave in organisation.leave_of.get(spell.person, ()) if leave.first <= day <= leave.last}
    if kinds:
        return bool(kinds & PROTECTED_LEAVE)
    return True if spell.status is SpellStatus.LEAVE else None
