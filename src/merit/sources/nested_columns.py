"""Nested columns of Parquet files, as BigQuery exports them → columns of text under the names that JSON gives them."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.parquet

from merit.sources.json_files import flat_cells

ROWS_AT_ONCE = 10_000
"""Nested cells are large while they are taken apart."""


def is_nested(kind: pa.DataType) -> bool:
    """True for a record or a list of records, which has cells inside; a list of single values has no names for them."""
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return bool(pa.types.is_struct(kind.value_type))
    return bool(pa.types.is_struct(kind))


def names_inside(parquet: pyarrow.parquet.ParquetFile, rows: int | None = None) -> dict[str, tuple[str, ...]]:
    """The names of the cells inside each nested column, in the order in which they come; of the first `rows` alone."""
    nested = [field.name for field in parquet.schema_arrow if is_nested(field.type)]
    found: dict[str, dict[str, None]] = {name: {} for name in nested}
    if not nested:
        return {}
    for batch in parquet.iter_batches(batch_size=rows or ROWS_AT_ONCE, columns=nested, use_threads=False):
        for name in nested:
            for cell in batch.column(name).to_pylist():
                found[name].update(dict.fromkeys(flat_cells({name: cell})))
        if rows:
            break
    return {name: tuple(inside) for name, inside in found.items()}


def taken_apart(column: pa.Array, name: str, inside: Sequence[str]) -> list[pa.Array]:
    """One column of text for each of the names."""
    cells = [flat_cells({name: cell}) for cell in column.to_pylist()]
    return [pa.array([each.get(one, "") for each in cells], pa.string()) for one in inside]
