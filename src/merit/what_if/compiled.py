"""A company, its plans and its past periods in arrays: everything that no slider moves is worked out once, exactly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from merit.company import Company
from merit.insight.simulation import Replay
from merit.kernel.explain import Explained, Step
from merit.kernel.period import Period
from merit.kernel.problems import in_order
from merit.metrics.figures import Figures
from merit.rewards.pay_people import pay_people
from merit.rewards.pay_run import PayRun, is_active, version_for
from merit.rewards.payment.paid_before import ledger
from merit.rewards.payment.pay_line import PayLine
from merit.rewards.plan.contest_terms import ContestTerms
from merit.rewards.plan.reward_plan import BonusTerms, CommissionTerms, PoolTerms, RewardPlan
from merit.rewards.plan.year_end_terms import YearEndTerms
from merit.run import PeriodResult, score_and_pay
from merit.scores.grades.grading import graded
from merit.scores.score_people import drafts_of
from merit.what_if.bonuses import BonusRows
from merit.what_if.grades import GradeRows
from merit.what_if.pools import Pool, pool_in
from merit.what_if.score_rows import ScoreRows

T = TypeVar("T")

_UNTOLD = Step("given", {}, None)

MOVING_LINES = frozenset({"bonus", "pool", "year_end"})
"""Lines that a slider moves. A commission hangs on sales, rates, conditions and vetoes, a contest on KPIs and vetoes, a
decision on people: no slider has any of these."""


@dataclass(slots=True)
class Gathered:
    """Rows of all periods, and the results that the engine came to on the way."""

    company: Company
    figures: Figures
    scores: ScoreRows = field(default_factory=ScoreRows)
    grades: GradeRows = field(default_factory=GradeRows)
    bonuses: dict[tuple[str, int], BonusRows] = field(default_factory=dict)
    pools: list[Pool] = field(default_factory=list)
    results: list[PeriodResult] = field(default_factory=list)

    def period(self, period: Period, paid_so_far: Replay) -> None:
        """Take in the next period: score and pay it by the engine, and keep the parts."""
        column = len(self.results)
        drafts, scoring = drafts_of(self.company, self.figures, period)
        cards = graded(drafts, scoring)
        before = paid_so_far(self.company, period, self.results)
        lines, findings = pay_people(self.company, self.figures, cards, period, before)
        problems = in_order([*in_order(scoring.problems), *findings])
        self.results.append(without_working(PeriodResult(period, tuple(cards), tuple(lines), tuple(problems))))
        self.scores.add(column, drafts, scoring)
        self.grades.add(drafts, cards, scoring)
        by_person = {card.person: card for card in cards}
        self._pay(PayRun(self.company, self.figures, period, by_person, ledger(before, period)), column)

    def _pay(self, run: PayRun, column: int) -> None:
        row_of = {person: row for (person, at), row in self.scores.row_of.items() if at == column}
        for plan in _in_force(run):
            match plan.terms:
                case BonusTerms() | YearEndTerms() as terms:
                    key = (plan.reward, plan.version)
                    rows = self.bonuses.setdefault(key, BonusRows(plan.reward, terms))
                    rows.add(run, plan, column, row_of)
                case PoolTerms() as terms:
                    found = pool_in(run, plan, terms, column, row_of)
                    self.pools += [] if found is None else [found]
                case CommissionTerms() | ContestTerms():
                    pass


def gathered(company: Company, figures: Figures, periods: Sequence[Period], paid_so_far: Replay) -> Gathered:
    """Score and pay every period once by the exact engine and keep the parts."""
    found = Gathered(company, figures)
    for period in periods:
        found.period(period, paid_so_far)
    return found


def replayed(company: Company, figures: Figures, periods: Sequence[Period], paid_so_far: Replay) -> list[PeriodResult]:
    """The periods in order by the exact engine, each seeing what the earlier ones paid; without workings."""
    results: list[PeriodResult] = []
    for period in periods:
        before = paid_so_far(company, period, results)
        results.append(without_working(score_and_pay(company, figures, period, before)))
    return results


def without_working(result: PeriodResult) -> PeriodResult:
    """The figures alone: workings of 2,000 people over a year would take half a gigabyte."""
    cards = tuple(
        replace(card, indicators=(), total=_alone(card.total), grade=_alone(card.grade), payout=None, vetoed={})
        for card in result.scorecards
    )
    lines = tuple(replace(line, amount=_figure(line.amount.value)) for line in result.pay_lines)
    return replace(result, scorecards=cards, pay_lines=lines)


def _alone(figure: Explained[T] | None) -> Explained[T] | None:
    return None if figure is None else _figure(figure.value)


def _figure(value: T) -> Explained[T]:
    return Explained(value, _UNTOLD)


def standing_lines(lines: Sequence[PayLine]) -> list[PayLine]:
    """The pay lines that no slider moves."""
    return [line for line in lines if line.line not in MOVING_LINES]


def _in_force(run: PayRun) -> Iterator[RewardPlan]:
    rewards = run.company.rewards
    for reward in sorted({plan.reward for plan in rewards}):
        plan = version_for([each for each in rewards if each.reward == reward], run.period)
        if plan is not None and is_active(plan, run.period):
            yield plan
