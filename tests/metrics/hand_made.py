"""Facts written by hand, brought into stored form, and relations and measures worked out over them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from merit.facts.columns import ColumnKind, FactTable
from merit.facts.tables import TABLES
from merit.metrics.relations import RELATIONS
from merit.store.schema import arrow_schema

_TYPES = {
    pa.string(): "string",
    pa.int64(): "int64",
    pa.int32(): "int32",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us", tz="UTC"): "timestamp('UTC')",
}
ZONE = timezone(timedelta(hours=8))
STANDING_VALUES = pa.schema(
    [
        ("kpi", pa.string()),
        ("node_kind", pa.string()),
        ("node", pa.string()),
        ("day", pa.date32()),
        ("value", pa.int64()),
        ("target", pa.int64()),
        ("source_file", pa.string()),
        ("source_line", pa.int64()),
    ]
)
Facts = Mapping[str, list[dict[str, Any]]]


class HandMade:
    """Facts by table; times are written in Beijing time, amounts in currency units."""

    def __init__(self, facts: Facts) -> None:
        self.connection = duckdb.connect()
        self.connection.execute("SET TimeZone = 'UTC'")
        self.tables: dict[str, Any] = {}
        for name, table in TABLES.items():
            self._add(name, stored(table, facts.get(name, [])))
        values = [dict(each) for each in facts.get("manual_values", [])]
        self._add("manual_values", pa.Table.from_pylist(values, STANDING_VALUES))

    def _add(self, name: str, rows: pa.Table) -> None:
        self.connection.register(name, rows)
        self.tables[name] = ibis.table({field.name: _TYPES[field.type] for field in rows.schema}, name=name)

    def relation(self, name: str) -> Any:
        """The relation as a query."""
        return RELATIONS[name](self.tables.__getitem__)

    def run(self, query: Any) -> list[dict[str, Any]]:
        """The rows of a query."""
        return self.connection.sql(str(ibis.to_sql(query, dialect="duckdb"))).to_arrow_table().to_pylist()

    def rows(self, name: str, *columns: str) -> list[tuple[Any, ...]]:
        """Some columns of every row of a relation, in order of the source lines."""
        found = self.run(self.relation(name))
        found.sort(key=lambda row: (row["source_file"], row["source_line"]))
        return [tuple(row[column] for column in columns) for row in found]


def stored(table: FactTable, rows: list[dict[str, Any]]) -> pa.Table:
    """The rows in stored form, line 1 onwards of a file named after the table."""
    made = []
    for line, row in enumerate(rows, start=1):
        unknown = row.keys() - set(table.names)
        assert not unknown, f"{table.name} has no {unknown}"
        made.append(_stored_row(table, row) | {"source_file": f"facts/{table.name}.csv", "source_line": line})
    return pa.Table.from_pylist(made, arrow_schema(table))


def _stored_row(table: FactTable, row: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for column in table.columns:
        given = row.get(column.name)
        if given is None:
            continue
        match column.kind:
            case ColumnKind.AMOUNT | ColumnKind.NUMBER:
                made[column.name] = int(Fraction(str(given)) * 10_000)
            case ColumnKind.DAY:
                made[column.name] = date.fromisoformat(given)
            case ColumnKind.INSTANT:
                moment = datetime.fromisoformat(given).replace(tzinfo=ZONE)
                made[column.name] = moment.astimezone(UTC)
                made[f"{column.name}_day"] = moment.date()
                if column.clock:
                    made[f"{column.name}_minute"] = moment.hour * 60 + moment.minute
            case _:
                made[column.name] = given
    return made
