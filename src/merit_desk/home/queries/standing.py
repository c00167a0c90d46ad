"""Which standings a home page shows: the viewer's own KPIs, those of their team, of the company and its departments."""

from dataclasses import dataclass

from merit.company import Company
from merit.kernel.node import COMPANY_ID
from merit.kernel.period import Grain, Period
from merit.people.organisation import TeamKind
from merit.people.spells import spells_in
from merit.people.tree import department_of, members, teams_on
from merit.scores.plan.score_plan import FigureOf, Indicator, IndicatorKind, ScorePlan
from merit_desk.accounts.queries.sight import may_see_node
from merit_desk.accounts.viewer import Viewer
from merit_desk.home.queries.lines import HomeLine, Strip, home_lines, strips
from merit_desk.metrics.queries import FIRST
from merit_desk.results.queries.names import titled
from merit_desk.results.queries.now import Asked, present_day, standings
from merit_desk.shell import formats
from merit_desk.shell.sentences import say

_COMPANY_LINES = 8
_STRIPS = 4


@dataclass(frozen=True, slots=True)
class OwnStanding:
    """The viewer's own KPIs in their plan."""

    plan: str
    lines: tuple[HomeLine, ...]


@dataclass(frozen=True, slots=True)
class DepartmentStanding:
    """One department's first KPI with a target."""

    name: str
    kind: str
    node: str
    leader: str
    line: HomeLine


def own_standing(viewer: Viewer, company: Company, shown_in: str) -> OwnStanding | None:
    """None for somebody without a plan in the present period."""
    period = present_period()
    plan = _plan_of(company, viewer.person, period) if viewer.person and period else None
    if plan is None or period is None:
        return None
    lines = [line for line in plan.indicators if line.kind in (IndicatorKind.MEASURED, IndicatorKind.TASK)]
    asked = [_asked(company, viewer.person, period, line) for line in lines if line.subject in company.catalogue]
    seen = tuple(each for each in asked if may_see_node(viewer, each.kpi, each.kind, each.node, str(period)))
    notes = {line.subject: say("mine.weight", weight=formats.short_number(line.weight, 1)) for line in lines}
    return OwnStanding(titled(plan.title, plan.plan), tuple(home_lines(company, shown_in, standings(seen), notes)))


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


def present_period() -> Period | None:
    """The month of the present day."""
    day = present_day()
    return Period.containing(day, Grain.MONTH) if day else None


def _first(kpi: str) -> int:
    return FIRST.index(kpi) if kpi in FIRST else len(FIRST)


def _plan_of(company: Company, person: str, period: Period) -> ScorePlan | None:
    """The plan of the latest part of the person's period, latest version first."""
    parts = spells_in(company.organisation, person, period)
    fitting = [
        plan
        for part in parts[-1:]
        for plan in company.plans
        if plan.valid_from <= period.last and plan.audience.holds(part, company.organisation)
    ]
    return max(fitting, key=lambda plan: (bool(plan.audience.people), plan.version), default=None)


def _personal(company: Company, person: str, period: Period) -> list[Asked]:
    plan = _plan_of(company, person, period)
    lines = plan.indicators if plan else ()
    own = [each for each in lines if each.kind is IndicatorKind.MEASURED and each.of is FigureOf.PERSON]
    return [_asked(company, person, period, each) for each in own if each.subject in company.catalogue]


def _asked(company: Company, person: str, period: Period, line: Indicator) -> Asked:
    """Whose figure the indicator reads."""
    parts = spells_in(company.organisation, person, period)
    team = parts[-1].spell.team if parts else ""
    match line.of:
        case FigureOf.PERSON:
            return Asked(line.subject, "person", person, line.target)
        case FigureOf.TEAM:
            return Asked(line.subject, "team", team, line.target)
        case FigureOf.DEPARTMENT:
            department = department_of(company.organisation, team, period.last)
            return Asked(line.subject, "department", department.team if department else team, line.target)
        case FigureOf.COMPANY:
            return Asked(line.subject, "company", COMPANY_ID, line.target)
