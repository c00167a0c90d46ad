"""The stored form of the fact tables as Arrow schemas: integers, text, days and moments, never binary floats."""

import pyarrow as pa

from merit.facts.columns import Column, ColumnKind, FactTable

MOMENT = pa.timestamp("us", tz="UTC")

_TYPES: dict[ColumnKind, pa.DataType] = {
    ColumnKind.ID: pa.string(),
    ColumnKind.TEXT: pa.string(),
    ColumnKind.AMOUNT: pa.int64(),
    ColumnKind.NUMBER: pa.int64(),
    ColumnKind.COUNT: pa.int64(),
    ColumnKind.INSTANT: MOMENT,
    ColumnKind.DAY: pa.date32(),
    ColumnKind.FLAG: pa.bool_(),
}


def arrow_schema(table: FactTable) -> pa.Schema:
    """The rows that a source hands to the store.

    Canonical columns in order, `<instant>_day` (and `<instant>_minute`) after its instant, then where the row stands.
    """
    fields = [field for column in table.columns for field in _fields(column)]
    return pa.schema([*fields, pa.field("source_file", pa.string()), pa.field("source_line", pa.int64())])


def stored_schema(table: FactTable) -> pa.Schema:
    """The rows as a reader finds them: what the source handed over and what the store wrote beside it."""
    kept = [pa.field("recorded_at", MOMENT), pa.field("superseded_at", MOMENT)]
    digests = [pa.field("key_hash", pa.int64()), pa.field("row_hash", pa.int64())]
    return pa.schema([*arrow_schema(table), *kept, *digests, pa.field("in_month", pa.string())])


def content_names(table: FactTable) -> tuple[str, ...]:
    """The columns whose change makes a new version: all but where the row stands in its file."""
    return tuple(field.name for field in arrow_schema(table) if field.name not in ("source_file", "source_line"))


def dating_day(table: FactTable) -> str:
    """The day column that puts a row in its month."""
    column = table.column(table.dated_by)
    return f"{table.dated_by}_day" if column and column.kind is ColumnKind.INSTANT else table.dated_by


def _fields(column: Column) -> list[pa.Field]:
    fields = [pa.field(column.name, _TYPES[column.kind])]
    if column.kind is ColumnKind.INSTANT:
        fields.append(pa.field(f"{column.name}_day", pa.date32()))
    if column.clock:
        fields.append(pa.field(f"{column.name}_minute", pa.int32()))
    return fields
