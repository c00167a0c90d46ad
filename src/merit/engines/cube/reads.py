"""Many numbers of the cube at once, as a dashboard needs them: a line of days, or every node of a kind."""

from collections.abc import Mapping

import numpy as np

from merit.catalogue.kpi import Measure
from merit.engines.cube.build import Quarter
from merit.engines.cube.cube import Cube, day_span, quarter_parts, value_column
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.metrics.rollup import Whole


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
