"""The worker of this engine's cube read as arrays: all nodes of a period at once, and divided here.

Quantiles and stock are read value by value as ever: the reader of arrays does not know them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from merit.catalogue.kpi import Measure, Measured
from merit.engines.cube.cube import Cube
from merit.engines.cube.figures import cube_figures_of, ready_cube
from merit.engines.cube.reads import sums_of_nodes
from merit.engines.figures import CompanyFigures
from merit.kernel.node import NodeKind
from merit.kernel.period import Period
from merit.metrics.components import kpi_of
from peers_merit import MeritPeer, PeerSnapshot, cell_day, company_of_questions, nodes_of_level, periods_of
from peers_questions import Question
from peers_worker import Cell, serve

VALUE_BY_VALUE = ("quantile", "last")
_SPANS = {"rolling": 7}


@dataclass(frozen=True)
class Arrays:
    """Per node (rows) and period the values, by which a cell without one is left out where `shown` is 0."""

    names: list[str]
    periods: list[Period]
    values: Any
    shown: Any
    unit: Fraction


class ArraysPeer(MeritPeer):
    """The cube itself beside the figures."""

    def __init__(self, figures: CompanyFigures, cube: Cube) -> None:
        super().__init__(figures)
        self.cube = cube

    def answer(self, question: Question) -> Any:
        """Arrays, or values where there are no arrays."""
        how, kpi = question.asked.how, question.asked.kpi
        if how in VALUE_BY_VALUE:
            return super().answer(question)
        periods = periods_of(question)
        if how == "growth":
            before = self._sums("line_sales", [each.months_earlier(1) for each in periods], question)
            now = self._sums("line_sales", periods, question)
            return self._quotient(question, now, before, now.values - before.values)
        if how == "ratio":
            body = kpi_of(self.figures.company.catalogue, kpi).body
            part, whole = (self._sums(each, periods, question) for each in (body.part, body.whole))  # type: ignore[union-attr]
            return self._quotient(question, part, whole, part.values)
        if days := _SPANS.get(how):
            spans = [Period(each.end - timedelta(days=days), each.end) for each in periods]
            found = self._sums(kpi, spans, question)
            return Arrays(found.names, periods, found.values, found.shown, found.unit)
        return self._sums("line_sales" if how == "to_date" else kpi, periods, question)

    def _sums(self, kpi: str, periods: list[Period], question: Question) -> Arrays:
        measure = self._measure(kpi)
        known = self.cube.nodes.of_kind(NodeKind(question.level))
        named = [each.id for each in nodes_of_level(self.figures.company, question.level)]
        codes = {name: known[name] for name in named if name in known}
        at = np.fromiter(codes.values(), np.int64, len(codes))
        values = np.stack([sums_of_nodes(self.cube, measure, each)[at] for each in periods], axis=1)
        return Arrays(list(codes), periods, values, values, self.cube.gathered[measure].measures[measure].unit)

    def _measure(self, kpi: str) -> Measure:
        body = kpi_of(self.figures.company.catalogue, kpi).body
        assert isinstance(body, Measured)
        return body.measure

    def _quotient(self, question: Question, part: Arrays, whole: Arrays, above: Any) -> Arrays:
        """Divided once; over nothing there is no value, nor has a month without sales any growth."""
        unit = part.unit / whole.unit * question.scale
        shown = whole.values * (part.values != 0) if question.asked.how == "growth" else whole.values
        over = np.where(whole.values == 0, 1, whole.values) * unit.denominator
        return Arrays(part.names, part.periods, (above * unit.numerator) / over, shown, Fraction(1))

    def cells(self, answer: Any, question: Question) -> Iterable[Cell]:
        """Sums exactly; quotients as they were divided."""
        if not isinstance(answer, Arrays):
            yield from super().cells(answer, question)
            return
        factor = answer.unit * question.scale
        for at, place in np.argwhere(answer.shown != 0).tolist():
            number = answer.values[at, place].item()
            value = number if question.asked.is_quotient else int(number * factor)
            yield answer.names[at], cell_day(answer.periods[place], question).isoformat(), value


def opened(settings: dict[str, Any]) -> ArraysPeer:
    """The cube built anew, opened for both ways of reading."""
    folder = Path(settings["folder"])
    company = company_of_questions(folder, settings["kpis"])
    snapshot, cubes = PeerSnapshot(Path(settings["facts"])), folder / "cubes_of_arrays"
    figures = cube_figures_of(company, snapshot, cubes)  # type: ignore[arg-type]
    return ArraysPeer(figures, ready_cube(company, snapshot, cubes))  # type: ignore[arg-type]


if __name__ == "__main__":
    serve(opened)
