"""The tree of teams on a day: what stands above a team, who is in it, who leads it and who was in charge of whom."""

from datetime import date

from merit.kernel.period import Period
from merit.people.organisation import Organisation, Spell, Team, TeamKind
from merit.people.spells import covers, spell_on, spells_in


def team_on(organisation: Organisation, team: str, day: date) -> Team | None:
    """The team as it stood on that day."""
    rows = organisation.rows_of.get(team, ())
    return next((row for row in rows if covers(row.start, row.end, day)), None)


def teams_on(organisation: Organisation, day: date) -> list[Team]:
    """Every team in force on that day, by id in code-point order."""
    found = (team_on(organisation, team, day) for team in sorted(organisation.rows_of))
    return [team for team in found if team is not None]


def teams_above(organisation: Organisation, team: str, day: date) -> list[Team]:
    """The teams above `team`, nearest first, without itself; a cycle ends the way up instead of going round."""
    above: list[Team] = []
    seen = {team}
    here = team_on(organisation, team, day)
    while here is not None and here.parent and here.parent not in seen:
        seen.add(here.parent)
        here = team_on(organisation, here.parent, day)
        if here is not None:
            above.append(here)
    return above


def department_of(organisation: Organisation, team: str, day: date) -> Team | None:
    """The nearest team of kind department, `team` itself included; None directly under the company."""
    here = team_on(organisation, team, day)
    way_up = [here, *teams_above(organisation, team, day)] if here is not None else []
    return next((each for each in way_up if each.kind is TeamKind.DEPARTMENT), None)


def company_team(organisation: Organisation, day: date) -> Team | None:
    """The root of the tree on that day."""
    return next((team for team in teams_on(organisation, day) if team.kind is TeamKind.COMPANY), None)


def members(organisation: Organisation, team: str, day: date, including_below: bool = True) -> list[str]:
    """Who is in the team on that day, by id; with `including_below` also everybody in teams under it."""
    if including_below:
        return members_by_team(organisation, day).get(team, [])
    on_day = ((person, spell_on(organisation, person, day)) for person in sorted(organisation.spells_of))
    return [person for person, spell in on_day if spell is not None and spell.team == team]


def members_by_team(organisation: Organisation, day: date) -> dict[str, list[str]]:
    """Who is in each team or in teams under it on that day, by id; a team of nobody is not there."""
    lines: dict[str, list[str]] = {}
    found: dict[str, list[str]] = {}
    for person in sorted(organisation.spells_of):
        spell = spell_on(organisation, person, day)
        if spell is None:
            continue
        if spell.team not in lines:
            lines[spell.team] = [spell.team, *(above.team for above in teams_above(organisation, spell.team, day))]
        for team in lines[spell.team]:
            found.setdefault(team, []).append(person)
    return found


def leader_of(organisation: Organisation, team: str, day: date) -> str | None:
    """Who leads the team on that day; None when nobody is named."""
    here = team_on(organisation, team, day)
    return here.leader or None if here is not None else None


def managers_of(organisation: Organisation, person: str, day: date) -> tuple[str, ...]:
    """Who is in charge of the person that day: the managers their spell names, else the nearest leader above them."""
    spell = spell_on(organisation, person, day)
    if spell is None:
        return ()
    return spell.managers or _nearest_leader(organisation, spell, day)


def managers_in(organisation: Organisation, person: str, period: Period) -> dict[str, int]:
    """Calendar days of the period that each manager was in charge; managers at the same time count each day both."""
    days: dict[str, int] = {}
    for part in spells_in(organisation, person, period):
        for day in part.period.days():
            for manager in part.spell.managers or _nearest_leader(organisation, part.spell, day):
                days[manager] = days.get(manager, 0) + 1
    return days


def _nearest_leader(organisation: Organisation, spell: Spell, day: date) -> tuple[str, ...]:
    here = team_on(organisation, spell.team, day)
    way_up = [here, *teams_above(organisation, spell.team, day)] if here is not None else []
    leaders = (each.leader for each in way_up if each.leader and each.leader != spell.person)
    nearest = next(leaders, None)
    return (nearest,) if nearest is not None else ()
