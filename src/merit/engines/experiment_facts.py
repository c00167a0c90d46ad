"""What the store knows about an experiment: its units, what each of them gave on which day, or only totals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from merit.catalogue.kpi import Aggregate, Catalogue, Measure
from merit.engines.query_engine import QueryEngine
from merit.experiments.arm_numbers import Totals
from merit.experiments.assignment import arm_of
from merit.experiments.daily_totals import DayTotals, evidence_of_totals
from merit.experiments.evidence import Evidence
from merit.experiments.experiment import AssignedBy, Experiment, Metric, MetricKind
from merit.experiments.unit_rows import Moves, UnitFacts, Units, Whole, evidence_of
from merit.experiments.units_and_kpis import PERSONAL, POPULATIONS, measures_for
from merit.kernel.exact import STORED_SCALE
from merit.metrics.row_expression import Rows, as_number, column_of, condition_of
from merit.metrics.units import ONE


def evidence_in(engine: QueryEngine, catalogue: Catalogue, experiment: Experiment, through: date) -> Evidence:
    """Everything up to and including that day, but nothing after the experiment's last day."""
    last = min(through, experiment.end - timedelta(days=1))
    if experiment.assigned_by is AssignedBy.TOTALS:
        return evidence_of_totals(experiment, _totals(engine, experiment), last)
    reading = _Reading(engine, catalogue, experiment, last)
    return evidence_of(experiment, reading.facts(), last)


def measured_units(
    engine: QueryEngine, catalogue: Catalogue, experiment: Experiment, first: date, past: date
) -> tuple[int, dict[str, tuple[Any, ...]]]:
    """How many units appeared from `first` until before `past`, and per metric what each of them gave.

    The history that a sample size is worked out from: units without any value give zero.
    """
    reading = _Reading(engine, catalogue, experiment, past - timedelta(days=1))
    ids = pa.array(sorted(reading.appeared(first)), pa.string())
    found: dict[str, tuple[Any, ...]] = {}
    for metric in experiment.metrics:
        moves = [reading.moves(each, ids, first) for each in reading.measures(metric)]
        found[metric.metric] = tuple(np.bincount(each.unit, weights=each.value, minlength=len(ids)) for each in moves)
    return len(ids), found


