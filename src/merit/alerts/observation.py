"""What one closed interval of a KPI and node showed, beside what was to be expected. Values are exact."""

from dataclasses import dataclass
from fractions import Fraction

from merit.alerts.standing import Verdict
from merit.kernel.node import Node
from merit.kernel.period import Period


@dataclass(frozen=True, slots=True)
class Observation:
    """`expected`, `low` and `high`: the band, the limit, the value compared with, or the pace due; None if there is
    none. `rows` is how many rows lie behind the value."""

    kpi: str
    node: Node
    interval: Period
    verdict: Verdict
    value: Fraction | None = None
    expected: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    chance: float | None = None
    """Of seeing as much where nothing is the matter; of pace: of reaching the target after all."""
    rows: int = 0
    why: str = ""
    """The word for why nothing can be said, where that is so."""

    @property
    def gap(self) -> Fraction | None:
        """How far the value is from what was expected; below zero: under it."""
        return None if self.value is None or self.expected is None else self.value - self.expected
