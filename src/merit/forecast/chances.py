"""How likely the targets of many nodes are reached: one forecast for a KPI, in which the nodes learn from each other.

Only what was known the day before the period began is used, so that a target is judged as it could be when it was set.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from merit.forecast.history import Histories, KpiSource, histories_of, last_day_of
from merit.forecast.kpi_forecast import MOST_DAYS, forecast_kpi
from merit.forecast.trade_calendar import TradeCalendar
from merit.kernel.node import Node
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal


@dataclass(frozen=True, slots=True)
class ForecastChances:
    """`span` is that of the data; `calendar` gives the trade calendar of the years asked for.

    `library`: ask the library's models too, which takes seconds before the first answer.
    """

    source: KpiSource
    span: Period
    calendar: Callable[[Iterable[int]], TradeCalendar]
    library: bool = False

    def of(self, kpi: str, targets: Mapping[Node, Fraction], period: Period) -> Mapping[Node, int]:
        """Tenths of a per cent by node; empty for a KPI that cannot be forecast or has too little history."""
        end = min(self.span.end, period.start)
        start = max(self.span.start, end - timedelta(days=MOST_DAYS))
        if end <= start or not targets:
            return {}
        try:
            histories = histories_of(self.source, kpi, list(targets), Period(start, end))
            return self._chances(histories, targets, period)
        except ConflictRefusal:
            return {}

    def _chances(self, histories: Histories, targets: Mapping[Node, Fraction], period: Period) -> dict[Node, int]:
        last = last_day_of(histories)
        known = histories.until(last) if last is not None else histories
        calendar = self.calendar(range(known.span.start.year - 1, period.last.year + 2))
        direction = self.source.catalogue[histories.kpi].direction
        found = forecast_kpi(known, calendar, period, self.library)
        return {node: each.probability(targets[node], direction) for node, each in found.items()}
