"""Rows on their way into a fact table: compared with what the store and this load have, kept on disk where new."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from merit.facts.columns import FactTable
from merit.store.delta_tables import MonthFile, WrittenFile
from merit.store.month_files import UNDATED_MONTH, month_name, months_of, undated, write_months
from merit.store.row_hashes import digests
from merit.store.schema import MOMENT, arrow_schema

KEEPS_ITS_DAY = frozenset({"refunds"})
"""Tables of which one source knows the day of a row and another one does not: WooCommerce tells a refund inside its
order without a day, and by itself with one. Whichever comes later, the row with its day stays."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the rows handed over: new keys, rows already there as they are, keys with other content."""

    loaded: int = 0
    unchanged: int = 0
    replaced: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.loaded + other.loaded, self.unchanged + other.unchanged, self.replaced + other.replaced)


@dataclass(slots=True)
class _Chunk:
    """The digests of rows handed over together, and for each row the content its key had before it."""

    keys: np.ndarray
    contents: np.ndarray
    before: np.ndarray
    known: np.ndarray
    """Whether there was a row of that key before; else `before` means nothing."""
    last: np.ndarray
    """Whether no later row of the chunk has the same key."""

    def outcome(self) -> Outcome:
        known, same = int(self.known.sum()), int((self.known & (self.before == self.contents)).sum())
        return Outcome(len(self.keys) - known, same, known - same)


class StagedTable:
    """The rows of one table in one load, numbered by the `put` they came in; of equal keys the last one stays.

    On disk are, of every put, the rows that differ from what was there before, in the form in which the store keeps
    them and each key once. `seen` says where the last row of every key of this load is, `visible` what the store shows.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, table: FactTable, stored: tuple[MonthFile, ...], folder: Path
    ) -> None:
        self.table = table
        self.stored = stored
        self.folder = folder
        self.connection = connection
        self.written: dict[str, list[WrittenFile]] = {}
        self.puts = 0
        self.visible, self.seen = f"visible_{table.name}", f"seen_{table.name}"
        columns = "(key_hash BIGINT, row_hash BIGINT, in_month VARCHAR"
        connection.execute(f"CREATE TEMP TABLE {self.seen} {columns}, put INTEGER)")
        connection.execute(f"CREATE TEMP TABLE {self.visible} {columns})")
        if stored:
            connection.execute(
                f"INSERT INTO {self.visible} SELECT key_hash, row_hash, in_month FROM {month_rows(stored)}"  # noqa: S608
                " WHERE superseded_at IS NULL"
            )

    def put(self, rows: pa.Table, recorded_at: datetime) -> Outcome:
        """Say what each of the rows is, in the order given, and keep on disk what is new."""
        if not rows.num_rows:
            return Outcome()
        rows = _in_order(self.table, rows.select(arrow_schema(self.table).names)).combine_chunks()
        chunk = _first_look(*digests(self.table, rows))
        differs = self._against_earlier(chunk, rows)
        if differs.any():
            self.puts += 1
            self._write(_as_kept(rows, chunk, recorded_at), differs)
            self._remember(rows, chunk, differs)
        return chunk.outcome()

    def staged_rows(self, month: str) -> str:
        """FROM clause: everything staged for that month, with its `put`."""
        parts = (
            f"SELECT *, {_put_of(file.path)} AS put FROM read_parquet('{file.path}', hive_partitioning=false)"  # noqa: S608
            for file in self.written[month]
        )
        return f"({' UNION ALL '.join(parts)})"

    def _against_earlier(self, chunk: _Chunk, rows: pa.Table) -> np.ndarray:
        """Fill in what this load and the store had of the keys; whether each row is to be kept."""
        content, found, dated = self._earlier(chunk.keys)
        if self.table.name in KEEPS_ITS_DAY:
            gives_way = dated & undated(self.table, rows)
            content[gives_way] = chunk.contents[gives_way]
        first = ~chunk.known
        chunk.before[first], chunk.known[first] = content[first], found[first]
        differs: np.ndarray = chunk.last & ~(found & (content == chunk.contents))
        return differs

    def _earlier(self, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The content of each key before, whether there was one, and whether that had a day."""
        content, found, dated = (np.zeros(len(keys), kind) for kind in (np.int64, bool, bool))
        if not self.stored and not self.puts:
            return content, found, dated
        self.connection.register("chunk", pa.table({"position": np.arange(len(keys)), "key_hash": keys}))
        earlier = self.connection.sql(
            "SELECT position, coalesce(seen.row_hash, stored.row_hash) AS row_hash,"  # noqa: S608
            f" coalesce(seen.in_month, stored.in_month) <> '{UNDATED_MONTH}' AS dated FROM chunk"
            f" LEFT JOIN {self.seen} seen USING (key_hash) LEFT JOIN {self.visible} stored USING (key_hash)"
            " WHERE coalesce(seen.row_hash, stored.row_hash) IS NOT NULL"
        ).to_arrow_table()
        self.connection.unregister("chunk")
        at = earlier["position"].to_numpy()
        content[at], found[at], dated[at] = earlier["row_hash"].to_numpy(), True, earlier["dated"].to_numpy()
        return content, found, dated

    def _write(self, rows: pa.Table, differs: np.ndarray) -> None:
        fresh = rows if differs.all() else rows.filter(pa.array(differs))
        for file in write_months(self.table, fresh, self.folder, f"put-{self.puts}"):
            self.written.setdefault(file.month, []).append(file)

    def _remember(self, rows: pa.Table, chunk: _Chunk, differs: np.ndarray) -> None:
        months, at = np.unique(months_of(self.table, rows)[differs], return_inverse=True)
        names = pa.DictionaryArray.from_arrays(
            at.astype(np.int32), pa.array([month_name(int(each)) for each in months])
        )
        fresh = {"key_hash": chunk.keys[differs], "row_hash": chunk.contents[differs], "in_month": names}
        self.connection.register("fresh", pa.table(fresh))
        if self.puts > 1:
            self.connection.execute(f"DELETE FROM {self.seen} WHERE key_hash IN (SELECT key_hash FROM fresh)")  # noqa: S608
        self.connection.execute(f"INSERT INTO {self.seen} SELECT *, {self.puts} FROM fresh")  # noqa: S608
        self.connection.unregister("fresh")


