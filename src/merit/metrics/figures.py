"""What scoring and rewards ask of the engine: a KPI's value for a node over a period, with all that qualifies it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from merit.catalogue.expression import Expression
from merit.kernel.explain import KpiRef
from merit.kernel.node import Node
from merit.kernel.period import Period


class ValueStatus(StrEnum):
    """Whether a value may be relied on."""

    OK = "ok"
    EMPTY = "empty"
    """There is no value: nothing measured, or a zero denominator."""
    INSUFFICIENT = "insufficient"
    """Fewer rows than the KPI's minimum sample; shown, marked."""
    IMMATURE = "immature"
    """A cohort whose follow-up time has not passed yet."""
    UNRECONCILED = "unreconciled"
    """The gap to the platform's own figure is above tolerance; not scored until released."""


@dataclass(frozen=True, slots=True)
class KpiValue:
    """A KPI's value. `n` is the raw number of rows behind it (of a ratio: behind the denominator)."""

    kpi: str
    version: int
    node: Node
    period: Period
    value: Fraction | None
    numerator: Fraction | None
    denominator: Fraction | None
    n: int
    status: ValueStatus
    as_of: datetime | None

    @property
    def ref(self) -> KpiRef:
        """The reference that an explanation carries."""
        return KpiRef(self.kpi, self.version, str(self.node.kind), self.node.id, str(self.period))


@dataclass(frozen=True, slots=True)
class Refinement:
    """A KPI narrowed for one plan: extra condition on rows, and weights by customer type (counts only)."""

    where: Expression | None = None
    customer_weights: tuple[tuple[str, Fraction], ...] = ()


class Figures(Protocol):
    """The one door through which targets, scores, rewards and insight see KPI values."""

    @property
    def as_of(self) -> datetime | None:
        """The moment of the data: the latest load taken into account."""

    def value(self, kpi: str, node: Node, period: Period, refined: Refinement | None = None) -> KpiValue:
        """The value; status EMPTY when there is none. Raises NotFoundRefusal for an unknown KPI."""

    def daily(self, kpi: str, node: Node, period: Period) -> Mapping[Period, KpiValue]:
        """The value of each day of the period."""
