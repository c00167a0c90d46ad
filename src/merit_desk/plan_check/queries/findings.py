"""The findings on all plans, and those of history on a plan that is being written."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from merit.closing.plan_evidence import chances_of, known_of, last_planned, prepare_figures
from merit.company import Company
from merit.insight.plan_check.findings import draft_findings, lasting_findings, people_findings
from merit.insight.plan_check.known import Known
from merit.insight.plan_check.subject import plans_in_use
from merit.insight.simulation import Drafts, under
from merit.kernel.period import Period
from merit.kernel.problems import Problem, in_order
from merit.kernel.refusals import ConflictRefusal
from merit.scores.plan.score_plan import ScorePlan
from merit.targets.resolve import rows_by_node
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.plan_check.queries.known import known_here
from merit_desk.plans.actions.check import DRAFT
from merit_desk.results.queries.now import at_present
from merit_desk.results.queries.open_company import declared_company, state_of
from merit_desk.results.queries.period_files import periods_run

OF_PAY = frozenset({"insight.paid_alike", "insight.reward_too_small", "insight.reward_too_narrow"})
"""Findings that name what people were paid."""

OF_NOTICE = frozenset({"insight.nobody_asked", "insight.not_asked", "insight.not_agreed"})
"""Nobody can have agreed to a version that is still being written."""


def planned_period(asked: str = "") -> Period:
    """The period asked for, else the last one with data and targets. Raises ConflictRefusal for no period, no data."""
    if asked:
        try:
            return Period.parse(asked)
        except ValueError:
            raise ConflictRefusal("cli.not_a_period", text=asked) from None
    with at_present() as workspace:
        found = last_planned(workspace)
    if found is None:
        raise ConflictRefusal("plan_check.nothing_loaded")
    return found


def findings_of_all(viewer: Viewer, period: Period) -> list[Problem]:
    """Every finding on plans, targets and rewards in force in the period, in the order of files."""
    viewer.require(Can.EDIT_DEFINITIONS)
    kept = _kept(settings.MERIT_COMPANY, state_of(settings.MERIT_COMPANY), period, tuple(periods_run()[:3]))
    people = people_findings(declared_company(), period, known_here(period, viewer.today))
    sees_pay = viewer.everywhere(Can.SEE_PAY)
    return [each for each in in_order([*kept, *people]) if sees_pay or each.code not in OF_PAY]


@lru_cache(maxsize=4)
def _kept(folder: Path, state: int, period: Period, run: tuple[str, ...]) -> tuple[Problem, ...]:
    """Until the folder, the facts or the results change."""
    del folder, state, run
    with at_present() as workspace:
        prepare_figures(workspace, period)
        known = known_of(workspace, period)
        return tuple(lasting_findings(workspace.company, workspace.figures, period, known))


def history_of_draft(viewer: Viewer, plan: ScorePlan) -> list[Problem]:
    """What history, chances and agreements say of a draft, as if it had been in force in the last planned period."""
    viewer.require(Can.EDIT_DEFINITIONS)
    period = planned_period()
    with at_present() as workspace:
        drafted = _alone(under(workspace.company, Drafts((_from_start(plan, period),))), plan, period)
        lasting = lasting_findings(drafted, workspace.figures, period, Known(chances=chances_of(workspace)))
    people = people_findings(drafted, period, known_here(period, viewer.today))
    written = _written(drafted, period)
    return [
        each
        for each in in_order([*lasting, *people])
        if each.place.file == DRAFT and each.code not in OF_NOTICE and (each.code, each.place.line) not in written
    ]


def _from_start(plan: ScorePlan, period: Period) -> ScorePlan:
    cycle = Period.containing(period.start, plan.cycle)
    return replace(plan, valid_from=min(plan.valid_from, cycle.start))


def _alone(company: Company, plan: ScorePlan, period: Period) -> Company:
    """The company with that plan and its people only: nobody else's score is asked for."""
    own = next(each for each in plans_in_use(company, period) if each.plan.plan == plan.plan)
    people = {spell.person for spell in own.spells}
    spells = tuple(spell for spell in company.organisation.spells if spell.person in people)
    organisation = replace(company.organisation, spells=spells)
    return replace(company, plans=(own.plan,), organisation=organisation)


def _written(company: Company, period: Period) -> set[tuple[str, int]]:
    """What the form shows already while one types."""
    rows = rows_by_node(company.targets)
    used = plans_in_use(company, period)
    return {(found.code, found.place.line) for each in used for found in draft_findings(company, each, rows)}
