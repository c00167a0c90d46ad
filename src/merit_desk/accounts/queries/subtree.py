"""Who is below whom: the people a manager is in charge of, directly and through other managers, day by day."""

from collections import defaultdict
from datetime import date

from merit.kernel.period import Period
from merit.people.organisation import Organisation
from merit.people.spells import spell_on
from merit.people.tree import managers_of, teams_above

_KEPT = 200
_charges: dict[tuple[int, date], tuple[Organisation, dict[str, frozenset[str]]]] = {}


def in_charge_of(organisation: Organisation, day: date) -> dict[str, frozenset[str]]:
    """Each manager's direct people on that day; kept per day, since every page asks."""
    key = (id(organisation), day)
    kept = _charges.get(key)
    if kept is None or kept[0] is not organisation:
        found: dict[str, set[str]] = defaultdict(set)
        for person in organisation.spells_of:
            for manager in managers_of(organisation, person, day):
                found[manager].add(person)
        if len(_charges) >= _KEPT:
            _charges.clear()
        kept = _charges[key] = (organisation, {manager: frozenset(people) for manager, people in found.items()})
    return kept[1]


def below(organisation: Organisation, manager: str, day: date) -> frozenset[str]:
    """Everybody under the manager on that day, without the manager; a circle of managers ends the way down."""
    direct = in_charge_of(organisation, day)
    found: set[str] = set()
    waiting = [manager]
    while waiting:
        for person in direct.get(waiting.pop(), frozenset()):
            if person not in found and person != manager:
                found.add(person)
                waiting.append(person)
    return frozenset(found)


def below_in(organisation: Organisation, manager: str, period: Period) -> frozenset[str]:
    """Everybody who was under the manager on any day of the period."""
    return frozenset().union(*(below(organisation, manager, day) for day in turning_days(organisation, period)))


def members_in(organisation: Organisation, team: str, period: Period) -> frozenset[str]:
    """Everybody who was in the team or below it on any day of the period."""
    return frozenset().union(*(_members(organisation, team, day) for day in turning_days(organisation, period)))


def turning_days(organisation: Organisation, period: Period) -> list[date]:
    """The first day of the period and every later day of it on which a spell or a team begins or has just ended."""
    moments = {spell.start for spell in organisation.spells} | {spell.end for spell in organisation.spells}
    moments |= {team.start for team in organisation.teams} | {team.end for team in organisation.teams}
    return [period.start, *sorted(day for day in moments if day and period.start < day < period.end)]


def _members(organisation: Organisation, team: str, day: date) -> frozenset[str]:
    return frozenset(person for person in organisation.spells_of if team in teams_of(organisation, person, day))


def teams_of(organisation: Organisation, person: str, day: date) -> tuple[str, ...]:
    """The person's team and every team above it on that day; none off their spells."""
    spell = spell_on(organisation, person, day)
    if spell is None:
        return ()
    return (spell.team, *(team.team for team in teams_above(organisation, spell.team, day)))
