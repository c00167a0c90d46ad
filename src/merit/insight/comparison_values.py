"""The values of a comparison: each worked out over its own days from its parts, then set side by side."""

from dataclasses import dataclass
from fractions import Fraction

from merit.insight.comparison import Compared
from merit.kernel.node import Node
from merit.metrics.figures import Figures, KpiValue


@dataclass(frozen=True, slots=True)
class ComparedValue:
    """`now` is the value over the days that have a counterpart, not always over the whole period asked."""

    compared: Compared
    now: KpiValue | None
    then: KpiValue | None

    @property
    def difference(self) -> Fraction | None:
        """Now − then; None where one of them has no value."""
        if self.now is None or self.then is None or self.now.value is None or self.then.value is None:
            return None
        return self.now.value - self.then.value

    @property
    def growth(self) -> Fraction | None:
        """The difference as a share of the value before; None on a base of zero or below, where it would mislead."""
        before = self.then.value if self.then else None
        return self.difference / before if self.difference is not None and before is not None and before > 0 else None


def compared_value(figures: Figures, kpi: str, node: Node, laid: Compared) -> ComparedValue:
    """A ratio is Σ ÷ Σ over the days on either side, no mean of days. Raises NotFoundRefusal for an unknown KPI."""
    if laid.now is None or laid.then is None:
        return ComparedValue(laid, None, None)
    return ComparedValue(laid, figures.value(kpi, node, laid.now), figures.value(kpi, node, laid.then))