def _in_order(table: FactTable, rows: pa.Table) -> pa.Table:
    """As they come; where a day stays, rows without one stand before those that replace them."""
    if table.name not in KEEPS_ITS_DAY:
        return rows
    return rows.take(pa.array(np.argsort(~undated(table, rows), kind="stable")))


def _first_look(keys: np.ndarray, contents: np.ndarray) -> _Chunk:
    """Each row against the row of the same key before it in the chunk."""
    count = len(keys)
    chunk = _Chunk(keys, contents, np.zeros(count, np.int64), np.zeros(count, bool), np.ones(count, bool))
    in_order = np.sort(keys)
    if not (in_order[1:] == in_order[:-1]).any():
        return chunk
    order = np.argsort(keys, kind="stable")
    again = np.flatnonzero(keys[order[1:]] == keys[order[:-1]])
    earlier, later = order[again], order[again + 1]
    chunk.before[later], chunk.known[later], chunk.last[earlier] = contents[earlier], True, False
    return chunk


def _as_kept(rows: pa.Table, chunk: _Chunk, recorded_at: datetime) -> pa.Table:
    kept = rows.append_column("recorded_at", pa.repeat(pa.scalar(recorded_at, MOMENT), len(rows)))
    kept = kept.append_column("superseded_at", pa.nulls(len(rows), MOMENT))
    return kept.append_column("key_hash", pa.array(chunk.keys)).append_column("row_hash", pa.array(chunk.contents))


def _put_of(path: Path) -> int:
    return int(path.name.split("-")[1])


def month_rows(files: Iterable[MonthFile]) -> str:
    """FROM clause: the rows of those files, with `in_month`."""
    paths = ", ".join(f"'{file.path}'" for file in files)
    return f"read_parquet([{paths}], hive_partitioning=true, hive_types={{'in_month': VARCHAR}})"
