"""Distinct counts and quantiles of the cube: exact, for every node and grain, from one query each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from merit.engines.cube.arrays import whole_numbers
from merit.engines.cube.node_codes import NodeCodes
from merit.engines.cube.rows import Rows
from merit.kernel.period import Grain
from merit.metrics.rollup import (
    GRAINS,
    Cells,
    Classes,
    TooWideError,
    Whole,
    batches,
    cells_of,
    classes_of,
    each_member,
    first_occurrences,
    in_order,
    numbered,
    period_numbers,
    ranked,
)


@dataclass(frozen=True, slots=True)
class Ranks:
    """Quantiles of one measure and grain: cell = period × width + node, in order, and the value of each."""

    cells: Whole
    values: Whole
    width: int


def count_entities(rows: Rows, nodes: NodeCodes) -> list[tuple[tuple[Grain, ...], Cells]] | None:
    """First occurrences per node and day, for those grains; None when they do not fit in 64 bits."""
    groups, entities = _different(rows.groups, rows.coded_entities())
    pairs = rows.pairs(nodes)
    again = np.bincount(entities)[entities] > 1
    once = np.bincount(groups[~again], minlength=len(rows.shown)).astype(np.int64)
    found: list[tuple[tuple[Grain, ...], Cells]] = [(GRAINS, cells_of(pairs, rows.group_days, [(once, False)]))]
    groups, entities = groups[again], entities[again]
    if not len(groups):
        return found
    classes = classes_of(pairs, np.bincount(groups, minlength=len(rows.shown)))
    try:
        for turn in batches(classes):
            row, kind = each_member(turn, groups)
            days = rows.group_days[groups[row]]
            for grain, cells in first_occurrences(kind, entities[row], days):
                found.append(((grain,), _for_every_node(cells, classes)))
    except TooWideError:
        return None
    return found


def rank_entities(
    rows: Rows, nodes: NodeCodes, quantiles: list[Fraction], periods: Mapping[Grain, Whole] | None = None
) -> Iterator[tuple[Grain, list[Ranks]]]:
    """Per grain, the ranks of each quantile; only in those periods, where any are named."""
    if not len(rows.days):
        return
    values = numbered(whole_numbers(rows.table["entity"]))
    rank, times = values.positions, whole_numbers(rows.table["times"])
    classes = classes_of(rows.pairs(nodes), np.bincount(rows.groups, minlength=len(rows.shown)))
    width = len(classes.sizes)
    size = len(nodes.listed)
    spreads = [each_member(turn, rows.groups) for turn in batches(classes)]
    for grain in GRAINS:
        number = period_numbers(grain, rows.days)
        asked = np.isin(number, periods[grain]) if periods else None
        chosen = spreads if asked is None else [(row[asked[row]], kind[asked[row]]) for row, kind in spreads]
        parts = [ranked(number[row] * width + kind, rank[row], times[row], quantiles) for row, kind in chosen]
        cells = np.concatenate([cell for cell, _ in parts])
        row, node = each_member(classes.nodes, cells % width)
        cells = (cells // width)[row] * size + node
        order = in_order(cells)
        picked = [np.concatenate([picks[at] for _, picks in parts])[row][order] for at in range(len(quantiles))]
        yield grain, [Ranks(cells[order], values.different[each], size) for each in picked]


def _different(groups: Whole, entities: Whole) -> tuple[Whole, Whole]:
    """Each pair of group and entity once."""
    bits = int(entities.max(initial=0)).bit_length()
    pairs = np.sort((groups << bits) | entities)
    pairs = pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))[: len(pairs)]]
    return pairs >> bits, pairs & ((1 << bits) - 1)


def _for_every_node(cells: Cells, classes: Classes) -> Cells:
    """What was counted for a class, for each of its nodes; by day."""
    row, node = each_member(classes.nodes, cells.nodes)
    return Cells(cells.days[row], node, [cells.columns[0][row]])
