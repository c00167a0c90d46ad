"""奖金预算: what a period's pay may come to, for the company or a team with everybody below it."""

from dataclasses import dataclass
from enum import StrEnum

from merit.kernel.explain import LineRef
from merit.kernel.money import Money
from merit.kernel.period import Period


class BudgetLimit(StrEnum):
    """What happens above it: HARD stops the approval, SOFT asks for a reason."""

    SOFT = "soft"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class PayBudget:
    """One row of pay_budgets.csv; an empty `team` is the whole company."""

    period: Period
    team: str
    amount: Money
    limit: BudgetLimit
    reason: str
    source: LineRef

    def over(self, committed: Money) -> Money:
        """By how much the pay exceeds the budget; nothing when it is within. Pay equal to the budget is within."""
        return Money(max(committed.fen - self.amount.fen, 0), self.amount.currency)
