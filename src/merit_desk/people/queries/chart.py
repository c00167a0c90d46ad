"""The organisation on a day as a tree: teams with their leaders, counts of all below, people where few enough."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from merit.company import Company
from merit.people.organisation import Organisation, Spell, Team
from merit.people.spells import spell_on
from merit.people.tree import teams_on
from merit_desk.accounts.queries.seen import Circle
from merit_desk.accounts.viewer import Viewer
from merit_desk.people.queries.reach import circle_on
from merit_desk.results.queries.names import post_name

SHOWN_AT_ONCE = 150
"""More people than these come team by team, when a team is opened."""


@dataclass(slots=True)
class ChartPerson:
    """A person as the chart shows them."""

    person: str
    name: str
    post: str
    leads: bool
    status: str


@dataclass(slots=True)
class ChartTeam:
    """A team with what stands below it; `count` is everybody in and below it whom the viewer may see."""

    team: str
    name: str
    kind: str
    leader: str
    leader_name: str
    people: list[ChartPerson] = field(default_factory=list)
    teams: list["ChartTeam"] = field(default_factory=list)
    count: int = 0
    open: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole tree; `at_once` when people stand in it already, `strays` are in no team of that day."""

    roots: list[ChartTeam]
    count: int
    at_once: bool
    strays: list[ChartPerson]


def chart_on(viewer: Viewer, company: Company, day: date) -> Chart:
    """The tree of that day, as far as the viewer sees it; who sees a part sees no team without anybody in sight."""
    circle = circle_on(viewer, day)
    spells = spells_on(company.organisation, circle, day)
    teams = {team.team: _team(company, team, day) for team in teams_on(company.organisation, day)}
    strays = []
    for spell in spells:
        home = teams.get(spell.team)
        if home is None:
            strays.append(_person(company, spell, ""))
        else:
            home.people.append(_person(company, spell, home.leader))
    rows = {team.team: team for team in teams_on(company.organisation, day)}
    below: dict[str, list[ChartTeam]] = defaultdict(list)
    for name in _declared(company.organisation, teams):
        parent = rows[name].parent
        below[parent if parent in teams else ""].append(teams[name])
    roots = [_filled(root, below, 0, frozenset()) for root in below[""]]
    if not circle.everybody:
        roots = _only_peopled(roots)
    return Chart(roots, len(spells), len(spells) <= SHOWN_AT_ONCE, strays)


def spells_on(organisation: Organisation, circle: Circle, day: date) -> list[Spell]:
    """The spells in force of everybody in the circle, by name."""
    people = (person for person in organisation.spells_of if person in circle)
    found = [spell for person in people if (spell := spell_on(organisation, person, day)) is not None]
    return sorted(found, key=lambda spell: (spell.name, spell.person))


def people_of(viewer: Viewer, company: Company, team: str, day: date) -> list[ChartPerson]:
    """Who stands in that very team on that day, the leader first."""
    leader = next((each.leader for each in teams_on(company.organisation, day) if each.team == team), "")
    spells = (spell for spell in spells_on(company.organisation, circle_on(viewer, day), day) if spell.team == team)
    people = [_person(company, spell, leader) for spell in spells]
    return sorted(people, key=lambda each: not each.leads)


def found_people(viewer: Viewer, company: Company, day: date, words: str) -> list[Spell]:
    """People of that day whose name, id or post holds the words."""
    sought = words.casefold()
    spells = spells_on(company.organisation, circle_on(viewer, day), day)
    return [spell for spell in spells if sought in _searched(company, spell)]


def _searched(company: Company, spell: Spell) -> str:
    return f"{spell.name} {spell.person} {spell.post} {post_name(company, spell.post)}".casefold()


def _declared(organisation: Organisation, teams: dict[str, ChartTeam]) -> list[str]:
    """Teams in the order of the file, which is how the company likes to see them."""
    return [name for name in dict.fromkeys(team.team for team in organisation.teams) if name in teams]


def _team(company: Company, team: Team, day: date) -> ChartTeam:
    spell = spell_on(company.organisation, team.leader, day) if team.leader else None
    return ChartTeam(team.team, team.name, team.kind, team.leader, spell.name if spell else team.leader)


def _person(company: Company, spell: Spell, leader: str) -> ChartPerson:
    return ChartPerson(spell.person, spell.name, post_name(company, spell.post), spell.person == leader, spell.status)


def _filled(team: ChartTeam, below: dict[str, list[ChartTeam]], depth: int, above: frozenset[str]) -> ChartTeam:
    inner = [each for each in below[team.team] if each.team not in above]
    team.teams = [_filled(each, below, depth + 1, above | {team.team}) for each in inner]
    team.count = len(team.people) + sum(each.count for each in team.teams)
    team.people.sort(key=lambda each: not each.leads)
    team.open = depth < 1
    return team


def _only_peopled(teams: list[ChartTeam]) -> list[ChartTeam]:
    for team in teams:
        team.teams = _only_peopled(team.teams)
        team.open = True
    return [team for team in teams if team.count]
