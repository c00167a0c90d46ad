"""A person's own KPIs in their plan, as rows that open their explanation."""

from dataclasses import dataclass

from merit.company import Company
from merit.kernel.node import COMPANY_ID
from merit.kernel.period import Grain, Period
from merit.people.spells import spells_in
from merit.people.tree import department_of
from merit.scores.plan.score_plan import FigureOf, Indicator, IndicatorKind, ScorePlan
from merit_desk.accounts.queries.sight import may_see_node
from merit_desk.accounts.viewer import Viewer
from merit_desk.metrics.queries.lines import HomeLine, home_lines
from merit_desk.results.queries.names import titled
from merit_desk.results.queries.now import Asked, present_day, standings
from merit_desk.shell import formats
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class OwnStanding:
    """The viewer's own KPIs in their plan."""

    plan: str
    lines: tuple[HomeLine, ...]


def own_standing(viewer: Viewer, company: Company, shown_in: str) -> OwnStanding | None:
    """None for somebody without a plan in the present period."""
    period = present_period()
    plan = plan_of(company, viewer.person, period) if viewer.person and period else None
    if plan is None or period is None:
        return None
    lines = [line for line in plan.indicators if line.kind in (IndicatorKind.MEASURED, IndicatorKind.TASK)]
    asked = [asked_of(company, viewer.person, period, line) for line in lines if line.subject in company.catalogue]
    seen = tuple(each for each in asked if may_see_node(viewer, each.kpi, each.kind, each.node, str(period)))
    notes = {line.subject: say("mine.weight", weight=formats.short_number(line.weight, 1)) for line in lines}
    return OwnStanding(titled(plan.title, plan.plan), tuple(home_lines(company, shown_in, standings(seen), notes)))


def present_period() -> Period | None:
    """The month of the present day."""
    day = present_day()
    return Period.containing(day, Grain.MONTH) if day else None


def plan_of(company: Company, person: str, period: Period) -> ScorePlan | None:
    """The plan of the latest part of the person's period, latest version first."""
    parts = spells_in(company.organisation, person, period)
    fitting = [
        plan
        for part in parts[-1:]
        for plan in company.plans
        if plan.valid_from <= period.last and plan.audience.holds(part, company.organisation)
    ]
    return max(fitting, key=lambda plan: (bool(plan.audience.people), plan.version), default=None)


def asked_of(company: Company, person: str, period: Period, line: Indicator) -> Asked:
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
