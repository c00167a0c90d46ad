"""An alert: a rule that does not hold for a node, with its evidence, its standing and the money at stake."""

from dataclasses import dataclass
from fractions import Fraction

from merit.alerts.observation import Observation
from merit.alerts.rule import AlertRule
from merit.alerts.standing import OPEN, AlertEvent, Standing
from merit.kernel.node import Node
from merit.kernel.period import Period


@dataclass(frozen=True, slots=True)
class Watched:
    """A rule at one node and KPI, replayed over the latest closed intervals.

    `stake` is the money at stake over the run of breaches, in currency units; None where unknown or nothing is wrong.
    `target` and `period` only for pace.
    """

    rule: AlertRule
    kpi: str
    node: Node
    observations: tuple[Observation, ...]
    standing: Standing
    events: tuple[tuple[Period, AlertEvent], ...]
    stake: Fraction | None = None
    target: Fraction | None = None
    period: Period | None = None

    @property
    def key(self) -> str:
        """The same whenever it is judged again: "sales_band/paid_sales/shop:tb"; of pace with the target's period."""
        parts = (self.rule.name, self.kpi, str(self.node), str(self.period or ""))
        return "/".join(part for part in parts if part)

    @property
    def is_open(self) -> bool:
        """Whether it is firing now, as far as the data alone say."""
        return self.standing.state in OPEN

    @property
    def latest(self) -> Observation:
        """What the latest interval that says anything shows; the latest of all where none does."""
        told = [each for each in self.observations if not each.why]
        return (told or list(self.observations))[-1]

    @property
    def worst(self) -> Observation:
        """The evidence: the latest breach, else the latest interval."""
        bad = [each for each in self.observations if each.verdict == "breach"]
        return bad[-1] if bad else self.latest
