"""Replay history under other plans before adopting them: who would gain, who would lose, what it would cost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from merit.company import Company
from merit.kernel.money import Money
from merit.kernel.period import Period
from merit.kernel.problems import Problem, in_order
from merit.metrics.figures import Figures
from merit.rewards.pay_people import PaidBefore
from merit.rewards.plan.reward_plan import RewardPlan
from merit.run import PeriodResult, score_and_pay
from merit.scores.plan.score_plan import ScorePlan

Replay = Callable[[Company, Period, Sequence[PeriodResult]], PaidBefore]
"""What earlier periods of the same replay paid, so that cumulative bases, draws and holdbacks run on within it."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """The plans to try: each replaces every version of the plan or reward with its name, or is added."""

    plans: tuple[ScorePlan, ...] = ()
    rewards: tuple[RewardPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonOutcome:
    """One person over the whole replay: paid now, paid under the drafts, mean totals under both."""

    person: str
    now: Money
    draft: Money
    total_now: Fraction | None
    total_draft: Fraction | None

    @property
    def difference(self) -> Money:
        """Above zero: the person gains by the drafts."""
        return self.draft - self.now


@dataclass(frozen=True, slots=True)
class Simulation:
    """People by difference, the largest gain first; cost is Σ of all pay lines over all periods."""

    periods: tuple[Period, ...]
    people: tuple[PersonOutcome, ...]
    cost_now: Money
    cost_draft: Money
    problems: tuple[Problem, ...]


def simulate(
    company: Company, drafts: Drafts, figures: Figures, periods: Sequence[Period], paid_so_far: Replay
) -> Simulation:
    """Run every period twice on the same data, as declared and under the drafts."""
    now = replay(company, figures, periods, paid_so_far)
    draft = replay(under(company, drafts), figures, periods, paid_so_far)
    people = sorted({person for result in (*now, *draft) for person in _people(result)})
    outcomes = [_outcome(person, now, draft, company.profile.currency) for person in people]
    currency = company.profile.currency
    return Simulation(
        tuple(periods),
        tuple(sorted(outcomes, key=lambda each: (-each.difference.fen, each.person))),
        _paid(now, None, currency),
        _paid(draft, None, currency),
        tuple(in_order(problem for result in draft for problem in result.problems)),
    )


def under(company: Company, drafts: Drafts) -> Company:
    """The company as if the drafts had always been in force."""
    plans = {plan.plan for plan in drafts.plans}
    rewards = {reward.reward for reward in drafts.rewards}
    return replace(
        company,
        plans=(*(plan for plan in company.plans if plan.plan not in plans), *drafts.plans),
        rewards=(*(each for each in company.rewards if each.reward not in rewards), *drafts.rewards),
    )


def replay(company: Company, figures: Figures, periods: Sequence[Period], paid_so_far: Replay) -> list[PeriodResult]:
    """The periods in order, each seeing what the earlier ones of this replay paid."""
    results: list[PeriodResult] = []
    for period in periods:
        results.append(score_and_pay(company, figures, period, paid_so_far(company, period, results)))
    return results


def _people(result: PeriodResult) -> set[str]:
    return {card.person for card in result.scorecards} | {line.person for line in result.pay_lines}


def _outcome(person: str, now: list[PeriodResult], draft: list[PeriodResult], currency: str) -> PersonOutcome:
    return PersonOutcome(
        person,
        _paid(now, person, currency),
        _paid(draft, person, currency),
        _mean_total(now, person),
        _mean_total(draft, person),
    )


def _paid(results: list[PeriodResult], person: str | None, currency: str) -> Money:
    lines = [line for result in results for line in result.pay_lines if person is None or line.person == person]
    return sum((line.amount.value for line in lines), Money(0, currency))


def _mean_total(results: list[PeriodResult], person: str) -> Fraction | None:
    totals = [
        card.total.value for result in results for card in result.scorecards if card.person == person and card.total
    ]
    return sum(totals, Fraction(0)) / len(totals) if totals else None
