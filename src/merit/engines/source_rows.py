"""The end of every explanation: the query behind each number of a KPI value, and the rows it read, by file and line."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import ibis

from merit.catalogue.expression import OVER_KPIS, Call, Expression, Name, parts
from merit.catalogue.kpi import Aggregate, Catalogue, Entered, Formula, Measure, Measured
from merit.catalogue.made_of import made_of
from merit.company import Company
from merit.engines.credit_tables import credit_tables
from merit.engines.figures import data_span
from merit.engines.query_engine import QueryEngine
from merit.kernel.exact import plain
from merit.kernel.node import Node
from merit.kernel.period import Period
from merit.metrics.component_query import (
    Pass,
    additive_query,
    asked_rows,
    columns_read,
    compiled,
    days_query,
    distinct_query,
    quantile_query,
    with_shares,
)
from merit.metrics.components import component_id, family_of, parts_of
from merit.metrics.credit_ranges import WHOLE
from merit.metrics.cut import Cut, cut_of
from merit.metrics.earlier_periods import looks_back, period_of
from merit.metrics.units import unit_of
from merit.metrics.validity import in_force, taken_over

SHOWN = 20


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row as its file gave it: the fields that the measure reads, as text, and the node's share of it."""

    file: str
    line: int
    fields: dict[str, str]
    share: Fraction
    counted: bool
    """False where the measure's condition left the row out."""


@dataclass(frozen=True, slots=True)
class ComponentRows:
    """One number behind a KPI value. `total` rows counted; `rows` are the first of them by file and line."""

    component: str
    kpi: str
    period: Period
    sql: str
    total: int
    rows: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class RowsAsked:
    """Whose value is to be shown, how many rows of each component, and whether also rows that did not count.

    `where` narrows the node's rows by dimensions of the business (see `merit.metrics.cut.DIMENSIONS`).
    """

    kpi: str
    node: Node
    period: Period
    shown: int = SHOWN
    left_out_too: bool = False
    where: tuple[tuple[str, str], ...] = ()


def source_rows(company: Company, engine: QueryEngine, asked: RowsAsked) -> list[ComponentRows]:
    """Per number behind the value, in the order the KPI names them. Raises NotFoundRefusal for an unknown KPI."""
    tables = credit_tables(engine, company.organisation, company.credits)
    cut = cut_of(asked.node.kind)
    only = Cut((), (*((name, asked.node.id) for name in cut.by), *asked.where))
    found = []
    last = _last_day(company.catalogue, engine, asked.kpi)
    for kpi, measure, period in dict.fromkeys(_used(company.catalogue, asked.kpi, asked.period, last, frozenset())):
        if measure is None:
            found.append(_entered(company, kpi, replace(asked, period=period)))
            continue
        family = family_of(measure)
        this = Pass(family, engine.view(family.relation), tables, only, (period,))
        found.append(_component(engine, _on_its_day(engine, this, measure), measure, replace(asked, kpi=kpi)))
    return found


def _last_day(catalogue: Catalogue, engine: QueryEngine, kpi: str) -> date | None:
    """The last day of the data, where a window that ends there is among what the KPI is made of."""
    windowed = any(catalogue[name].window_days for name in made_of(catalogue, kpi))
    span = data_span(engine) if windowed else None
    return span.last if span else None


def _used(
    catalogue: Catalogue, kpi: str, period: Period, last: date | None, above: frozenset[str]
) -> Iterator[tuple[str, Measure | None, Period]]:
    """Every measure that the value takes, with the KPI that declares it and the period it is taken over."""
    declared = in_force(catalogue, kpi, period)
    if declared is None:
        return
    body, period = declared.body, taken_over(declared, period, last)
    if isinstance(body, Measured):
        yield kpi, body.measure, period
    if isinstance(body, Entered):
        yield kpi, None, period
    for name in parts_of(declared):
        for elsewhere in _periods(body.expression, name, period) if isinstance(body, Formula) else (period,):
            if name not in above:
                yield from _used(catalogue, name, elsewhere, last, above | {kpi})


