"""The plan check that `merit check --plans` shows."""

from merit.closing.plan_evidence import known_of
from merit.engines.figures import CompanyFigures, data_span
from merit.insight.plan_check.findings import plan_findings
from merit.insight.plan_check.history import LONG
from merit.insight.plan_check.subject import READS_KPI, earlier
from merit.kernel.node import NodeKind
from merit.kernel.period import Grain, Period
from merit.kernel.problems import Problem
from merit.metrics.components import measures_of
from merit.scores.plan.score_plan import FigureOf
from merit.workspace import Workspace


def plan_problems(workspace: Workspace, period: Period | None = None) -> list[Problem]:
    """What `merit check --plans` adds; without a period, that of the last month with data for which targets are set."""
    chosen = period or _last_planned(workspace)
    if chosen is None:
        return []
    _prepare(workspace, chosen)
    return plan_findings(workspace.company, workspace.figures, chosen, known_of(workspace, chosen))


def _last_planned(workspace: Workspace) -> Period | None:
    span = data_span(workspace.engine)
    if span is None:
        return None
    months = [each.period for each in workspace.company.targets if each.period.grain is Grain.MONTH]
    last = Period.containing(span.last, Grain.MONTH)
    return max((month for month in months if month <= last), default=last)


def _prepare(workspace: Workspace, period: Period) -> None:
    """Ask for a year of months at once, rather than month by month."""
    company, figures = workspace.company, workspace.figures
    if not isinstance(figures, CompanyFigures):
        return
    months = [*earlier(Period.containing(period.start, Grain.MONTH), LONG), period]
    read = [each for plan in company.plans for each in plan.indicators if each.kind in READS_KPI]
    kinds = {FigureOf.PERSON: NodeKind.PERSON, FigureOf.TEAM: NodeKind.TEAM, FigureOf.DEPARTMENT: NodeKind.DEPARTMENT}
    for kind in (NodeKind.COMPANY, *kinds.values()):
        wanted = [each.subject for each in read if kind is NodeKind.COMPANY or kinds.get(each.of) is kind]
        known = [kpi for kpi in dict.fromkeys(wanted) if kpi in company.catalogue]
        figures.numbers.prepare(measures_of(company.catalogue, known), kind, months)
