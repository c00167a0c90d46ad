"""The plan check that `merit check --plans` shows."""

from merit.closing.plan_evidence import known_of, last_planned, prepare_figures
from merit.insight.plan_check.findings import plan_findings
from merit.kernel.period import Period
from merit.kernel.problems import Problem
from merit.workspace import Workspace


def plan_problems(workspace: Workspace, period: Period | None = None) -> list[Problem]:
    """What `merit check --plans` adds; without a period, that of the last month with data for which targets are set."""
    chosen = period or last_planned(workspace)
    if chosen is None:
        return []
    prepare_figures(workspace, chosen)
    return plan_findings(workspace.company, workspace.figures, chosen, known_of(workspace, chosen))
