"""Reads numbers from the cube: two look-ups and a subtraction each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

import numpy as np

from merit.catalogue.kpi import Aggregate, Measure
from merit.engines.cube.build import Gathering, MeasureColumns, Quarter, quarter_start
from merit.engines.cube.node_codes import NodeCodes
from merit.kernel.node import Node
from merit.kernel.period import Grain, Period
from merit.metrics.components import Number, nothing_of
from merit.metrics.rollup import GRAINS, period_numbers

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Cube:
    """The numbers of one snapshot under one set of definitions; immutable."""

    nodes: NodeCodes
    gathered: Mapping[Measure, Gathering]

    def holds(self, measure: Measure, period: Period) -> bool:
        """Whether the cube can answer; any span for what adds up, calendar periods for what does not."""
        if measure not in self.gathered:
            return False
        return period.grain in GRAINS or measure.aggregate not in (Aggregate.DISTINCT, Aggregate.QUANTILE)

    def number(self, measure: Measure, node: Node, period: Period) -> Number:
        """The measure for the node over a period that the cube holds."""
        code = self.nodes.known(node.kind, node.id)
        if code is None:
            return nothing_of(measure)
        return _number(self.gathered[measure], measure, code, period)


def _number(gathering: Gathering, measure: Measure, node: int, period: Period) -> Number:
    columns = gathering.measures[measure]
    days, number_of_days = days_read(gathering, measure, period)
    n = span_sum(gathering.quarters, columns.n, node, days)
    if not n:
        return nothing_of(measure)
    if measure.aggregate is Aggregate.QUANTILE:
        return Number(_ranked(gathering, measure, node, period) * columns.unit, n)
    value = span_sum(gathering.quarters, value_column(columns, period.grain), node, days) * columns.unit
    return averaged(value, n, number_of_days) if measure.aggregate is Aggregate.AVERAGE else Number(value, n)


def averaged(total: Fraction, n: int, days: int) -> Number:
    """The mean of so many days."""
    return Number(total / days, n, total, Fraction(days))


def days_read(gathering: Gathering, measure: Measure, period: Period) -> tuple[tuple[int, int], int]:
    """Days [first, past) whose sum is the number, and how many of the period have rows if that counts."""
    first, past = day_span(period)
    if measure.aggregate not in (Aggregate.LAST, Aggregate.AVERAGE):
        return (first, past), 0
    low, high = (int(each) for each in np.searchsorted(gathering.days, (first, past)))
    if measure.aggregate is Aggregate.LAST and low < high:
        first, past = int(gathering.days[high - 1]), int(gathering.days[high - 1]) + 1
    return (first, past), high - low


def value_column(columns: MeasureColumns, grain: Grain) -> int:
    """The column whose sum over a period of that grain is the measure."""
    column = columns.firsts[grain] if columns.firsts else columns.value
    assert column is not None  # noqa: S101 - every measure has one or the other
    return column


def span_sum(quarters: Mapping[int, Quarter], column: int, node: int, days: tuple[int, int]) -> int:
    """The sum of a column for a node over days [first, past) since 1970-01-01."""
    total = 0
    for quarter, low, high in quarter_parts(days):
        if quarter not in quarters:
            continue
        held = quarters[quarter]
        at = int(np.searchsorted(held.nodes, node))
        if at < len(held.nodes) and held.nodes[at] == node:
            total += int(held.sums[column, high, at]) - int(held.sums[column, low, at])
    return total


@lru_cache(maxsize=4096)
def quarter_parts(days: tuple[int, int]) -> tuple[tuple[int, int, int], ...]:
    """The quarters that [first, past) touches, each with the part of it as positions within the quarter."""
    return tuple(_quarter_parts(*days))


def _quarter_parts(first: int, past: int) -> Iterator[tuple[int, int, int]]:
    quarter, last = (int(each) for each in period_numbers(Grain.QUARTER, np.array((first, past - 1))))
    for each in range(quarter, last + 1):
        start, end = quarter_start(each), quarter_start(each + 1)
        yield each, max(first, start) - start, min(past, end) - start


def _ranked(gathering: Gathering, measure: Measure, node: int, period: Period) -> int:
    ranks = gathering.ranks[measure, period.grain]
    number = int(period_numbers(period.grain, np.array([day_span(period)[0]]))[0])
    return int(ranks.values[np.searchsorted(ranks.cells, number * ranks.width + node)])


def day_span(period: Period) -> tuple[int, int]:
    """Its first day and the day after its last, counted from 1970-01-01."""
    return (period.start - _EPOCH).days, (period.end - _EPOCH).days


def cube_of(nodes: NodeCodes, gathered: Iterable[Gathering]) -> Cube:
    """Find every measure's gathering."""
    return Cube(nodes, {measure: each for each in gathered for measure in each.measures})
