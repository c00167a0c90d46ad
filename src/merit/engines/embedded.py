"""Runs queries on this machine, in this process: the snapshot's files as tables of DuckDB."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from merit.engines.query_engine import FactFiles, QueryEngine, VisibleFacts

__all__ = ["DEFAULT_SETTINGS", "EmbeddedDatabase", "EmbeddedEngine", "EngineSettings", "FactFiles", "sql_of"]


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """How much of the machine the engine may use; what does not fit in memory goes to a temporary folder."""

    memory: str = "2GB"
    threads: int = 2


DEFAULT_SETTINGS = EngineSettings()


class EmbeddedEngine(QueryEngine):
    """The engine that needs nothing but this process."""

    def __init__(
        self,
        snapshot: FactFiles,
        relations: Mapping[str, Callable[[Callable[[str], Any]], Any]],
        settings: EngineSettings = DEFAULT_SETTINGS,
    ) -> None:
        database = EmbeddedDatabase(settings)
        super().__init__(snapshot, relations, database)
        self._connection = database.connection


class EmbeddedDatabase:
    """DuckDB over a temporary folder. An interrupted query raises `duckdb.InterruptException`."""

    def __init__(self, settings: EngineSettings = DEFAULT_SETTINGS) -> None:
        self.text_of = sql_of
        self._folder = TemporaryDirectory(prefix="merit-engine-", ignore_cleanup_errors=True)
        config = {
            "memory_limit": settings.memory,
            "threads": str(settings.threads),
            "temp_directory": self._folder.name,
        }
        self.connection = duckdb.connect(str(Path(self._folder.name) / "work.duckdb"), config=config)
        self.connection.execute("SET TimeZone = 'UTC'")

    def open_facts(self, facts: VisibleFacts) -> None:
        """A view over the Parquet files."""
        chosen = ", ".join(f'"{column}"' for column in facts.columns.names)
        listed = ", ".join("'" + str(file).replace("'", "''") + "'" for file in facts.files)
        moment = f"TIMESTAMPTZ '{facts.as_of:%Y-%m-%d %H:%M:%S.%f%z}'"
        self.connection.execute(
            f'CREATE VIEW "{facts.name}" AS SELECT {chosen} '  # noqa: S608 - names of our own tables and files only
            f"FROM read_parquet([{listed}], union_by_name = true, hive_partitioning = false) "
            f"WHERE recorded_at <= {moment} AND (superseded_at IS NULL OR superseded_at > {moment})"
        )

    def put(self, name: str, rows: pa.Table) -> None:
        """The rows stay where they are."""
        self.connection.register(name, rows)

    def keep(self, name: str, text: str) -> int:
        """In memory while there is room, then in the temporary folder; kept uncompressed, which is far cheaper."""
        (made,) = self.connection.execute(f'CREATE TEMP TABLE "{name}" AS {text}').fetchall()
        return int(made[0])

    def name(self, name: str, text: str) -> None:
        """A view."""
        self.connection.execute(f'CREATE OR REPLACE TEMP VIEW "{name}" AS {text}')

    def forget(self, name: str) -> None:
        """Drop what `keep` made."""
        self.connection.execute(f'DROP TABLE "{name}"')

    def rows(self, text: str) -> pa.Table:
        """The rows of a query."""
        return self.connection.sql(text).to_arrow_table()

    def interrupt(self) -> None:
        """Stop the query that another thread has running."""
        self.connection.interrupt()

    def close(self) -> None:
        """Give back memory and temporary files."""
        self.connection.close()
        self._folder.cleanup()


def sql_of(query: Any) -> str:
    """The query as the embedded engine reads it; the same query is put into words once a process."""
    return _text_of(query.op())


@lru_cache(maxsize=2048)
def _text_of(operation: Any) -> str:
    return str(ibis.to_sql(operation.to_expr(), dialect="duckdb"))
