"""Which standings a home page shows: the viewer's own KPIs, those of their team, of the company and its departments."""

from dataclasses import dataclass

from merit.company import Company
from merit.kernel.node import COMPANY_ID
from merit.kernel.period import Period
from merit.people.organisation import TeamKind
from merit.people.tree import members, teams_on
from merit.scores.plan.score_plan import FigureOf, IndicatorKind
from merit_desk.accounts.queries.sight import may_see_node
from merit_desk.accounts.viewer import Viewer
from merit_desk.metrics.queries import FIRST
from merit_desk.metrics.queries.lines import HomeLine, Strip, home_lines, strips
from merit_desk.metrics.queries.own import OwnStanding, asked_of, plan_of, present_period
from merit_desk.results.queries.now import Asked, present_day, standings

_COMPANY_LINES = 8
_STRIPS = 4


@dataclass(frozen=True, slots=True)
class DepartmentStanding:
    """One department's first KPI with a target."""

    name: str
    kind: str
    node: str
    leader: str
    line: HomeLine


def team_standing(viewer: Viewer, company: Company, shown_in: str) -> list[Strip]:
    """KPIs of the people in the teams that the viewer leads; empty for somebody who leads none."""
    period, day = present_period(), present_day()
    if period is None or day is None or not viewer.person:
        return []
    led = [team.team for team in teams_on(company.organisation, day) if team.leader == viewer.person]
    people = sorted({each for team in led for each in members(company.organisation, team, day)})
    asked = [each for person in people if person != viewer.person for each in _personal(company, person, period)]
    seen = tuple(each for each in asked if may_see_node(viewer, each.kpi, each.kind, each.node, str(period)))
    return strips(company, shown_in, standings(seen))[:_STRIPS]


def company_standing(viewer: Viewer, company: Company, shown_in: str, own: OwnStanding | None) -> list[HomeLine]:
    """The company's KPIs: those with a target first, then what a merchant looks at first; not those of `own` again."""
    period = present_period()
    aimed = [each.kpi for each in company.targets if each.node == COMPANY_ID and each.period == period]
    kpis = [kpi for kpi in dict.fromkeys((*sorted(aimed, key=_first), *FIRST)) if kpi in company.catalogue]
    mine = {line.kpi for line in own.lines if line.of_company} if own else set()
    asked = [Asked(kpi, "company", COMPANY_ID) for kpi in kpis if kpi not in mine]
    seen = tuple(each for each in asked if may_see_node(viewer, each.kpi, each.kind, each.node, str(period)))
    return home_lines(company, shown_in, standings(seen[:_COMPANY_LINES]), {}) if period else []


def department_standing(viewer: Viewer, company: Company, shown_in: str) -> list[DepartmentStanding]:
    """Departments and teams that have a target of their own this period, in the order declared."""
    period = present_period()
    if period is None:
        return []
    aimed: dict[tuple[str, str], str] = {}
    for target in sorted(
        (each for each in company.targets if each.period == period), key=lambda each: _first(each.kpi)
    ):
        aimed.setdefault((target.node_kind, target.node), target.kpi)
    found = []
    for team in teams_on(company.organisation, period.last):
        kind = "department" if team.kind is TeamKind.DEPARTMENT else "team"
        kpi = aimed.get((kind, team.team))
        if kpi is None or not may_see_node(viewer, kpi, kind, team.team, str(period)):
            continue
        lines = home_lines(company, shown_in, standings((Asked(kpi, kind, team.team),)), {})
        leader = company.organisation.spells_of.get(team.leader, ())
        name = leader[-1].name if leader else ""
        found += [DepartmentStanding(team.name, kind, team.team, name, line) for line in lines]
    return found


def _first(kpi: str) -> int:
    return FIRST.index(kpi) if kpi in FIRST else len(FIRST)


def _personal(company: Company, person: str, period: Period) -> list[Asked]:
    plan = plan_of(company, person, period)
    lines = plan.indicators if plan else ()
    own = [each for each in lines if each.kind is IndicatorKind.MEASURED and each.of is FigureOf.PERSON]
    return [asked_of(company, person, period, each) for each in own if each.subject in company.catalogue]
