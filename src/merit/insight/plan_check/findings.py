"""The plan check: every known mistake of goal and KPI design, with evidence from history, each with what to do."""

from collections.abc import Iterator

from merit.company import Company
from merit.insight.plan_check.balance import balance_findings
from merit.insight.plan_check.between_plans import company_findings
from merit.insight.plan_check.design import design_findings, only_results
from merit.insight.plan_check.history import RECENT, Cards, history_findings
from merit.insight.plan_check.known import NOTHING, Known
from merit.insight.plan_check.standing import (
    consultation_findings,
    follow_up_findings,
    grade_findings,
    reward_findings,
)
from merit.insight.plan_check.subject import PlanInUse, earlier, plans_in_use
from merit.kernel.period import Period
from merit.kernel.problems import Problem, in_order
from merit.metrics.figures import Figures
from merit.scores.score_people import score_people
from merit.targets.resolve import TargetRows, rows_by_node


def plan_findings(company: Company, figures: Figures, today_period: Period, known: Known = NOTHING) -> list[Problem]:
    """Warnings and notes on the plans, targets and rewards in force in that period; history is what lies before it.

    What the folder's own check tells (weights that miss 100 %, gaps in score bands, unknown names) is not told again.
    """
    lasting = lasting_findings(company, figures, today_period, known)
    return in_order([*lasting, *people_findings(company, today_period, known)])


def lasting_findings(company: Company, figures: Figures, period: Period, known: Known) -> list[Problem]:
    """What changes only when declarations or data do: design, history, chances and rewards."""
    used = plans_in_use(company, period)
    rows = rows_by_node(company.targets)
    cards = _cards(company, figures, used)
    found = [*company_findings(company, used, period), *reward_findings(company, known.rewarded)]
    for each in used:
        found += draft_findings(company, each, rows)
        found += history_findings(company, figures, each, cards, known.chances)
        found += grade_findings(company, each, cards)
    return found


def people_findings(company: Company, period: Period, known: Known) -> list[Problem]:
    """What changes with what people do: who was asked, and who is followed up under a plan of results alone.

    Results alone are no mistake where somebody follows them up, and one finding is enough where nobody does.
    """
    used = plans_in_use(company, period)
    found = list(consultation_findings(company, used, known))
    for each in used:
        if only_results(each.plan, company.catalogue):
            found += follow_up_findings(each, known)
    return found


def draft_findings(company: Company, used: PlanInUse, rows: TargetRows) -> Iterator[Problem]:
    """What a plan shows by itself, without a look at history."""
    told = list(design_findings(company, used, rows))
    alone = {each.params.get("indicator") for each in told if each.code == "insight.volume_alone"}
    yield from told
    for each in balance_findings(used.plan, company.catalogue):
        if each.params["indicator"] not in alone:
            yield each


def _cards(company: Company, figures: Figures, used: list[PlanInUse]) -> Cards:
    """Scorecards of the cycles at hand and the recent ones before them, as they would be computed today."""
    cycles = {each.cycle for each in used if each.spells}
    wanted = cycles | {period for cycle in cycles for period in earlier(cycle, RECENT)}
    return {period: score_people(company, figures, period)[0] for period in sorted(wanted)}
