"""Figures made by hand: a value per KPI and node, for one period or for all, or a value per day that is summed."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from merit.kernel.exact import exact
from merit.kernel.node import Node
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import NotFoundRefusal
from merit.metrics.figures import KpiValue, Refinement, ValueStatus


@dataclass
class FakeFigures:
    """`known` are the KPIs that exist; a node without a value is empty."""

    known: set[str] = field(default_factory=set)
    values: dict[tuple[str, str, str], tuple[Fraction | None, int, ValueStatus]] = field(default_factory=dict)
    days: dict[tuple[str, str], dict[date, Fraction]] = field(default_factory=dict)
    asked: list[tuple[str, Refinement | None]] = field(default_factory=list)
    as_of: None = None

    def put(self, kpi, node, value, *, period="", n=100, status=ValueStatus.OK):
        self.known.add(kpi)
        self.values[kpi, node, period] = (None if value is None else exact(str(value)), n, status)
        return self

    def put_days(self, kpi, node, **amounts):
        """`d12=5` is 5 on the 12th of October 2026; write other days as `d2025_10_12=5`."""
        self.known.add(kpi)
        for name, amount in amounts.items():
            numbers = [int(part) for part in name[1:].split("_")]
            day = date(*numbers) if len(numbers) == 3 else date(2026, 10, numbers[0])
            self.days.setdefault((kpi, node), {})[day] = exact(str(amount))
        return self

    def value(self, kpi: str, node: Node, period: Period, refined: Refinement | None = None) -> KpiValue:
        if kpi not in self.known:
            raise NotFoundRefusal("metrics.unknown_kpi", kpi=kpi)
        self.asked.append((kpi, refined))
        value, n, status = self._found(kpi, node.id, period)
        return KpiValue(kpi, 1, node, period, value, None, None, n, status, None)

    def daily(self, kpi: str, node: Node, period: Period) -> dict[Period, KpiValue]:
        days = [Period.containing(day, Grain.DAY) for day in period.days()]
        return {day: self.value(kpi, node, day) for day in days}

    def _found(self, kpi, node, period):
        for key in ((kpi, node, str(period)), (kpi, node, "")):
            if key in self.values:
                return self.values[key]
        amounts = [amount for day, amount in self.days.get((kpi, node), {}).items() if day in period]
        if amounts:
            return sum(amounts, Fraction(0)), len(amounts), ValueStatus.OK
        return None, 0, ValueStatus.EMPTY
