"""How new the facts are, by file, for a list of sources. It reads the whole store: the answer is worth keeping."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from merit.facts.tables import TABLES
from merit.store.fact_store import FactStore, Snapshot
from merit.store.row_hashes import quoted
from merit.store.schema import dating_day

STORE = Path(".merit", "facts")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What one file has in one table: rows that count now, the newest day among them, when the last of them came."""

    file: str
    table: str
    rows: int
    newest: date | None
    recorded_at: datetime


def file_facts(folder: Path) -> tuple[int, list[FileFacts]]:
    """The number of the latest load (0 before the first), and every file that has rows."""
    snapshot = FactStore(folder / STORE).snapshot()
    found: list[FileFacts] = []
    with duckdb.connect(config={"memory_limit": "1GB"}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for table in TABLES:
            found += _of_table(connection, snapshot, table)
    return snapshot.number, found


def _of_table(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot, table: str) -> list[FileFacts]:
    paths = [str(path) for path in snapshot.files(table)]
    if not paths:
        return []
    rows = connection.execute(
        f"SELECT source_file, count(*), max({quoted(dating_day(TABLES[table]))}), max(epoch_us(recorded_at))"  # noqa: S608
        " FROM read_parquet(?, hive_partitioning = false) WHERE superseded_at IS NULL GROUP BY source_file",
        [paths],
    ).fetchall()
    return [FileFacts(file, table, count, newest, _moment(moment)) for file, count, newest, moment in rows]


def _moment(micros: int) -> datetime:
    return datetime.fromtimestamp(micros / 1_000_000, UTC)
