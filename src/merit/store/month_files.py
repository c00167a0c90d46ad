"""Rows of a table → one Parquet file for each month among them, by day, in the form in which readers find them."""

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from merit.facts.columns import FactTable
from merit.store.delta_tables import WrittenFile
from merit.store.schema import dating_day

_UNDATED = np.iinfo(np.int32).min
UNDATED_MONTH = "undated"
_EPOCH_YEAR = 1970
_SAMPLE = 2_000


def months_of(table: FactTable, rows: pa.Table) -> np.ndarray:
    """The month of every row, counted from January 1970; the smallest number where a row has no day."""
    days = _days(table, rows)
    months = days.astype("M8[D]").astype("M8[M]").astype(np.int32)
    return np.where(days == _UNDATED, np.int32(_UNDATED), months)


def undated(table: FactTable, rows: pa.Table) -> np.ndarray:
    """Whether each row is without a day."""
    found: np.ndarray = _days(table, rows) == _UNDATED
    return found


def month_name(month: int) -> str:
    """`2026-10`, or `undated`."""
    return UNDATED_MONTH if month == _UNDATED else date(_EPOCH_YEAR + month // 12, month % 12 + 1, 1).strftime("%Y-%m")


def write_months(table: FactTable, rows: pa.Table, folder: Path, name: str) -> list[WrittenFile]:
    """Write the rows to `folder/name-2026-10.parquet` and so on."""
    days = _days(table, rows)
    if (days[1:] < days[:-1]).any():
        rows = rows.take(pa.array(np.argsort(days, kind="stable")))
    rows = rows.combine_chunks()
    months = months_of(table, rows)
    starts = [0, *(np.flatnonzero(months[1:] != months[:-1]) + 1).tolist()]
    repeating = [field.name for field in rows.schema if pa.types.is_string(field.type) and _repeats(rows[field.name])]
    written = []
    for start, end in zip(starts, [*starts[1:], len(months)], strict=True):
        month = month_name(int(months[start]))
        path = folder / f"{name}-{month}.parquet"
        _write(rows.slice(start, end - start), path, repeating)
        written.append(WrittenFile(path, month, end - start))
    return written


def _days(table: FactTable, rows: pa.Table) -> np.ndarray:
    days = rows[dating_day(table)].combine_chunks().view(pa.int32())
    found: np.ndarray = pc.fill_null(days, int(_UNDATED)).to_numpy(zero_copy_only=False)
    return found


def _repeats(column: pa.ChunkedArray) -> bool:
    """Whether the same texts come often enough that a dictionary of them saves room."""
    sample = column.take(pa.array(np.unique(np.linspace(0, len(column) - 1, _SAMPLE).astype(np.int64))))
    return int(pc.count_distinct(sample).as_py()) * 2 <= len(sample)


def _write(rows: pa.Table, path: Path, repeating: list[str]) -> None:
    """Digests are as good as random: compressing them costs time and saves nothing."""
    squeezed = [name for name in rows.schema.names if not name.endswith("_hash")]
    with pq.ParquetWriter(
        path,
        rows.schema,
        use_dictionary=repeating,
        compression={name: "zstd" if name in squeezed else "none" for name in rows.schema.names},
        compression_level=dict.fromkeys(squeezed, 1),
        store_schema=False,
    ) as writer:
        writer.write_table(rows, row_group_size=122_880)
