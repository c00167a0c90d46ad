"""One person under one commission plan in one pay run: which days add up, what was sold and what was paid before."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from merit.kernel.explain import Explained, rule
from merit.kernel.money import Money
from merit.kernel.period import Grain, Period
from merit.kernel.problems import Problem
from merit.rewards.pay_run import PayRun
from merit.rewards.payment.paid_before import PaidLine, Sale
from merit.rewards.payment.pay_line import PayLine
from merit.rewards.plan.reward_plan import CommissionTerms, RewardPlan
from merit.rewards.readings import Reader


@rule("rewards.paid_earlier")
def paid_earlier(*, lines: tuple[tuple[Period, Money], ...], currency: str) -> Money:
    """What sealed periods paid, by period, summed."""
    return Money(sum(amount.fen for _, amount in lines), currency)


@rule("rewards.sum")
def money_sum(*, lines: Mapping[str, Money], currency: str) -> Money:
    """Lines of the statement together; each has its working beside its own amount."""
    return Money(sum(amount.fen for amount in lines.values()), currency)


def sum_of_lines(lines: Iterable[PayLine], currency: str) -> Explained[Money]:
    """The lines' amounts by what they are, summed."""
    return money_sum(lines=named_amounts(lines), currency=currency)


def named_amounts(
    lines: Iterable[PayLine], named: Callable[[PayLine], str] = lambda line: line.line
) -> dict[str, Money]:
    """Amounts by what they are and concern; those of one name (several decisions) are added up."""
    amounts: dict[str, Money] = {}
    for line in lines:
        name = f"{named(line)} {line.concerns}" if line.concerns else named(line)
        amount = line.amount.value
        amounts[name] = amounts[name] + amount if name in amounts else amount
    return amounts


@dataclass(slots=True)
class Statement:
    """One person's lines as they come about, with what was found on the way."""

    lines: list[PayLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that decides one person's commission."""

    run: PayRun
    plan: RewardPlan
    terms: CommissionTerms
    person: str

    @property
    def span(self) -> Period:
        """The days that add up: the period alone, or from the start of its month, quarter… to its end."""
        return span_to_date(self.terms.base.cumulative, self.run.period)

    @property
    def whole_span(self) -> Period:
        """The calendar span to its end: its target is the one that an attainment is read against."""
        grain = self.terms.base.cumulative
        return Period.containing(self.run.period.last, grain) if grain else self.run.period

    @property
    def reader(self) -> Reader:
        """Reads KPIs over the days that add up."""
        return Reader(self.run, self.plan, self.person, self.span)

    def sold_in(self, days: Period) -> tuple[Sale, ...]:
        """The person's sales of these days that the run was given."""
        sales = self.run.ledger.sales_of(self.person, self.plan.reward)
        return tuple(sale for sale in sales if sale.sold_on in days)

    def earlier(self, *kinds: str) -> tuple[PaidLine, ...]:
        """The sealed lines of these kinds, oldest first."""
        return self.run.ledger.lines_of(self.person, self.plan.reward, *kinds)

    def paid(self, lines: tuple[PaidLine, ...]) -> Explained[Money]:
        """Their sum, with its working."""
        return paid_earlier(lines=tuple((each.period, each.amount) for each in lines), currency=self.currency)

    def terms_of(self, version: int) -> CommissionTerms:
        """The terms under which a sealed line was earned; today's when that version is no longer declared."""
        for plan in self.run.company.rewards:
            if (plan.reward, plan.version) == (self.plan.reward, version) and isinstance(plan.terms, CommissionTerms):
                return plan.terms
        return self.terms

    @property
    def currency(self) -> str:
        """The company's."""
        return self.run.company.profile.currency

    def line(
        self, name: str, amount: Explained[Money], concerns: Period | None = None, base: Fraction | None = None
    ) -> PayLine:
        """A line of the person's statement under this reward."""
        cited = amount.citing(self.plan.ref)
        plan, period = self.plan, self.run.period
        return PayLine(self.person, period, plan.reward, plan.version, name, cited, concerns, base)


def span_to_date(cumulative: Grain | None, period: Period) -> Period:
    """From the start of the calendar span in which the period ends, to the period's end."""
    if cumulative is None:
        return period
    whole = Period.containing(period.last, cumulative)
    if whole.start >= period.start:
        return period
    return whole.overlap(whole.start, period.end) or period