def _periods(expression: Expression, kpi: str, period: Period) -> list[Period]:
    calls = [part for part in parts(expression) if isinstance(part, Call) and Name(kpi) in part.arguments]
    mentions = sum(part == Name(kpi) for part in parts(expression))
    here = [period] if mentions > sum(call.function in OVER_KPIS for call in calls) else []
    back = [call for call in looks_back(expression) if Name(kpi) in call.arguments]
    return here + list(dict.fromkeys(period_of(call, period) for call in back))


def _on_its_day(engine: QueryEngine, this: Pass, measure: Measure) -> Pass:
    """Of a measure that takes the last day's rows, only that day."""
    if measure.aggregate is not Aggregate.LAST:
        return this
    days = engine.run(days_query(replace(this, cut=Cut()))).to_pylist()
    if not days:
        return this
    return replace(this, asked=(Period(days[0]["last"], days[0]["last"] + timedelta(days=1)),))


def _component(engine: QueryEngine, this: Pass, measure: Measure, asked: RowsAsked) -> ComponentRows:
    rows = with_shares(asked_rows(this), this)
    read = [name for name in _read_columns(measure) if name in rows.columns]
    counts = compiled(measure, rows, this).counts
    counted = ibis.literal(True) if counts is None else ibis.coalesce(counts, ibis.literal(False))
    columns = {f"read_{at}": rows[name] for at, name in enumerate(read)}
    listed = rows.select("source_file", "source_line", "share", counted=counted, **columns)
    total = engine.run(listed.agg(total=listed.counted.sum()))["total"].to_pylist()[0]
    shown = listed if asked.left_out_too else listed.filter(listed.counted)
    order = ("source_file", "source_line", *columns)
    found = engine.run(shown.order_by(*order).limit(asked.shown)).to_pylist()
    period = this.asked[0]
    sql = engine.text_of(_query(this, measure))
    shown_rows = tuple(_row(row, read, measure.relation) for row in found)
    return ComponentRows(component_id(measure), asked.kpi, period, sql, int(total or 0), shown_rows)


def _query(this: Pass, measure: Measure) -> Any:
    match measure.aggregate:
        case Aggregate.DISTINCT:
            return distinct_query(this, (measure,))
        case Aggregate.QUANTILE:
            return quantile_query(this, (measure,))
        case _:
            return additive_query(this, (measure,))


def _read_columns(measure: Measure) -> list[str]:
    return sorted(columns_read(measure) | {measure.at, measure.credit.column, measure.by_weight_of} - {""})


def _row(row: dict[str, Any], read: list[str], relation: str) -> SourceRow:
    fields = {name: _text(row[f"read_{at}"], relation, name) for at, name in enumerate(read)}
    return SourceRow(
        row["source_file"], row["source_line"], fields, Fraction(int(row["share"]), WHOLE), bool(row["counted"])
    )


def _text(value: object, relation: str, column: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case datetime() | date():
            return value.isoformat()
        case _:
            return plain(int(str(value)) * unit_of(relation, column))


def _entered(company: Company, kpi: str, asked: RowsAsked) -> ComponentRows:
    """Rows of manual_values.csv; the last confirmed one counts."""
    wanted = (kpi, asked.node, asked.period)
    entered = [each for each in company.manual_values if (each.kpi, each.node, each.period) == wanted]
    confirmed = [each for each in entered if each.confirmed_by and each.confirmed_by != each.entered_by]
    rows = [
        SourceRow(
            each.source.file,
            each.source.line,
            {"value": plain(each.value), "entered_by": each.entered_by, "confirmed_by": each.confirmed_by},
            Fraction(1),
            each is (confirmed[-1] if confirmed else None),
        )
        for each in entered
    ]
    shown = tuple(row for row in rows if row.counted or asked.left_out_too)[: asked.shown]
    return ComponentRows(f"entered_{kpi}", kpi, asked.period, "", min(len(confirmed), 1), shown)
