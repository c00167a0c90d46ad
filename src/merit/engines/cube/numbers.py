"""Numbers of a company with a cube: what was prepared, then the cube one by one; queries for what it does not hold."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from merit.catalogue.kpi import Measure
from merit.engines.cube.cube import Cube
from merit.engines.cube.reads import NodesRead, read_nodes
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.metrics.components import Number, nothing_of

_MOST = 4_000_000
"""Prepared numbers are forgotten together when there are more than these: some 64 MB."""


class Queries(Protocol):
    """Numbers made on the spot."""

    def number(self, measure: Measure, node: Node, period: Period) -> Number:
        """The measure for the node over the period."""

    def prepare(self, measures: Iterable[Measure], kind: NodeKind, periods: Iterable[Period]) -> None:
        """All nodes of that kind will be asked for these periods."""


@dataclass(slots=True)
class _Ready:
    """What was prepared for a kind of node. Measures are told apart as objects: comparing their parts takes longer."""

    places: dict[str, int]
    """Where each node stands in what was read."""
    read: dict[tuple[int, Period], NodesRead] = field(default_factory=dict)


class CubeNumbers:
    """The cube first, queries for the rest. Prepared numbers are read at once for all nodes of the kind."""

    def __init__(self, cube: Cube, queries: Queries) -> None:
        self.cube = cube
        self.queries = queries
        self._ready: dict[NodeKind, _Ready] = {}

    def number(self, measure: Measure, node: Node, period: Period) -> Number:
        """The measure for the node over the period."""
        ready = self._ready.get(node.kind)
        read = ready.read.get((id(measure), period)) if ready else None
        if ready and read and read.measure is measure:
            place = ready.places.get(node.id)
            return nothing_of(measure) if place is None else read.number(place)
        if self.cube.holds(measure, period):
            return self.cube.number(measure, node, period)
        return self.queries.number(measure, node, period)

    def prepare(self, measures: Iterable[Measure], kind: NodeKind, periods: Iterable[Period]) -> None:
        """Read what the cube holds for all nodes of the kind, and have the queries made together for the rest."""
        asked = tuple(dict.fromkeys(periods))
        missing = []
        for measure in measures:
            if all(self.cube.holds(measure, period) for period in asked):
                self._read(measure, kind, asked)
            else:
                missing.append(measure)
        if missing:
            self.queries.prepare(missing, kind, asked)

    def _read(self, measure: Measure, kind: NodeKind, periods: tuple[Period, ...]) -> None:
        if kind not in self._ready:
            self._ready[kind] = _Ready({name: at for at, name in enumerate(self.cube.nodes.of_kind(kind))})
        ready = self._ready[kind]
        new = [each for each in periods if (id(measure), each) not in ready.read]
        if new:
            self._make_room(len(new) * len(ready.places))
            ready.read |= {(id(measure), each.period): each for each in read_nodes(self.cube, measure, kind, new)}

    def _make_room(self, more: int) -> None:
        held = sum(len(each.read) * len(each.places) for each in self._ready.values())
        if held + more > _MOST:
            for each in self._ready.values():
                each.read.clear()
