"""Rows on their way into one fact table: kept on disk, compared with what the store and this load already have."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from merit.facts.columns import FactTable
from merit.store.delta_tables import MonthFile
from merit.store.row_hashes import with_hashes
from merit.store.schema import arrow_schema

SEQUENCE = "sequence"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the rows handed over: new keys, rows already there as they are, keys with other content."""

    loaded: int = 0
    unchanged: int = 0
    replaced: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.loaded + other.loaded, self.unchanged + other.unchanged, self.replaced + other.replaced)


class StagedTable:
    """The rows of one table in one load. `sequence` numbers them; of equal keys the last one stays."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, table: FactTable, stored: tuple[MonthFile, ...], folder: Path
    ) -> None:
        self.table = table
        self.stored = stored
        self.folder = folder
        self.connection = connection
        self.rows = 0
        self.visible, self.seen = f"visible_{table.name}", f"seen_{table.name}"
        columns = "(key_hash BIGINT, row_hash BIGINT, in_month VARCHAR"
        connection.execute(f"CREATE TEMP TABLE {self.seen} {columns}, {SEQUENCE} BIGINT)")
        connection.execute(f"CREATE TEMP TABLE {self.visible} {columns})")
        if stored:
            connection.execute(
                f"INSERT INTO {self.visible} SELECT key_hash, row_hash, in_month FROM {month_rows(stored)}"  # noqa: S608
                " WHERE superseded_at IS NULL"
            )

    def put(self, rows: pa.Table) -> Outcome:
        """Keep the rows on disk and say what each of them is; rows are taken in the order given."""
        if not rows.num_rows:
            return Outcome()
        numbers = pa.array(np.arange(self.rows, self.rows + rows.num_rows))
        self.rows += rows.num_rows
        self._write(rows.select(arrow_schema(self.table).names).append_column(SEQUENCE, numbers))
        outcome = self._outcome()
        self._remember()
        return outcome

    def staged_rows(self, month: str) -> str:
        """FROM clause: everything staged for that month."""
        return f"read_parquet('{self.folder}/in_month={month}/*.parquet', hive_partitioning=false)"

    def _write(self, rows: pa.Table) -> None:
        self.connection.register("incoming", rows)
        self.connection.execute(
            f"COPY ({with_hashes(self.table, 'incoming')}) TO '{self.folder}' (FORMAT parquet, PARTITION_BY (in_month),"
            f" WRITE_PARTITION_COLUMNS true, FILENAME_PATTERN 'put-{self.rows}-{{i}}', OVERWRITE_OR_IGNORE)"
        )
        self.connection.unregister("incoming")
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE chunk AS SELECT key_hash, row_hash, in_month, {SEQUENCE}"  # noqa: S608
            f" FROM read_parquet('{self.folder}/*/put-{self.rows}-*.parquet', hive_partitioning=false)"
        )

    def _outcome(self) -> Outcome:
        """Each row against the row of the same key before it: in this chunk, in this load, in the store."""
        found = self.connection.execute(
            f"""
            WITH compared AS (
              SELECT chunk.row_hash, coalesce(
                       lag(chunk.row_hash) OVER (PARTITION BY chunk.key_hash ORDER BY chunk.{SEQUENCE}),
                       seen.row_hash, stored.row_hash) AS earlier
              FROM chunk
              LEFT JOIN {self.seen} seen ON seen.key_hash = chunk.key_hash
              LEFT JOIN {self.visible} stored ON stored.key_hash = chunk.key_hash)
            SELECT count(*) FILTER (earlier IS NULL), count(*) FILTER (earlier = row_hash),
                   count(*) FILTER (earlier <> row_hash)
            FROM compared"""  # noqa: S608
        ).fetchall()[0]
        return Outcome(*found)

    def _remember(self) -> None:
        """`seen` holds the last row of every key of this load."""
        known = "key_hash IN (SELECT key_hash FROM chunk)"
        again = self.connection.execute(f"SELECT count(*) FROM {self.seen} WHERE {known}").fetchall()[0][0]  # noqa: S608
        if again:
            self.connection.execute(f"DELETE FROM {self.seen} WHERE {known}")  # noqa: S608
        self.connection.execute(
            f"INSERT INTO {self.seen} SELECT key_hash, arg_max(row_hash, {SEQUENCE}), arg_max(in_month, {SEQUENCE}),"  # noqa: S608
            f" max({SEQUENCE}) FROM chunk GROUP BY key_hash"
        )


def month_rows(files: Iterable[MonthFile]) -> str:
    """FROM clause: the rows of those files, with `in_month`."""
    paths = ", ".join(f"'{file.path}'" for file in files)
    return f"read_parquet([{paths}], hive_partitioning=true, hive_types={{'in_month': VARCHAR}})"
