"""One line of a statement (奖金条): an amount in whole fen with its working."""

from dataclasses import dataclass

from merit.kernel.explain import Explained
from merit.kernel.money import Money
from merit.kernel.period import Period


@dataclass(frozen=True, slots=True)
class PayLine:
    """`line` says what it is: bonus, commission, override, pool, clawback, draw, recovery, holdback, adjustment…"""

    person: str
    period: Period
    reward: str
    reward_version: int
    line: str
    amount: Explained[Money]

    @property
    def rule(self) -> str:
        """The code of the rule that made the amount."""
        return self.amount.step.code
