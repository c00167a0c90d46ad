"""One line of a statement (奖金条): an amount in whole fen with its working."""

from dataclasses import dataclass
from fractions import Fraction

from merit.kernel.explain import Explained
from merit.kernel.money import Money
from merit.kernel.period import Period


@dataclass(frozen=True, slots=True)
class PayLine:
    """`line` says what it is: bonus, commission, override, pool, clawback, carried, draw, holdback, adjustment…"""

    person: str
    period: Period
    reward: str
    reward_version: int
    line: str
    amount: Explained[Money]
    concerns: Period | None = None
    """The earlier period that it is about: of a clawback when it was sold, of a release when it was withheld."""
    base: Fraction | None = None
    """Of a commission, an override or an adjustment: the base that it added; amount ÷ base is the rate earned."""

    @property
    def rule(self) -> str:
        """The code of the rule that made the amount."""
        return self.amount.step.code
