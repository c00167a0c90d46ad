"""What a company records for the law guards: notices, contracts, payroll, losses, and findings that somebody overrode.

Rows are only added. An override counts only for a finding that the law leaves to people (`GUARDS`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from merit.guards.laws import GUARDS, cited
from merit.guards.month_pay import Payroll
from merit.guards.notice import Notice
from merit.guards.probation import Contract
from merit.kernel.explain import DecisionRef, LineRef
from merit.kernel.money import Money
from merit.kernel.period import Period
from merit.kernel.problems import Place, Problem, Severity


@dataclass(frozen=True, slots=True)
class NoticeRecord:
    """One row of notices.csv: a version of a plan or clause was made known, or `person` confirmed having read it."""

    plan: str
    version: int
    given_on: date
    person: str
    """Empty: the row is the notice itself."""
    acknowledged_on: date | None
    how: str
    source: LineRef


@dataclass(frozen=True, slots=True)
class PayrollRecord:
    """One row of payroll.csv: what payroll adds to a person's month."""

    period: Period
    payroll: Payroll
    source: LineRef


@dataclass(frozen=True, slots=True)
class ContractRecord:
    """One row of contracts.csv; `region` where the person works elsewhere than the company, else empty."""

    contract: Contract
    region: str
    source: LineRef


@dataclass(frozen=True, slots=True)
class LossRecord:
    """One row of losses.csv: a loss that the person compensates by `clause` of the contract, from `period` on."""

    loss: str
    person: str
    amount: Money
    clause: str
    """Empty: nothing was agreed, so nothing may be taken."""
    version: int
    agreed_on: date | None
    period: Period
    reason: str
    decided_by: str
    decided_at: datetime
    source: LineRef

    @property
    def ref(self) -> DecisionRef:
        """The reference that an explanation carries."""
        return DecisionRef(self.decided_by, self.decided_at.isoformat(), self.reason)


@dataclass(frozen=True, slots=True)
class GuardOverride:
    """One row of guard_overrides.csv: somebody goes on in spite of a finding, and says why."""

    guard: str
    period: Period
    person: str
    """Empty for a finding about a whole plan."""
    reference: str
    """See `reference_of`."""
    reason: str
    decided_by: str
    decided_at: datetime
    source: LineRef

    @property
    def place(self) -> Place:
        """Where its Problems point."""
        return Place(self.source.file, self.source.line, "guard")

    @property
    def permitted(self) -> bool:
        """False where the law leaves no choice, or no such guard exists."""
        return self.guard in GUARDS and GUARDS[self.guard].overridable


@dataclass(frozen=True, slots=True)
class GuardRecords:
    """All of it, as the company folder declares it."""

    notices: tuple[NoticeRecord, ...] = ()
    contracts: tuple[ContractRecord, ...] = ()
    payroll: tuple[PayrollRecord, ...] = ()
    losses: tuple[LossRecord, ...] = ()
    overrides: tuple[GuardOverride, ...] = ()

    def payroll_of(self, period: Period) -> tuple[Payroll, ...]:
        """What payroll adds in that month."""
        return tuple(each.payroll for each in self.payroll if each.period == period)

    def regions_in(self, period: Period) -> dict[str, str]:
        """Person → region, of the latest contract in force in the period that names one."""
        due = [
            each for each in self.contracts if each.region and period.overlap(each.contract.start, each.contract.end)
        ]
        return {each.contract.person: each.region for each in sorted(due, key=lambda each: each.contract.start)}


def notices_of(records: Iterable[NoticeRecord]) -> tuple[Notice, ...]:
    """The rows put together: one notice for each version and day, with the first confirmation of everybody."""
    given: dict[tuple[str, int, date], dict[str, date]] = {}
    for each in records:
        confirmed = given.setdefault((each.plan, each.version, each.given_on), {})
        if each.person and each.acknowledged_on is not None:
            known = confirmed.get(each.person, each.acknowledged_on)
            confirmed[each.person] = min(known, each.acknowledged_on)
    return tuple(Notice(*key, confirmed) for key, confirmed in given.items())


def agreed_clauses(losses: Iterable[LossRecord]) -> tuple[Notice, ...]:
    """The clause that a person signed is its own notice: given and confirmed on the day of signing."""
    return tuple(
        Notice(each.clause, each.version, each.agreed_on, {each.person: each.agreed_on})
        for each in losses
        if each.clause and each.agreed_on is not None
    )


def reference_of(params: Mapping[str, str | int]) -> str:
    """Which of several like findings it is: plan/version, reward/line, or nothing where the person says it all."""
    if "plan" in params:
        return f"{params['plan']}/{params['version']}"
    if "reward" in params:
        return f"{params['reward']}/{params['line']}"
    return ""


def override_problems(overrides: Iterable[GuardOverride]) -> list[Problem]:
    """Overrides that do not count: of no known guard, or of one that the law leaves nobody to set aside."""
    problems: list[Problem] = []
    for each in overrides:
        if each.guard not in GUARDS:
            known = ", ".join(guard for guard, told in GUARDS.items() if told.overridable)
            params: dict[str, str | int] = {"guard": each.guard, "known": known}
            problems.append(Problem("guards.unknown_guard", each.place, params, Severity.WARNING))
        elif not each.permitted:
            params = cited(each.guard, guard=each.guard)
            problems.append(Problem("guards.override_refused", each.place, params, Severity.WARNING))
    return problems


def override_for(problem: Problem, period: Period, overrides: Iterable[GuardOverride]) -> GuardOverride | None:
    """The latest permitted override of exactly this finding."""
    key = (problem.code, period, str(problem.params.get("person", "")), reference_of(problem.params))
    found = [
        each for each in overrides if each.permitted and key == (each.guard, each.period, each.person, each.reference)
    ]
    return max(found, key=lambda each: each.decided_at, default=None)


def after_overrides(problems: Iterable[Problem], period: Period, overrides: Iterable[GuardOverride]) -> list[Problem]:
    """What was overridden stays as a note beside the reason; an override of nothing in its period is told."""
    of_period = [each for each in overrides if each.period == period and each.permitted]
    told: list[Problem] = []
    used: set[tuple[str, str, str]] = set()
    for problem in problems:
        override = override_for(problem, period, of_period)
        told.append(replace(problem, severity=Severity.NOTE) if override else problem)
        if override:
            used.add((override.guard, override.person, override.reference))
            params: dict[str, str | int] = {"by": override.decided_by, "reason": override.reason}
            told.append(Problem("guards.overridden", override.place, params, Severity.NOTE))
    idle = [each for each in of_period if (each.guard, each.person, each.reference) not in used]
    return [
        *told,
        *(Problem("guards.override_idle", each.place, {"guard": each.guard}, Severity.NOTE) for each in idle),
    ]
