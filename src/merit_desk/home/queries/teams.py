"""Departments and teams, each with the KPIs that its own people are scored by."""

from collections import Counter
from dataclasses import dataclass, replace

from django.urls import reverse

from merit.company import Company
from merit.kernel.period import Period
from merit.people.organisation import Team, TeamKind
from merit.people.tree import members_by_team, teams_on
from merit_desk.metrics.queries import KpiLine, kpi_lines
from merit_desk.results.queries.names import indicator_subject, node_name
from merit_desk.results.queries.period_files import PeriodFiles

SHOWN = 4


@dataclass(frozen=True, slots=True)
class TeamCard:
    """One department or team; `inside` are the teams below a department."""

    team: str
    name: str
    leader: str
    leader_address: str
    people: int
    people_address: str
    address: str
    lines: tuple[KpiLine, ...] = ()
    inside: tuple["TeamCard", ...] = ()


def team_cards(company: Company, files: PeriodFiles, in_full: bool = True) -> list[TeamCard]:
    """Departments in the order declared, each with its teams; unless `in_full` only the departments have KPIs."""
    day = Period.parse(files.period).last
    order = {row.team: index for index, row in reversed(list(enumerate(company.organisation.teams)))}
    teams = sorted(teams_on(company.organisation, day), key=lambda team: order[team.team])
    departments = [team for team in teams if team.kind is TeamKind.DEPARTMENT]
    everybody = members_by_team(company.organisation, day)
    scored = {team: [person for person in people if person in files.totals] for team, people in everybody.items()}

    def card(team: Team, with_lines: bool, inside: tuple[TeamCard, ...] = ()) -> TeamCard:
        people = scored.get(team.team, [])
        lines = _own_kpis(company, files, (_kind(team), team.team), people) if with_lines else ()
        return replace(_card(company, files, team, len(people)), lines=lines, inside=inside)

    return [
        card(team, True, tuple(card(each, in_full) for each in teams if each.parent == team.team))
        for team in departments
    ]


def _kind(team: Team) -> str:
    return "department" if team.kind is TeamKind.DEPARTMENT else "team"


def _card(company: Company, files: PeriodFiles, team: Team, people: int) -> TeamCard:
    has_statement = team.leader in files.totals
    return TeamCard(
        team=team.team,
        name=team.name,
        leader=node_name(company, "person", team.leader) if team.leader else "",
        leader_address=reverse("rewards:statement", args=(files.period, team.leader)) if has_statement else "",
        people=people,
        people_address=f"{reverse('home:people', args=(files.period,))}?q={team.name}",
        address=reverse("metrics:node", args=(files.period, _kind(team), team.team)),
    )


def _own_kpis(company: Company, files: PeriodFiles, where: tuple[str, str], people: list[str]) -> tuple[KpiLine, ...]:
    """What most weight rests on in the scorecards of its people, of that which has a value for the team itself."""
    indicators: Counter[tuple[str, str]] = Counter()
    for person in people:
        for row in files.scores.get(person, ()):
            indicators[row.plan, row.indicator] += int(row.weight or 0)
    weights: Counter[str] = Counter()
    for (plan, indicator), weight in indicators.items():
        weights[indicator_subject(company, plan, indicator)] += weight
    measured = {row.kpi for row in files.kpis.get(where, ())}
    heaviest = sorted((kpi for kpi in weights if kpi in measured), key=lambda kpi: -weights[kpi])[:SHOWN]
    lines = {line.kpi: line for line in kpi_lines(company, files, where, None, heaviest)}
    return tuple(lines[kpi] for kpi in heaviest)
