"""The plan check: every known mistake of goal and KPI design, with evidence from history, each with what to do."""

from merit.company import Company
from merit.insight.plan_check_company import company_findings
from merit.insight.plan_check_design import design_findings
from merit.insight.plan_check_history import RECENT, history_findings
from merit.insight.plan_check_subject import PlanInUse, earlier, plans_in_use
from merit.kernel.period import Period
from merit.kernel.problems import Problem, in_order
from merit.metrics.figures import Figures
from merit.scores.score_people import score_people
from merit.scores.scorecard import Scorecard
from merit.targets.resolve import rows_by_node


def plan_findings(company: Company, figures: Figures, today_period: Period) -> list[Problem]:
    """Warnings and notes on the plans, targets and rewards in force in that period; history is what lies before it.

    What the folder's own check tells (weights that miss 100 %, gaps in score bands, unknown names) is not told again.
    """
    used = plans_in_use(company, today_period)
    rows = rows_by_node(company.targets)
    cards = _cards(company, figures, used)
    found = list(company_findings(company, used, today_period))
    for each in used:
        found += design_findings(company, each, rows)
        found += history_findings(company, figures, each, cards)
    return in_order(found)


def _cards(company: Company, figures: Figures, used: list[PlanInUse]) -> dict[Period, list[Scorecard]]:
    """Scorecards of the cycles at hand and the recent ones before them, as they would be computed today."""
    cycles = {each.cycle for each in used if each.spells}
    wanted = cycles | {period for cycle in cycles for period in earlier(cycle, RECENT)}
    return {period: score_people(company, figures, period)[0] for period in sorted(wanted)}
