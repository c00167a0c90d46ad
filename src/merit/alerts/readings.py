"""What rules read: values of intervals, each asked for once, and which days are special."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from merit.company import Company
from merit.forecast.trade_calendar import ORDINARY, TradeCalendar
from merit.kernel.node import Node
from merit.kernel.period import Grain, Period
from merit.metrics.figures import Figures, KpiValue

DAYS_BACK = 91
"""Days of a node that are read at once: as many as are judged anew, and what they are compared with."""


@dataclass(frozen=True, slots=True)
class Readings:
    """`span`: from the first day of the data to the last closed one."""

    company: Company
    figures: Figures
    calendar: TradeCalendar
    span: Period
    _days: dict[tuple[str, Node], Mapping[Period, KpiValue]] = field(default_factory=dict)

    @property
    def last(self) -> date:
        """The last closed day."""
        return self.span.last

    def value(self, kpi: str, node: Node, interval: Period) -> KpiValue:
        """Of one interval."""
        if interval.grain is Grain.DAY and (found := self._recent(kpi, node).get(interval)) is not None:
            return found
        return self.figures.value(kpi, node, interval)

    def is_special(self, interval: Period) -> bool:
        """Whether the trade does not treat this day as any other; longer intervals never are."""
        return interval.grain is Grain.DAY and self.calendar.kinds([interval.start]) != [ORDINARY]

    def _recent(self, kpi: str, node: Node) -> Mapping[Period, KpiValue]:
        if (kpi, node) not in self._days:
            days = Period(max(self.span.start, date.fromordinal(self.last.toordinal() - DAYS_BACK + 1)), self.span.end)
            self._days[kpi, node] = self.figures.daily(kpi, node, days)
        return self._days[kpi, node]
