"""人工调整: an amount that a person decided, as a line of its own in the open period that the row names."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from merit.kernel.explain import DecisionRef, LineRef
from merit.kernel.period import Period


@dataclass(frozen=True, slots=True)
class PayDecision:
    """One row of pay_decisions; `amount` is in currency units, whole fen, never 0."""

    period: Period
    """The period that pays it, open when it is decided."""
    person: str
    reward: str
    amount: Fraction
    concerns: Period | None
    """The earlier period that it is about."""
    reason: str
    decided_by: str
    """A person's id, or the name of somebody who is no employee."""
    decided_at: datetime
    """With its offset."""
    dispute: str
    rule: str
    """The clause of a plan by which something is taken; never empty when `amount` is below zero."""
    source: LineRef

    @property
    def ref(self) -> DecisionRef:
        """The reference that an explanation carries."""
        return DecisionRef(self.decided_by, self.decided_at.isoformat(), self.reason)