@dataclass(frozen=True, slots=True)
class _Reading:
    engine: QueryEngine
    catalogue: Catalogue
    experiment: Experiment
    last: date

    def facts(self) -> UnitFacts:
        ids, units = self._by_hash() if self._is_hashed else self._by_file()
        first = self.experiment.start - timedelta(days=self.experiment.covariate_days)
        metrics = {
            metric.metric: tuple(self.moves(measure, ids, first) for measure in self.measures(metric))
            for metric in self.experiment.metrics
        }
        segments = {rule.segment: self._parts(rule.relation, rule.column, ids) for rule in self.experiment.segments}
        return UnitFacts(units, metrics, segments)

    @property
    def _is_hashed(self) -> bool:
        """Ids of people are hashed in the store, so that their arms come by the file even where a hash decided."""
        return self.experiment.assigned_by is AssignedBy.HASH and self.experiment.unit not in PERSONAL

    def measures(self, metric: Metric) -> tuple[Measure, ...]:
        return measures_for(self.catalogue, metric.kpi, metric.kind)

    def appeared(self, first: date) -> dict[str, date]:
        """Every unit with rows in its population, and its first day."""
        place = POPULATIONS[self.experiment.unit]
        rows = self._within(self.engine.relation(place.relation), place.day, first)
        rows = rows.filter(rows[place.column].notnull())
        found = rows.group_by(unit=rows[place.column]).agg(day=rows[place.day].min())
        return {row["unit"]: row["day"] for row in self.engine.run(found.order_by("unit")).to_pylist()}

    def moves(self, measure: Measure, ids: pa.Array, first: date) -> Moves:
        """What the measure comes to by unit and day."""
        relation = self.engine.relation(measure.relation)
        day = next(name for name in (f"{measure.at}_day", measure.at) if name in relation.columns)
        rows = self._within(relation, day, first)
        unit, gave = _aggregated(measure, rows)
        column = POPULATIONS[self.experiment.unit].column
        grouped = rows.group_by(unit=rows[column], day=rows[day]).agg(gave=gave.cast("float64"))
        found = self.engine.run(grouped.order_by("unit", "day"))
        place = pc.index_in(found["unit"].combine_chunks().cast(pa.string()), value_set=ids)
        known = pc.is_valid(place).to_numpy(zero_copy_only=False)
        gone = _days_since(self.experiment.start, found["day"])
        values = found["gave"].combine_chunks().to_numpy(zero_copy_only=False) * float(unit)
        at = place.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
        return Moves(at[known], gone[known], values[known])

    def _within(self, rows: Any, day: str, first: date) -> Any:
        shops = self.experiment.shops
        if shops and "shop" in rows.columns:
            rows = rows.filter(rows.shop.isin(list(shops)))
        return rows.filter(rows[day] >= ibis.literal(first), rows[day] <= ibis.literal(self.last))

    def _by_hash(self) -> tuple[pa.Array, Units]:
        arms = {each.arm: at for at, each in enumerate(self.experiment.arms)}
        appeared = self.appeared(self.experiment.start)
        belongs = [arms[arm_of(self.experiment.arms, self.experiment.salt, unit)] for unit in appeared]
        days = [(day - self.experiment.start).days for day in appeared.values()]
        return pa.array(list(appeared), pa.string()), Units(_whole(belongs), _whole(days))

    def _by_file(self) -> tuple[pa.Array, Units]:
        rows = self.engine.table("experiment_assignments")
        column = "customer" if self.experiment.unit in PERSONAL else "unit"
        rows = rows.filter(rows.experiment == self.experiment.experiment, rows[column].notnull())
        rows = self._within(rows, "assigned_at_day", self.experiment.start)
        chosen = rows.select(unit=rows[column], arm=rows.arm, at=rows.assigned_at, day=rows.assigned_at_day)
        return self._first_ones(self.engine.run(chosen.order_by("unit", "at", "arm")).to_pylist())

    def _first_ones(self, rows: Iterable[dict[str, Any]]) -> tuple[pa.Array, Units]:
        arms = {each.arm: at for at, each in enumerate(self.experiment.arms)}
        first: dict[str, tuple[int, int]] = {}
        twice: set[str] = set()
        unknown: dict[str, int] = {}
        for row in rows:
            if row["arm"] not in arms:
                unknown[row["arm"]] = unknown.get(row["arm"], 0) + 1
                continue
            found = (arms[row["arm"]], (row["day"] - self.experiment.start).days)
            if first.setdefault(row["unit"], found)[0] != found[0]:
                twice.add(row["unit"])
        belongs, days = [each[0] for each in first.values()], [each[1] for each in first.values()]
        return pa.array(list(first), pa.string()), Units(_whole(belongs), _whole(days), len(twice), unknown)

    def _parts(self, relation: str, column: str, ids: pa.Array) -> list[str]:
        """The part each unit belongs to, empty where none is named; of several the first by spelling."""
        rows = self.engine.relation(relation)
        own = POPULATIONS[self.experiment.unit].column
        if "experiment" in rows.columns:
            rows = rows.filter(rows.experiment == self.experiment.experiment)
        if own not in rows.columns:
            own = "customer" if self.experiment.unit in PERSONAL else "unit"
        rows = rows.filter(rows[own].notnull(), rows[column].notnull())
        found = rows.group_by(unit=rows[own]).agg(part=rows[column].cast("string").min())
        part = {row["unit"]: row["part"] for row in self.engine.run(found).to_pylist()}
        return [part.get(each, "") for each in ids.to_pylist()]


def _aggregated(measure: Measure, rows: Any) -> tuple[Fraction, Any]:
    """The measure over groups of the rows, in whole numbers of that unit; rows without a value do not count."""
    speaks_of = Rows(rows, measure.relation)
    counts = condition_of(measure.where, speaks_of) if measure.where is not None else ibis.literal(True)
    if measure.value is None:
        return ONE, rows.count(where=counts)
    value = column_of(measure.value, speaks_of)
    if measure.aggregate is Aggregate.SUM:
        number = as_number(value)
        return number.unit, ibis.coalesce(number.column.sum(where=counts), 0)
    if measure.aggregate is Aggregate.DISTINCT:
        return ONE, value.column.nunique(where=counts)
    return ONE, rows.count(where=counts & value.column.notnull())


def _totals(engine: QueryEngine, experiment: Experiment) -> list[DayTotals]:
    rows = engine.table("experiment_daily")
    rows = rows.filter(rows.experiment == experiment.experiment).order_by("day", "metric", "arm")
    kinds = {each.metric: each.kind for each in experiment.metrics}
    return [
        DayTotals(row["day"], row["arm"], row["metric"], _of_row(row, kinds[row["metric"]]))
        for row in engine.run(rows).to_pylist()
        if row["metric"] in kinds
    ]


def _of_row(row: dict[str, Any], kind: MetricKind) -> Totals:
    units = int(row["units"] or 0)
    if kind is MetricKind.BINARY:
        successes = float(row["successes"] or 0)
        return Totals(units, successes, successes)
    total, squares, base, base_squares, products = (
        int(row[name] or 0) / STORED_SCALE for name in ("total", "squares", "base", "base_squares", "products")
    )
    return Totals(units, total, squares, base, base_squares, products)


def _days_since(start: date, days: pa.ChunkedArray) -> Whole:
    found: Whole = days.combine_chunks().to_numpy(zero_copy_only=False).astype("datetime64[D]").astype(np.int64)
    return found - (start - date(1970, 1, 1)).days


def _whole(values: list[int]) -> Whole:
    return np.array(values, dtype=np.int64)
