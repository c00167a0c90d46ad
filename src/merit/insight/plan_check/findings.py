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
    used = plans_in_use(company, today_period)
    rows = rows_by_node(company.targets)
    cards = _cards(company, figures, used)
    found = [*company_findings(company, used, today_period), *consultation_findings(company, used, known)]
    found += reward_findings(company, known.rewarded)
    for each in used:
        found += _written(company, each, rows, known)
        found += history_findings(company, figures, each, cards, known.chances)
        found += grade_findings(company, each, cards)
    return in_order(found)


def draft_findings(company: Company, used: PlanInUse, rows: TargetRows) -> Iterator[Problem]:
    """What a plan shows by itself, without a look at history."""
    told = list(design_findings(company, used, rows))
    alone = {each.params.get("indicator") for each in told if each.code == "insight.volume_alone"}
    yield from told
    for each in balance_findings(used.plan, company.catalogue):
        if each.params["indicator"] not in alone:
            yield each


def _written(company: Company, used: PlanInUse, rows: TargetRows, known: Known) -> Iterator[Problem]:
    """Results alone are no mistake where somebody follows them up."""
    missed = list(follow_up_findings(used, known)) if only_results(used.plan, company.catalogue) else []
    heard = known.followed_up is not None and not missed
    yield from missed
    for each in draft_findings(company, used, rows):
        if each.code != "insight.only_results" or not (heard or missed):
            yield each


def _cards(company: Company, figures: Figures, used: list[PlanInUse]) -> Cards:
    """Scorecards of the cycles at hand and the recent ones before them, as they would be computed today."""
    cycles = {each.cycle for each in used if each.spells}
    wanted = cycles | {period for cycle in cycles for period in earlier(cycle, RECENT)}
    return {period: score_people(company, figures, period)[0] for period in sorted(wanted)}
