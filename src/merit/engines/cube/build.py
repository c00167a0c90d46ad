"""Builds the cube: for every relation, day and credit rule, whole numbers per node and day, running up within quarters.

The difference of two running sums is the number of any span of days, so that no grain is kept apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np

from merit.catalogue.kpi import Aggregate, Measure
from merit.engines.cube.arrays import shared_numbers, whole_numbers
from merit.engines.cube.bridges import Bridges
from merit.engines.cube.engine import CubeEngine
from merit.engines.cube.entities import Ranks, count_entities, rank_entities
from merit.engines.cube.node_codes import NodeCodes
from merit.engines.cube.rows import Rows, Source
from merit.kernel.period import Grain
from merit.metrics.components import Family, family_of
from merit.metrics.credit_ranges import WHOLE
from merit.metrics.credited import CreditTables
from merit.metrics.rollup import (
    GRAINS,
    Cells,
    TooWideError,
    Whole,
    cells_of,
    numbered,
    period_numbers,
)
from merit.metrics.state import is_summed


@dataclass(frozen=True, slots=True)
class Quarter:
    """Running sums: `sums[column, day, node]` is the sum of the quarter's days before `day`."""

    nodes: Whole
    sums: Whole


@dataclass(frozen=True, slots=True)
class MeasureColumns:
    """Where a measure stands: count of rows, sum (shared out) with its unit, first occurrences per grain."""

    n: int
    value: int | None
    unit: Fraction
    firsts: dict[Grain, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gathering:
    """All measures of one relation, day and credit rule."""

    measures: dict[Measure, MeasureColumns]
    quarters: dict[int, Quarter]
    days: Whole
    """The days on which the relation has rows at all."""
    ranks: dict[tuple[Measure, Grain], Ranks]
    rows: Whole = field(default_factory=lambda: np.empty(0, np.int64))
    """How many there are on each of the days."""


_EMPTY = MeasureColumns(0, 0, Fraction(1))


def gatherings(measures: Iterable[Measure]) -> dict[Family, tuple[Measure, ...]]:
    """The measures by relation, day and credit rule; those that speak of the period asked for are left to queries."""
    found: dict[Family, tuple[Measure, ...]] = {}
    for measure in dict.fromkeys(measures):
        family = family_of(measure)
        if not family.needs_period:
            together = Family(family.relation, family.at, family.credit, Aggregate.SUM, needs_period=False)
            found[together] = (*found.get(together, ()), measure)
    return found


def gather(source: Source, measures: tuple[Measure, ...], nodes: NodeCodes, ranked: bool = True) -> Gathering:
    """Read the relation and work out every measure for every node; quantiles only if `ranked`."""
    return _Gatherer(source, measures, nodes).gathering(ranked)


def by_entity(measures: Iterable[Measure]) -> list[tuple[Measure, ...]]:
    """Measures that count distinct or rank the same values of the same rows."""
    alike: dict[tuple[object, ...], tuple[Measure, ...]] = {}
    for measure in measures:
        if measure.aggregate in (Aggregate.DISTINCT, Aggregate.QUANTILE):
            key = (measure.aggregate, measure.value, measure.where)
            alike[key] = (*alike.get(key, ()), measure)
    return list(alike.values())


def quantiles_of(together: Iterable[Measure]) -> list[Fraction]:
    """The quantile that each takes."""
    return [each.quantile or Fraction(1, 2) for each in together]


class _Gatherer:
    def __init__(self, source: Source, measures: tuple[Measure, ...], nodes: NodeCodes) -> None:
        self.source = source
        self.measures = measures
        self.nodes = nodes
        self.cells: list[tuple[list[int], Cells]] = []
        self.width = 0
        self.found: dict[Measure, MeasureColumns] = {}

    def gathering(self, ranked: bool) -> Gathering:
        states = self.source.states(self.measures)
        if not states:
            return Gathering(dict.fromkeys(self.measures, _EMPTY), {}, np.empty(0, np.int64), {})
        self._sums(states)
        ranks: dict[tuple[Measure, Grain], Ranks] = {}
        for together in by_entity(self.found):
            if together[0].aggregate is Aggregate.DISTINCT:
                self._first_occurrences(together)
            elif ranked:
                ranks |= self._ranks(together)
        days, rows = _days(states[0])
        return Gathering(self.found, running_sums(self.cells, self.width), days, ranks, rows)

    def _sums(self, states: list[Rows]) -> None:
        columns: list[list[tuple[Whole, bool]]] = [[] for _ in states]
        for at, measure in enumerate(self.measures):
            try:
                value, factor = _values(states, measure, at)
            except TooWideError:
                continue
            counts = [whole_numbers(rows.table[f"n{at}"]) for rows in states]
            self.found[measure] = MeasureColumns(
                self.width, self.width + 1 if value else None, self._unit(measure, bool(value)) * factor
            )
            for where, count in enumerate(counts):
                columns[where].append((count, False))
                if value:
                    columns[where].append((value[where], True))
            self.width += 2 if value else 1
        listed = list(range(self.width))
        for rows, chosen in zip(states, columns, strict=True):
            self.cells.append((listed, cells_of(rows.pairs(self.nodes), rows.days, chosen)))

    def _unit(self, measure: Measure, shared: bool) -> Fraction:
        unit = self.source.unit(measure)
        return unit / WHOLE if shared else unit

    def _first_occurrences(self, together: tuple[Measure, ...]) -> None:
        counted = count_entities(self.source.entities(together[0]), self.nodes)
        if counted is None:
            for measure in together:
                del self.found[measure]
            return
        firsts = {grain: self.width + at for at, grain in enumerate(GRAINS)}
        self.width += len(GRAINS)
        self.cells += [([firsts[grain] for grain in grains], cells) for grains, cells in counted]
        for measure in together:
            known = self.found[measure]
            self.found[measure] = MeasureColumns(known.n, known.value, Fraction(1), firsts)

    def _ranks(self, together: tuple[Measure, ...]) -> dict[tuple[Measure, Grain], Ranks]:
        found = rank_entities(self.source.entities(together[0]), self.nodes, quantiles_of(together))
        return {(measure, grain): ranks[at] for grain, ranks in found for at, measure in enumerate(together)}


def _days(by_business: Rows) -> tuple[Whole, Whole]:
    """The days that have rows, and how many."""
    days = numbered(by_business.days)
    rows = np.zeros(len(days.different), np.int64)
    np.add.at(rows, days.positions, whole_numbers(by_business.table["rows"]))
    return days.different, rows


def _values(states: list[Rows], measure: Measure, at: int) -> tuple[list[Whole], int]:
    """The column that is shared out, in each state, without a factor common to all."""
    if measure.aggregate is Aggregate.COUNT:
        return [whole_numbers(rows.table[f"n{at}"]) for rows in states], 1
    if not is_summed(measure):
        return [], 1
    return shared_numbers([rows.table[f"v{at}"] for rows in states], WHOLE)


def quarter_start(quarter: int) -> int:
    """The first day (since 1970-01-01) of a quarter counted from 1970."""
    return (date(1970 + quarter // 4, quarter % 4 * 3 + 1, 1) - date(1970, 1, 1)).days


def running_sums(cells: list[tuple[list[int], Cells]], width: int) -> dict[int, Quarter]:
    """Cells into quarters; each cell belongs to the columns listed beside it."""
    by_quarter = [(listed, each, period_numbers(Grain.QUARTER, each.days)) for listed, each in cells if len(each.days)]
    quarters = sorted({int(number) for _, _, numbers in by_quarter for number in numbered(numbers).different})
    return {quarter: _quarter(quarter, by_quarter, width) for quarter in quarters}


def _quarter(quarter: int, cells: list[tuple[list[int], Cells, Whole]], width: int) -> Quarter:
    parts = []
    for listed, each, numbers in cells:
        start, end = np.searchsorted(numbers, (quarter, quarter + 1))
        if start < end:
            parts.append((listed, each, slice(int(start), int(end))))
    there = numbered(np.concatenate([each.nodes[part] for _, each, part in parts]))
    nodes = there.different
    places = np.zeros(int(nodes[-1]) + 1, np.int64)
    places[nodes] = np.arange(len(nodes))
    first = quarter_start(quarter)
    sums = np.zeros((width, quarter_start(quarter + 1) - first + 1, len(nodes)), np.int64)
    flat = sums.reshape(width, sums.shape[1] * len(nodes))
    for listed, each, part in parts:
        cell = (each.days[part] - first + 1) * len(nodes) + places[each.nodes[part]]
        for at, column in enumerate(listed):
            flat[column, cell] += each.columns[at if len(each.columns) > 1 else 0][part]
    np.cumsum(sums, axis=1, out=sums)
    return Quarter(nodes, sums)


def build(
    engine: CubeEngine, credited: CreditTables, measures: Iterable[Measure], nodes: NodeCodes
) -> dict[Family, Gathering]:
    """The whole cube of one snapshot."""
    bridges = Bridges(engine, credited)
    return {
        family: gather(Source(engine, credited, bridges, family), together, nodes)
        for family, together in gatherings(measures).items()
    }
