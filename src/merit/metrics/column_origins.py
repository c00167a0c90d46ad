"""From which columns of the fact tables a column of a relation is made: what the relation's own query says, followed
back. What only decides which rows meet (keys of joins, conditions) is not what a value is made of.
"""

from functools import cache
from typing import Any, TypeAlias

import ibis
import ibis.expr.operations as ops

from merit.catalogue.expression import names
from merit.catalogue.kpi import Measure
from merit.catalogue.relations import RELATIONS as DECLARED
from merit.facts.columns import ColumnKind
from merit.facts.tables import TABLES
from merit.metrics.relations import RELATIONS

FactColumn: TypeAlias = tuple[str, str]
"""A fact table and one of its columns as they are declared, without the derived `…_day` and `…_minute`."""

_TYPES = {
    ColumnKind.ID: "string",
    ColumnKind.TEXT: "string",
    ColumnKind.AMOUNT: "int64",
    ColumnKind.NUMBER: "int64",
    ColumnKind.COUNT: "int64",
    ColumnKind.INSTANT: "timestamp('UTC')",
    ColumnKind.DAY: "date",
    ColumnKind.FLAG: "boolean",
}


def columns_read(measure: Measure) -> frozenset[FactColumn]:
    """The fact columns behind what a measure sums, filters, dates and credits by."""
    expressions = [each for each in (measure.value, measure.where) if each is not None]
    named = {measure.at, measure.credit.column, measure.by_weight_of}.union(*map(names, expressions))
    return frozenset(origin for name in named for origin in origins(measure.relation, name))


@cache
def origins(relation: str, column: str) -> frozenset[FactColumn]:
    """The fact columns that one column of a relation is made of; none for a column it has not."""
    rows = _rows(relation)
    found = _followed(rows[column].op(), set()) if column in rows.columns else set()
    return frozenset((table, _declared(table, name)) for table, name in found)


@cache
def _rows(relation: str) -> Any:
    return RELATIONS[relation](_table)


def _table(name: str) -> Any:
    """The table in stored form, without rows: only its query is read. Entered standings are no fact table."""
    if name not in TABLES:
        kinds = DECLARED["standings"].columns
        return ibis.table({column: _TYPES[kind] for column, kind in kinds.items()}, name=name)
    columns: dict[str, str] = {}
    for column in TABLES[name].columns:
        columns[column.name] = _TYPES[column.kind]
        if column.kind is ColumnKind.INSTANT:
            columns[f"{column.name}_day"] = "date"
        if column.clock:
            columns[f"{column.name}_minute"] = "int32"
    return ibis.table(columns | {"source_file": "string", "source_line": "int64"}, name=name)


def _followed(node: Any, seen: set[Any]) -> set[FactColumn]:
    if node in seen:
        return set()
    seen.add(node)
    if isinstance(node, ops.Field):
        return _of_field(node, seen)
    inner = [each for each in node.__children__ if not isinstance(each, ops.Relation)]
    return set().union(*(_followed(each, seen) for each in inner))


def _of_field(field: Any, seen: set[Any]) -> set[FactColumn]:
    rows = field.rel
    if isinstance(rows, ops.UnboundTable):
        return {(rows.name, field.name)}
    if isinstance(rows, ops.Set):
        sides = (ops.Field(side, field.name) for side in (rows.left, rows.right))
        return set().union(*(_followed(each, seen) for each in sides))
    made = rows.values.get(field.name)
    return _followed(made if made is not None else ops.Field(rows.parent, field.name), seen)


def _declared(table: str, name: str) -> str:
    if table not in TABLES or TABLES[table].column(name) is not None:
        return name
    return name.removesuffix("_day").removesuffix("_minute")
