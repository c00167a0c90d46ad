"""One pay run: the company, its figures and what was paid before; and whom each reward is for on which days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from merit.catalogue.kpi import Catalogue
from merit.kernel.calendar import WorkCalendar
from merit.kernel.money import Money
from merit.kernel.period import Period
from merit.metrics.figures import Figures
from merit.people.organisation import Organisation
from merit.people.spells import SpellPart, spells_in
from merit.rewards.payment.paid_before import Ledger
from merit.rewards.payment.pay_decision import PayDecision
from merit.rewards.plan.reward_plan import RewardPlan
from merit.scores.scorecard import Scorecard
from merit.targets.basis import BenchmarkFigure
from merit.targets.resolve import TargetRows, rows_by_node
from merit.targets.target import Target


class ProfileLike(Protocol):
    """What pay reads of company.yaml."""

    @property
    def currency(self) -> str:
        """The currency of all pay."""


class CompanyLike(Protocol):
    """What pay reads of a company (a stage further on, so it cannot be named here)."""

    @property
    def profile(self) -> ProfileLike:
        """company.yaml."""

    @property
    def calendar(self) -> WorkCalendar:
        """Working days."""

    @property
    def organisation(self) -> Organisation:
        """Spells and teams."""

    @property
    def catalogue(self) -> Catalogue:
        """Every KPI."""

    @property
    def rewards(self) -> tuple[RewardPlan, ...]:
        """Every version of every reward."""

    @property
    def targets(self) -> tuple[Target, ...]:
        """targets.csv."""

    @property
    def benchmarks(self) -> Sequence[BenchmarkFigure]:
        """benchmarks.csv."""

    @property
    def pay_decisions(self) -> Sequence[PayDecision]:
        """pay_decisions.csv."""


@dataclass(frozen=True, slots=True)
class PayRun:
    """Everything that paying one period may read."""

    company: CompanyLike
    figures: Figures
    period: Period
    cards: Mapping[str, Scorecard]
    ledger: Ledger
    targets: TargetRows = field(init=False, repr=False, compare=False)
    """targets.csv by KPI, node and period: made once, for every person asks of it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "targets", rows_by_node(self.company.targets))

    @property
    def organisation(self) -> Organisation:
        """Spells and teams."""
        return self.company.organisation

    def money(self, fen: int) -> Money:
        """Fen of the company's currency."""
        return Money(fen, self.company.profile.currency)


def version_for(versions: Sequence[RewardPlan], period: Period) -> RewardPlan | None:
    """The version of one reward for the period: in force on its first day, else the first to begin within it.

    A version that begins later in the period waits for the next one, so that no rule changes backwards.
    """
    due = [each for each in versions if each.cycle in (None, period.grain) and _begins(each) < period.end]
    in_force = [each for each in due if _begins(each) <= period.start]
    if in_force:
        return max(in_force, key=lambda each: (_begins(each), each.version))
    return min(due, key=lambda each: (_begins(each), -each.version), default=None)


def is_active(plan: RewardPlan, period: Period) -> bool:
    """False once the plan has ended; what it still owes or is owed goes on."""
    return plan.valid_to is None or plan.valid_to >= period.start


def own_parts(run: PayRun, plan: RewardPlan, person: str, within: Period) -> list[SpellPart]:
    """The person's spells inside `within` on which the reward is theirs, cut to the days it is valid."""
    valid = _valid_days(run, plan, within)
    if valid is None:
        return []
    parts = spells_in(run.organisation, person, valid)
    return [part for part in parts if plan.audience.holds(part, run.organisation)]


def receivers(run: PayRun, plan: RewardPlan) -> list[str]:
    """Everybody for whom the reward is on some day of the period, by id."""
    people = sorted(run.organisation.spells_of)
    return [person for person in people if own_parts(run, plan, person, run.period)]


def joined(parts: Sequence[SpellPart]) -> list[Period]:
    """The days of the parts as few periods as possible, in order."""
    runs: list[Period] = []
    for part in parts:
        if runs and runs[-1].end == part.period.start:
            runs[-1] = Period(runs[-1].start, part.period.end)
        else:
            runs.append(part.period)
    return runs


def _valid_days(run: PayRun, plan: RewardPlan, within: Period) -> Period | None:
    versions = [each for each in run.company.rewards if each.reward == plan.reward]
    first = min(_begins(each) for each in versions)
    past = plan.valid_to + timedelta(days=1) if plan.valid_to else None
    if first >= within.end or (past is not None and past <= within.start):
        return None
    return within.overlap(first, past)


def _begins(plan: RewardPlan) -> date:
    return plan.valid_from or date.min
