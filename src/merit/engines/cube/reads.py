"""Many numbers of the cube at once, as a dashboard needs them: a line of days, or every node of a kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from merit.catalogue.kpi import Aggregate, Measure
from merit.engines.cube.build import Gathering, Quarter, quarter_start
from merit.engines.cube.cube import Cube, averaged, day_span, days_read, quarter_parts, value_column
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.metrics.components import Number, nothing_of
from merit.metrics.rollup import Whole, period_numbers


@dataclass(frozen=True, slots=True)
class NodesRead:
    """A measure over a period for every node of a kind, in the order of `NodeCodes.of_kind`.

    `n` counts rows, `values` are in units of `unit`; of an average, `days` have rows.
    """

    measure: Measure
    period: Period
    n: Whole
    values: Whole
    unit: Fraction
    days: int

    def number(self, place: int) -> Number:
        """The number of the node at that place."""
        n = self.n.item(place)
        if not n:
            return nothing_of(self.measure)
        value = self.values.item(place) * self.unit
        return averaged(value, n, self.days) if self.measure.aggregate is Aggregate.AVERAGE else Number(value, n)


def read_nodes(cube: Cube, measure: Measure, kind: NodeKind, periods: list[Period]) -> Iterator[NodesRead]:
    """Periods that the cube holds of the measure, for every node of the kind, in order of the periods."""
    gathering = cube.gathered[measure]
    columns = gathering.measures[measure]
    codes = np.fromiter(cube.nodes.of_kind(kind).values(), np.int64)
    read = [days_read(gathering, measure, each) for each in periods]
    spans = np.array([days for days, _ in read], np.int64).reshape(-1, 2)
    size = len(cube.nodes.listed)
    n = _spans(gathering.quarters, np.full(len(spans), columns.n), spans, size)[:, codes]
    if measure.aggregate is Aggregate.QUANTILE:
        values = np.array([_ranks(gathering, measure, each, size) for each in periods])
    else:
        chosen = np.array([value_column(columns, each.grain) for each in periods], np.int64)
        values = _spans(gathering.quarters, chosen, spans, size)
    values = values[:, codes]
    for at, period in enumerate(periods):
        yield NodesRead(measure, period, n[at], values[at], columns.unit, read[at][1])


def daily_sums(cube: Cube, measure: Measure, node: Node, period: Period) -> Whole:
    """The measure for each day of the period in its stored unit (`MeasureColumns.unit`); 0 where there is nothing."""
    gathering = cube.gathered[measure]
    code = cube.nodes.known(node.kind, node.id)
    column = value_column(gathering.measures[measure], period.grain)
    lines = [_line(gathering.quarters, column, code, part) for part in quarter_parts(day_span(period))]
    return np.concatenate(lines)


def sums_by_node(cube: Cube, measure: Measure, kind: NodeKind, period: Period) -> dict[str, int]:
    """The measure for every node of the kind in its stored unit (`MeasureColumns.unit`); 0 where there is nothing."""
    totals = sums_of_nodes(cube, measure, period)
    return {name: int(totals[code]) for name, code in cube.nodes.of_kind(kind).items()}


def sums_of_nodes(cube: Cube, measure: Measure, period: Period) -> Whole:
    """The same for every node there is, by its code."""
    gathering = cube.gathered[measure]
    column = value_column(gathering.measures[measure], period.grain)
    totals = np.zeros(len(cube.nodes.listed), np.int64)
    for quarter, low, high in quarter_parts(day_span(period)):
        if quarter in gathering.quarters:
            held = gathering.quarters[quarter]
            totals[held.nodes] += held.sums[column, high] - held.sums[column, low]
    return totals


def _line(quarters: Mapping[int, Quarter], column: int, node: int | None, part: tuple[int, int, int]) -> Whole:
    quarter, low, high = part
    nothing = np.zeros(high - low, np.int64)
    if quarter not in quarters or node is None:
        return nothing
    held = quarters[quarter]
    at = int(np.searchsorted(held.nodes, node))
    if at == len(held.nodes) or held.nodes[at] != node:
        return nothing
    return np.diff(held.sums[column, low : high + 1, at])


def _spans(quarters: Mapping[int, Quarter], columns: Whole, spans: Whole, size: int) -> Whole:
    """For each span of days [first, past), the sum of its column for each of so many nodes."""
    totals = np.zeros((len(spans), size), np.int64)
    for number, held in quarters.items():
        low, high = (np.clip(spans, quarter_start(number), quarter_start(number + 1)) - quarter_start(number)).T
        at = np.flatnonzero(low < high)
        if len(at):
            sums = held.sums[columns[at], high[at]] - held.sums[columns[at], low[at]]
            totals[at[:, None], held.nodes] += sums
    return totals


def _ranks(gathering: Gathering, measure: Measure, period: Period, size: int) -> Whole:
    """The quantile for each of so many nodes; 0 where nothing was ranked."""
    ranks = gathering.ranks.get((measure, period.grain))
    if ranks is None:
        return np.zeros(size, np.int64)
    first = period_numbers(period.grain, np.array([day_span(period)[0]])) * ranks.width
    low, high = np.searchsorted(ranks.cells, (first[0], first[0] + ranks.width))
    values = np.zeros(max(size, ranks.width), np.int64)
    values[ranks.cells[low:high] - first[0]] = ranks.values[low:high]
    return values
