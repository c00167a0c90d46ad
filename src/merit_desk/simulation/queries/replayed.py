"""History replayed by the rules themselves, period by period: the exact side of a simulation."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from merit.company import Company
from merit.engines.sold_orders import sold_orders
from merit.kernel.period import Period
from merit.kernel.problems import Problem
from merit.rewards.payment.paid_before import PaidBefore, PaidLine, Sale, paid_line
from merit.rewards.plan.reward_plan import CommissionTerms
from merit.run import PeriodResult, score_and_pay
from merit.workspace import Workspace

Followed = frozenset[tuple[str, str, bool, bool]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a statement without its working; fen."""

    reward: str
    line: str
    concerns: str
    amount: int


@dataclass(frozen=True, slots=True)
class Month:
    """One person in one period: fen paid, total score, grade, and the lines where they are known."""

    paid: int
    total: Fraction | None
    grade: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everybody over all periods, by person and number of the period."""

    periods: tuple[Period, ...]
    months: Mapping[tuple[str, int], Month]
    problems: tuple[Problem, ...] = ()

    def paid(self, person: str) -> int:
        """Fen over all periods."""
        return sum(self.month(person, at).paid for at in range(len(self.periods)))

    def month(self, person: str, at: int) -> Month:
        """Nothing paid where there is nothing."""
        return self.months.get((person, at), NOTHING)

    @property
    def people(self) -> list[str]:
        """By id."""
        return sorted({person for person, _ in self.months})


NOTHING = Month(0, None, "")


@dataclass(slots=True)
class Sales:
    """Sold orders per period, asked for once: which rewards follow their sales seldom differs between two plans."""

    workspace: Workspace
    first: Period
    earlier: tuple[PaidLine, ...] = ()
    """What was paid before the first period."""
    found: dict[tuple[Period, Followed], tuple[Sale, ...]] = field(default_factory=dict)

    def before(self, company: Company, period: Period, results: Sequence[PeriodResult]) -> PaidBefore:
        """What the earlier periods of this replay paid, as a run would find it."""
        key = (period, followed(company))
        if key not in self.found:
            span = Period(self.first.start, period.end)
            self.found[key] = sold_orders(company, self.workspace.engine, span) if key[1] else ()
        lines = [paid_line(line) for result in results for line in result.pay_lines]
        return PaidBefore((*self.earlier, *lines), self.found[key])


def followed(company: Company) -> Followed:
    """The commissions that need their sold orders."""
    return frozenset(
        (plan.reward, plan.terms.base.kpi, plan.terms.needs_refunded_sales, plan.terms.needs_every_sale)
        for plan in company.rewards
        if isinstance(plan.terms, CommissionTerms) and (plan.terms.needs_refunded_sales or plan.terms.needs_every_sale)
    )


def replays(company: Company, sales: Sales, periods: Sequence[Period]) -> Iterator[PeriodResult]:
    """Each period in turn, seeing what the earlier ones paid."""
    results: list[PeriodResult] = []
    for period in periods:
        before = sales.before(company, period, results)
        results.append(score_and_pay(company, sales.workspace.figures, period, before))
        yield results[-1]


def outcome_of(results: Sequence[PeriodResult]) -> Outcome:
    """The results as figures alone."""
    months: dict[tuple[str, int], Month] = {}
    for at, result in enumerate(results):
        months.update({(person, at): month for person, month in _months(result)})
    problems = tuple(problem for result in results for problem in result.problems)
    return Outcome(tuple(result.period for result in results), months, problems)


def _months(result: PeriodResult) -> Iterator[tuple[str, Month]]:
    cards = {card.person: card for card in result.scorecards}
    lines: dict[str, list[Line]] = {}
    for line in result.pay_lines:
        concerns = str(line.concerns) if line.concerns else ""
        lines.setdefault(line.person, []).append(Line(line.reward, line.line, concerns, line.amount.value.fen))
    for person in cards.keys() | lines.keys():
        card, own = cards.get(person), tuple(lines.get(person, ()))
        total = card.total.value if card is not None and card.total else None
        grade = str(card.grade.value) if card is not None and card.grade else ""
        yield person, Month(sum(line.amount for line in own), total, grade, own)


Told = Callable[[int, int], None]
"""How far it is: done of total."""
