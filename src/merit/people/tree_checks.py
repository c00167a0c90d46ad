"""Whether the teams form one tree on every day: known parents, no cycle, a single root."""

from collections.abc import Iterator
from datetime import date

from merit.kernel.problems import Place, Problem
from merit.people.organisation import Organisation, Team, TeamKind
from merit.people.tree import teams_on


def check_tree(organisation: Organisation) -> list[Problem]:
    """Findings about the tree, each at the first day on which it shows."""
    found: dict[tuple[str, Place], Problem] = {}
    for day in _days_of_change(organisation):
        for problem in _tree_on(teams_on(organisation, day)):
            found.setdefault((problem.code, problem.place), problem)
    return [*found.values(), *_unknown_parents(organisation)]


def _days_of_change(organisation: Organisation) -> list[date]:
    starts = {team.start or date.min for team in organisation.teams}
    ends = {team.end for team in organisation.teams if team.end is not None}
    return sorted(starts | ends)


def _unknown_parents(organisation: Organisation) -> Iterator[Problem]:
    for team in organisation.teams:
        if team.parent and team.parent not in organisation.rows_of:
            params: dict[str, str | int] = {"team": team.team, "parent": team.parent}
            yield Problem("people.unknown_parent", _place(team, "parent"), params)


def _tree_on(teams: list[Team]) -> Iterator[Problem]:
    by_id = {team.team: team for team in teams}
    for team in teams:
        if cycle := _cycle_through(by_id, team):
            yield Problem("people.cycle_of_teams", _place(team, "parent"), {"teams": " → ".join(cycle)})
    roots = [team for team in teams if not team.parent]
    for root in roots[1:]:
        params: dict[str, str | int] = {"team": root.team, "first": roots[0].team}
        yield Problem("people.two_roots", _place(root, "parent"), params)
    companies = [team for team in teams if team.kind is TeamKind.COMPANY]
    for company in companies:
        if company.parent:
            params = {"team": company.team, "parent": company.parent}
            yield Problem("people.company_under_a_team", _place(company, "kind"), params)


def _cycle_through(by_id: dict[str, Team], team: Team) -> list[str]:
    """The way from the team back to itself, when it is the first of the cycle's ids; else nothing."""
    way = [team.team]
    while (here := by_id.get(way[-1])) is not None and here.parent:
        way.append(here.parent)
        if here.parent == team.team:
            return way if team.team == min(way) else []
        if here.parent in way[:-1]:
            return []
    return []


def _place(team: Team, field: str) -> Place:
    return Place(team.source.file, team.source.line, field)
