"""Writes tables as Parquet or as CSV that a spreadsheet opens; the same rows give the same bytes."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from merit.demo.arrow_columns import Column


def write_parquet(folder: Path, table: str, columns: Mapping[str, Column]) -> None:
    """One canonical table as facts/<table>.parquet."""
    path = folder / "facts" / f"{table}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(dict(columns)), path, compression="zstd", compression_level=1)


def write_fact_csv(folder: Path, table: str, columns: Mapping[str, Column]) -> None:
    """One canonical table as facts/<table>.csv."""
    lists = [
        pa.chunked_array([column]).to_pylist() if isinstance(column, pa.Array) else column
        for column in columns.values()
    ]
    write_csv(folder / "facts" / f"{table}.csv", list(columns), zip(*lists, strict=True))


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """UTF-8 with a byte-order mark, so that spreadsheets read the Chinese."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat(sep="T", timespec="seconds")
        case date() | Decimal():
            return str(value)
        case _:
            return str(value)
