"""The budget bar: what a period may pay, what is committed, and how far above the limit it is."""

from dataclasses import dataclass

from merit.company import Company
from merit.kernel.period import Period
from merit.rewards.payment.pay_budget import BudgetLimit, PayBudget
from merit_desk.accounts.queries.subtree import members_in
from merit_desk.payroll.models import Payout, Slip
from merit_desk.results.queries.names import team_name
from merit_desk.results.queries.open_company import declared_company


@dataclass(frozen=True, slots=True)
class BudgetBar:
    """Fen. `share` is what is committed in percent of the budget, 100 at most; `tone` good, watch or bad."""

    name: str
    committed: int
    budget: int
    over: int
    hard: bool
    reason: str

    @property
    def share(self) -> int:
        """For the bar's length."""
        return min(self.committed * 100 // self.budget, 100) if self.budget > 0 else 100

    @property
    def left(self) -> int:
        """What is not committed yet; below zero above the budget."""
        return self.budget - self.committed

    @property
    def tone(self) -> str:
        """Above a hard limit bad, above a soft one watch."""
        return "" if not self.over else "bad" if self.hard else "watch"


def budget_bars(payout: Payout, slips: list[Slip]) -> list[BudgetBar]:
    """The budgets of the period, the company's first; a team's with everybody below it. `slips` are all of them."""
    company, period = declared_company(), Period.parse(payout.period)
    budgets = [each for each in company.pay_budgets if each.period == period]
    return [_bar(company, each, slips) for each in sorted(budgets, key=lambda each: (each.team != "", each.team))]


def _bar(company: Company, budget: PayBudget, slips: list[Slip]) -> BudgetBar:
    if budget.team:
        people = members_in(company.organisation, budget.team, budget.period)
        committed = sum(slip.fen for slip in slips if slip.person in people)
    else:
        committed = sum(slip.fen for slip in slips)
    return BudgetBar(
        name=team_name(company, budget.team) if budget.team else company.profile.name,
        committed=committed,
        budget=budget.amount.fen,
        over=max(committed - budget.amount.fen, 0),
        hard=budget.limit is BudgetLimit.HARD,
        reason=budget.reason,
    )
