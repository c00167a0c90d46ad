"""What a KPI of several nodes came to on every day so far, kept apart in what adds up: itself, or its two sides."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from statistics import median

from merit.catalogue.expression import Expression, names
from merit.catalogue.kpi import Catalogue
from merit.insight.decomposition_sides import Sides, sides_of, sums_over_days, worked_out
from merit.kernel.node import Node
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit.metrics.components import kpi_of
from merit.metrics.figures import Figures

NIL = Fraction(0)
STRAY_DAYS = 7
Days = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class History:
    """Of one node, a value for each day of the span; `whole` is None for a KPI that adds up itself."""

    node: Node
    part: Days
    whole: Days | None


@dataclass(frozen=True, slots=True)
class Histories:
    """All over the same days."""

    kpi: str
    span: Period
    rows: tuple[History, ...]

    def until(self, last: date) -> "Histories":
        """As they were known after that day. The day must lie in the span."""
        days = (last - self.span.start).days + 1
        span = Period(self.span.start, last + timedelta(days=1))
        cut = tuple(History(row.node, row.part[:days], row.whole[:days] if row.whole else None) for row in self.rows)
        return Histories(self.kpi, span, cut)


def forecast_sides(catalogue: Catalogue, kpi: str) -> Sides:
    """What is forecast of the KPI. Raises NotFoundRefusal, ConflictRefusal where its days do not add up."""
    kpi_of(catalogue, kpi)
    sides = sides_of(catalogue, kpi)
    if sides is None or not sums_over_days(catalogue, sides):
        raise ConflictRefusal("forecast.days_do_not_add_up", kpi=kpi)
    return sides


@dataclass(frozen=True, slots=True)
class KpiSource:
    """Where histories are read."""

    catalogue: Catalogue
    figures: Figures


def histories_of(
    source: KpiSource,
    kpi: str,
    nodes: Sequence[Node],
    span: Period,
    each_done: Callable[[Node], None] = lambda _node: None,
) -> Histories:
    """Read day by day; what has no rows is 0. `each_done` is told of every node, for a progress bar."""
    sides = forecast_sides(source.catalogue, kpi)
    rows = []
    for node in dict.fromkeys(nodes):
        part = _daily(source.figures, sides.part, node, span)
        whole = _daily(source.figures, sides.whole, node, span) if sides.whole is not None else None
        rows.append(History(node, part, whole))
        each_done(node)
    return Histories(kpi, span, tuple(rows))


def last_day_of(histories: Histories) -> date | None:
    """The last day whose facts seem to be in; None where there is nothing at all.

    At the end of the data a day that brought less than a tenth of what days usually do is one of which only stray rows
    have come; at most STRAY_DAYS of them are left out.
    """
    total = [sum((abs(value) for value in values), NIL) for values in _by_day(histories)]
    last = max((at for at, value in enumerate(total) if value), default=None)
    if last is None:
        return None
    usual = median(total[max(last - 4 * STRAY_DAYS, 0) : last + 1])
    complete = next((at for at in range(last, max(last - STRAY_DAYS, -1), -1) if total[at] * 10 >= usual), last)
    return histories.span.start + timedelta(days=complete)


def _by_day(histories: Histories) -> Iterable[tuple[Fraction, ...]]:
    """What each day brought to each row; of a ratio its whole, which says whether anything was measured."""
    return zip(*(row.whole or row.part for row in histories.rows), strict=True)


def _daily(figures: Figures, side: Expression, node: Node, span: Period) -> Days:
    found = {kpi: _values(figures, kpi, node, span) for kpi in sorted(names(side))}
    each_day = (dict(zip(found, values, strict=True)) for values in zip(*found.values(), strict=True))
    return tuple(worked_out(side, values, 1) or NIL for values in each_day)


def _values(figures: Figures, kpi: str, node: Node, span: Period) -> Iterable[Fraction]:
    found = {period.start: each.value for period, each in figures.daily(kpi, node, span).items()}
    return [found.get(day) or NIL for day in span.days()]
