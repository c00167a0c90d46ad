"""Over whom a goal can be split, and by what: equal parts, or each one's share of the period before."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from merit.company import Company
from merit.kernel.node import COMPANY_ID, NodeKind
from merit.people.organisation import TeamKind
from merit.people.tree import leader_of, members, teams_on
from merit.targets.goal_life import GoalLevel
from merit.targets.split import equal_weights, split_target
from merit_desk.accounts.queries.sight import may_see_node
from merit_desk.accounts.viewer import Viewer
from merit_desk.goals.models import Goal
from merit_desk.goals.queries.figures import figure_node, previous_value, target_of
from merit_desk.goals.queries.setting import parties_at
from merit_desk.goals.queries.words import places_of
from merit_desk.results.queries.open_company import declared_company

EQUAL, LAST = "equal", "last"


@dataclass(frozen=True, slots=True)
class Part:
    """A department, team, person or shop that is to carry a part."""

    kind: str
    node: str
    person: str = ""


def kinds_of_parts(viewer: Viewer, company: Company, goal: Goal) -> dict[str, list[Part]]:
    """Parts by kind, only kinds of which the viewer may set every one; kinds with fewer than two are left out."""
    found: dict[str, list[Part]] = {}
    kind, node = figure_node(goal)
    teams = _teams_under(viewer, company, kind, node)
    if kind == NodeKind.COMPANY:
        found["department"] = [part for part in teams if part.kind == TeamKind.DEPARTMENT]
        found["shop"] = [Part("shop", shop.shop, goal.person) for shop in company.shops]
    found["team"] = [part for part in teams if part.kind == TeamKind.TEAM]
    if kind in (NodeKind.DEPARTMENT, NodeKind.TEAM):
        people = members(company.organisation, node, viewer.today)
        found["person"] = [Part("person", each, each) for each in people]
    measured = company.catalogue[goal.kpi].nodes if goal.kpi in company.catalogue else tuple(NodeKind)
    return {
        name: parts
        for name, parts in found.items()
        if len(parts) > 1 and NodeKind(name) in measured and all(_may_set(viewer, goal, part) for part in parts)
    }


def _teams_under(viewer: Viewer, company: Company, kind: str, node: str) -> list[Part]:
    """The nearest departments or teams below."""
    teams = teams_on(company.organisation, viewer.today)
    roots = [team.team for team in teams if team.kind is TeamKind.COMPANY]
    tops = roots if kind == NodeKind.COMPANY and node == COMPANY_ID else [node]
    return [Part(str(team.kind), team.team, team.leader) for team in teams if team.parent in tops]


def _may_set(viewer: Viewer, goal: Goal, part: Part) -> bool:
    level, node = (goal.level, goal.node) if part.kind == NodeKind.SHOP else (part.kind, part.node)
    return bool(parties_at(viewer, level, node, goal.period))


def proposed(
    viewer: Viewer, company: Company, goal: Goal, parts: Sequence[Part], by: str
) -> dict[Part, Fraction] | None:
    """The target split; None without a target, or by last period's share where that is hidden or was nothing."""
    target = target_of(company, goal)
    named = {f"{part.kind}/{part.node}": part for part in parts}
    weights = equal_weights(named)
    if by == LAST:
        found = {name: _before(viewer, goal, part) for name, part in named.items()}
        if any(value is None for value in found.values()):
            return None
        weights = {name: max(value or Fraction(0), Fraction(0)) for name, value in found.items()}
    if target is None or not any(weights.values()):
        return None
    return {named[name]: value for name, value in split_target(target, weights, places_of(company, goal)).items()}


def _before(viewer: Viewer, goal: Goal, part: Part) -> Fraction | None:
    if not goal.kpi or not may_see_node(viewer, goal.kpi, part.kind, part.node, goal.period):
        return None
    return previous_value(goal.kpi, part.kind, part.node, goal.period) or Fraction(0)


def owner_of(viewer: Viewer, level: str, node: str) -> str:
    """Who answers for a goal of that node unless somebody else is named: the person, the leader, the company's."""
    company = declared_company()
    if level == GoalLevel.PERSON:
        return node
    if level == GoalLevel.COMPANY:
        top = next((team for team in teams_on(company.organisation, viewer.today) if not team.parent), None)
        return top.leader if top else ""
    return leader_of(company.organisation, node, viewer.today) or ""
