"""Which columns of the facts have values at all, so that a sign that cannot be seen is told rather than missed."""

from collections.abc import Iterable, Mapping

import ibis

from merit.engines.query_engine import QueryEngine
from merit.facts.tables import TABLES
from merit.kernel.period import Period
from merit.store.schema import dating_day

Needs = Mapping[str, tuple[str, ...]]
"""Columns by table; a table without columns has to have rows."""


def lacking(engine: QueryEngine, needs: Needs, period: Period) -> tuple[str, ...]:
    """Of the columns those without any value in the period, as "surveys.respondent"; a table without rows by name."""
    return tuple(missing for table, columns in needs.items() for missing in _of_table(engine, table, columns, period))


def _of_table(engine: QueryEngine, table: str, columns: tuple[str, ...], period: Period) -> Iterable[str]:
    if not engine.may_have_rows(table):
        return (table,)
    rows = in_days(engine.table(table), dating_day(TABLES[table]), period)
    counts = {f"filled_{at}": rows[name].count() for at, name in enumerate(columns)}
    (found,) = engine.run(rows.agg(rows=rows.count(), **counts)).to_pylist()
    if not found["rows"]:
        return (table,)
    return [f"{table}.{name}" for at, name in enumerate(columns) if not found[f"filled_{at}"]]


def in_days(rows: ibis.Table, column: str, period: Period) -> ibis.Table:
    """The rows of the period's days."""
    return rows.filter(rows[column] >= period.start, rows[column] < period.end)
