"""Parquet files → raw rows whose columns keep their types; the line of a row is its number, from 1."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet

from merit.kernel.problems import Place, Problem
from merit.sources.raw_rows import Layout, RawPart, RawRows, header_row, no_header

ROWS_AT_ONCE = 200_000


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
    """The column names; empty when the file cannot be read."""
    try:
        return list(pyarrow.parquet.read_schema(path).names)
    except (pa.ArrowException, OSError):
        return []


def _batches(parquet: pyarrow.parquet.ParquetFile, file: str, layout: Layout) -> Iterator[RawPart]:
    names = tuple(parquet.schema_arrow.names)
    if header_row([names], Layout(layout.header_with)) is None:
        yield no_header(layout, file)
        return
    yield RawRows(names, tuple(pa.array([], field.type) for field in parquet.schema_arrow), pa.array([], pa.int64()))
    line = 1
    for batch in parquet.iter_batches(batch_size=ROWS_AT_ONCE, use_threads=False):
        lines = pa.array(np.arange(line, line + batch.num_rows, dtype=np.int64))
        yield RawRows(names, tuple(_plain(column) for column in batch.columns), lines)
        line += batch.num_rows


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
