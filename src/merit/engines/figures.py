"""Every KPI value that targets, scores, rewards and insight ask for: numbers of measures in, judged values out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Protocol

import ibis

from merit.catalogue.kpi import Measure
from merit.company import Company
from merit.engines.chosen import open_database
from merit.engines.credit_tables import credit_tables
from merit.engines.embedded import DEFAULT_SETTINGS, EmbeddedEngine, EngineSettings
from merit.engines.outside import benchmark_value, entered_value, target_value
from merit.engines.pseudo_facts import put_pseudo_facts
from merit.engines.queried_numbers import QueriedNumbers
from merit.engines.query_engine import FactFiles, QueryEngine
from merit.engines.reconciliation import Reconciliation
from merit.kernel.explain import LineRef
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Grain, Period
from merit.metrics.components import Number, leaves, measures_of
from merit.metrics.evaluate import evaluate, result_of
from merit.metrics.figures import Figures, KpiValue, Refinement
from merit.metrics.refine import refined_number
from merit.metrics.relations import RELATIONS
from merit.people.organisation import Leave

AHEAD_OF_TIME = frozenset({"budgets", "leave", "owners", "purchases", "shipments", "staff_accounts", "tasks"})
"""Facts dated by when something is due or was opened: their days say nothing about how far the data reach."""


class PreparedNumbers(Protocol):
    """Numbers of measures, which can be told beforehand what will be asked."""

    def number(self, measure: Measure, node: Node, period: Period) -> Number:
        """The measure for the node over the period."""

    def prepare(self, measures: Iterable[Measure], kind: NodeKind, periods: Iterable[Period]) -> None:
        """All nodes of that kind will be asked for these periods."""


@dataclass(frozen=True, slots=True)
class CompanyFigures:
    """The figures of one company as of one snapshot, whoever supplies the numbers."""

    company: Company
    numbers: PreparedNumbers
    as_of: datetime | None
    last_day: date | None
    reconciliation: Reconciliation

    def value(self, kpi: str, node: Node, period: Period, refined: Refinement | None = None) -> KpiValue:
        """The value; status EMPTY when there is none. Raises NotFoundRefusal for an unknown KPI."""
        found = evaluate(self.company.catalogue, kpi, period, _AboutNode(self, node, refined or Refinement()))
        numbers = (found.value, found.numerator, found.denominator)
        return KpiValue(kpi, found.version, node, period, *numbers, found.n, found.status, self.as_of)

    def daily(self, kpi: str, node: Node, period: Period) -> Mapping[Period, KpiValue]:
        """The value of each day of the period."""
        days = period.split(Grain.DAY)
        self.numbers.prepare(leaves(self.company.catalogue, kpi), node.kind, days)
        return {day: self.value(kpi, node, day) for day in days}

    def plain_sum(self, kpi: str, node: Node, periods: list[Period]) -> Fraction:
        """The sum of the values without any judgement on them; an empty one adds nothing."""
        catalogue, about = self.company.catalogue, _AboutNode(self, node, Refinement())
        self.numbers.prepare(leaves(catalogue, kpi), node.kind, periods)
        values = (result_of(catalogue, kpi, period, about).value for period in periods)
        return sum((value for value in values if value is not None), Fraction(0))


@dataclass(frozen=True, slots=True)
class _AboutNode:
    """What is known about one node."""

    figures: CompanyFigures
    node: Node
    refined: Refinement

    @property
    def last_day(self) -> date | None:
        return self.figures.last_day

    def number(self, measure: Measure, period: Period) -> Number:
        return refined_number(
            measure, self.refined, lambda narrowed: self.figures.numbers.number(narrowed, self.node, period)
        )

    def entered(self, kpi: str, period: Period) -> Fraction | None:
        return entered_value(self.figures.company, kpi, self.node, period)

    def target(self, kpi: str, period: Period) -> Fraction | None:
        return target_value(self.figures.company, kpi, self.node, period)

    def benchmark(self, name: str, period: Period) -> Fraction | None:
        return benchmark_value(self.figures.company, name, self.node, period)

    def is_unreconciled(self, kpi: str, period: Period) -> bool:
        return self.figures.reconciliation.is_unreconciled(kpi, self.node, period, self.figures.plain_sum)


def figures_of(company: Company, snapshot: FactFiles, settings: EngineSettings = DEFAULT_SETTINGS) -> Figures:
    """The figures of a company as of a snapshot, each worked out when first asked for."""
    engine = open_engine(company, snapshot, settings)
    credited = credit_tables(engine, company.organisation, company.credits)
    return figures_from(company, engine, QueriedNumbers(engine, credited, measures_of(company.catalogue)))


def figures_from(company: Company, engine: QueryEngine, numbers: PreparedNumbers) -> CompanyFigures:
    """The figures made of those numbers; the engine says how far the data reach."""
    span = data_span(engine)
    return CompanyFigures(company, numbers, engine.as_of, span.last if span else None, Reconciliation(company))


def open_engine(company: Company, snapshot: FactFiles, settings: EngineSettings = DEFAULT_SETTINGS) -> QueryEngine:
    """The snapshot open for queries in the engine that was chosen, with the company's own tables beside the facts."""
    engine = QueryEngine(snapshot, RELATIONS, open_database(settings))
    put_pseudo_facts(engine, company)
    return engine


def last_day(snapshot: FactFiles) -> date | None:
    """The last day on which anything happened; None when there are no facts."""
    engine = EmbeddedEngine(snapshot, {})
    try:
        span = data_span(engine)
    finally:
        engine.close()
    return span.last if span else None


def leave_of(snapshot: FactFiles) -> tuple[Leave, ...]:
    """Everybody's leave, by person and first day."""
    engine = EmbeddedEngine(snapshot, {})
    try:
        rows = engine.run(engine.table("leave").order_by("person", "from")).to_pylist()
    finally:
        engine.close()
    return tuple(
        Leave(row["person"], row["from"], row["to"], row["kind"], LineRef(row["source_file"], row["source_line"]))
        for row in rows
    )


def data_span(engine: QueryEngine) -> Period | None:
    """From the first to the last day on which anything happened; where only due dates are known, of those."""
    days = engine.dating_days()
    happened = {name: day for name, day in days.items() if name not in AHEAD_OF_TIME}
    return _span(engine, happened) or _span(engine, days)


def _span(engine: QueryEngine, dating_days: Mapping[str, str]) -> Period | None:
    """By one query for all tables: each costs an engine elsewhere a way there and back."""
    tables = [(engine.table(name), day) for name, day in dating_days.items()]
    ends = [table.agg(first=table[day].min(), last=table[day].max()) for table, day in tables]
    rows = engine.run(ibis.union(*ends)).to_pylist() if ends else []
    found = [each for row in rows for each in row.values() if each is not None]
    return Period(min(found), max(found) + timedelta(days=1)) if found else None
