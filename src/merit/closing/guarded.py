"""What the law says of a period's statements: shown and written beside the result, never sealed into it.

The tables of the guards (minimum wages, tax brackets) are data that a company keeps up to date; a sealed result must
not change with them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from merit.closing.losses import notes_about_losses
from merit.company import Company
from merit.guards.guard_findings import GuardedPay, guard_findings
from merit.guards.law_tables import LawTables
from merit.guards.notice import PlanVersion
from merit.guards.records import after_overrides, agreed_clauses, notices_of
from merit.kernel.period import Period
from merit.kernel.problems import Place, Problem, in_order
from merit.rewards.pay_run import is_active, version_for
from merit.rewards.payment.pay_line import PayLine
from merit.run import PeriodResult
from merit.sources.guard_tables import guard_tables
from merit.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Paid:
    """What guards read of a result: its pay lines, and who was scored by which version of a plan."""

    period: Period
    lines: tuple[PayLine, ...]
    scored: Mapping[tuple[str, int], Sequence[str]]


def guard_problems(workspace: Workspace, result: PeriodResult) -> list[Problem]:
    """Findings on the pay lines of the result, under the shipped tables and the company's own guards.yaml.

    What somebody has overridden, where the law permits it, stays as a note beside the reason.
    """
    tables, found = guard_tables(workspace.folder)
    findings = law_findings(workspace.folder, workspace.company, paid_by(result), tables)
    overrides = workspace.company.guard_records.overrides
    return [*found, *in_order(after_overrides(findings, result.period, overrides))]


def law_findings(folder: Path, company: Company, paid: Paid, tables: LawTables) -> list[Problem]:
    """The findings alone, before anybody's override; `folder` holds the sealed periods that took of losses before."""
    losses = notes_about_losses(folder, company, paid.period, paid.lines)
    return in_order([*guard_findings(guarded_pay(company, paid), tables), *losses])


def paid_by(result: PeriodResult) -> Paid:
    """What guards read of it."""
    scored: dict[tuple[str, int], list[str]] = {}
    for card in result.scorecards:
        scored.setdefault((card.plan, card.plan_version), []).append(card.person)
    return Paid(result.period, result.pay_lines, scored)


def guarded_pay(company: Company, paid: Paid) -> GuardedPay:
    """The statements with everything that the company has recorded for the guards."""
    records = company.guard_records
    notices = (*notices_of(records.notices), *agreed_clauses(records.losses))
    return GuardedPay(
        paid.period,
        company.organisation,
        paid.lines,
        region=company.profile.region,
        currency=company.profile.currency,
        regions=records.regions_in(paid.period),
        payroll=records.payroll_of(paid.period),
        contracts=tuple(each.contract for each in records.contracts),
        plans=(*_rewards(company, paid.period), *_score_plans(company, paid)),
        notices=notices if records.notices else None,
    )


def _rewards(company: Company, period: Period) -> list[PlanVersion]:
    """The version of each reward that is in force; who is paid by it is read from the lines."""
    found: list[PlanVersion] = []
    for reward in sorted({plan.reward for plan in company.rewards}):
        plan = version_for([each for each in company.rewards if each.reward == reward], period)
        if plan is not None and is_active(plan, period):
            found.append(PlanVersion(plan.reward, plan.version, plan.valid_from, place=plan.place))
    return found


def _score_plans(company: Company, paid: Paid) -> list[PlanVersion]:
    """Every version by which somebody was scored."""
    plans = {(plan.plan, plan.version): plan for plan in company.plans}
    return [
        PlanVersion(*key, plan.valid_from, tuple(people), Place(plan.source.file, plan.source.line))
        for key, people in sorted(paid.scored.items())
        if (plan := plans.get(key)) is not None
    ]
