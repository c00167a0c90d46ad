"""Parquet files → raw rows whose columns keep their types; the line of a row is its number, from 1."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.parquet

from merit.kernel.problems import Place, Problem
from merit.sources.nested_columns import ROWS_AT_ONCE as NESTED_ROWS_AT_ONCE
from merit.sources.nested_columns import names_inside, taken_apart
from merit.sources.raw_rows import Layout, RawPart, RawRows, header_row, no_header

ROWS_AT_ONCE = 200_000
ROWS_LOOKED_AT = 1_000
Nested: TypeAlias = dict[str, tuple[str, ...]]


def read_columnar(path: Path, file: str, layout: Layout) -> Iterator[RawPart]:
    """The rows in batches; `layout` only says which columns there must be."""
    if not path.stat().st_size:
        yield Problem("sources.file_empty", Place(file))
        return
    try:
        with pyarrow.parquet.ParquetFile(path) as parquet:
            yield from _batches(parquet, file, layout)
    except (pa.ArrowException, OSError) as error:
        yield Problem("sources.parquet_unreadable", Place(file), {"error": str(error).splitlines()[0]})


def parquet_header(path: Path) -> list[str]:
    """The column names; empty when the file cannot be read. What is nested is known by its first rows."""
    try:
        with pyarrow.parquet.ParquetFile(path) as parquet:
            return list(_names(parquet, names_inside(parquet, ROWS_LOOKED_AT)))
    except (pa.ArrowException, OSError):
        return []


def _batches(parquet: pyarrow.parquet.ParquetFile, file: str, layout: Layout) -> Iterator[RawPart]:
    nested = names_inside(parquet)
    names = _names(parquet, nested)
    if header_row([names], Layout(layout.header_with)) is None:
        yield no_header(layout, file)
        return
    empty = pa.RecordBatch.from_pylist([], schema=parquet.schema_arrow)
    yield RawRows(names, _columns(empty, nested), pa.array([], pa.int64()))
    line = 1
    size = NESTED_ROWS_AT_ONCE if nested else ROWS_AT_ONCE
    for batch in parquet.iter_batches(batch_size=size, use_threads=False):
        lines = pa.array(np.arange(line, line + batch.num_rows, dtype=np.int64))
        yield RawRows(names, _columns(batch, nested), lines)
        line += batch.num_rows


def _names(parquet: pyarrow.parquet.ParquetFile, nested: Nested) -> tuple[str, ...]:
    return tuple(each for name in parquet.schema_arrow.names for each in nested.get(name, (name,)))


def _columns(batch: pa.RecordBatch, nested: Nested) -> tuple[pa.Array, ...]:
    columns: list[pa.Array] = []
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        columns += taken_apart(column, name, nested[name]) if name in nested else [_plain(column)]
    return tuple(columns)


_READ_AS_THEY_ARE = (
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_string_view,
    pa.types.is_signed_integer,
    pa.types.is_floating,
    pa.types.is_decimal,
    pa.types.is_boolean,
    pa.types.is_temporal,
    pa.types.is_null,
)


def _plain(column: pa.Array) -> pa.Array:
    """Dictionaries, long or viewed text and whatever else is no single value become plain text; other types stay."""
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if not any(holds(kind) for holds in _READ_AS_THEY_ARE):
        return pa.array([None if cell is None else str(cell) for cell in column.to_pylist()], pa.string())
    if pa.types.is_large_string(kind) or pa.types.is_string(kind) or pa.types.is_string_view(kind):
        return column.cast(pa.string())
    return column.cast(kind) if pa.types.is_dictionary(column.type) else column
