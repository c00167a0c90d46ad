"""Runs queries on this machine: the snapshot's files as tables, an expression in, an Arrow table out.

Nothing is ever written to the store.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import duckdb
import ibis
import pyarrow as pa

from merit.catalogue.relations import RELATIONS as DECLARED
from merit.facts.tables import TABLES
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit.store.schema import arrow_schema, dating_day

_ARROW_TO_IBIS = {
    pa.string(): "string",
    pa.int64(): "int64",
    pa.int32(): "int32",
    pa.date32(): "date",
    pa.bool_(): "boolean",
    pa.timestamp("us", tz="UTC"): 'timestamp("UTC", 6)',
}


class FactFiles(Protocol):
    """What the engine needs of a snapshot."""

    @property
    def as_of(self) -> datetime | None:
        """The moment of the latest load taken into account."""

    def files(self, table: str) -> tuple[Path, ...]:
        """The Parquet files of a table; they may hold rows that came or were replaced later."""


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """How much of the machine the engine may use; what does not fit in memory goes to a temporary folder."""

    memory: str = "2GB"
    threads: int = 2


DEFAULT_SETTINGS = EngineSettings()


@dataclass(frozen=True, slots=True)
class _Narrow:
    """A relation with the columns that were asked for; some of those it may lack."""

    asked: frozenset[str]
    rows: Any


class EmbeddedEngine:
    """One snapshot, open for queries. Enriched relations are worked out once, on first use."""

    def __init__(
        self,
        snapshot: FactFiles,
        relations: Mapping[str, Callable[[Callable[[str], Any]], Any]],
        settings: EngineSettings = DEFAULT_SETTINGS,
    ) -> None:
        self.as_of = snapshot.as_of
        self._enriched = relations
        self._known_files: dict[str, tuple[Path, ...]] = {}
        self._snapshot = snapshot
        self._folder = TemporaryDirectory(prefix="merit-engine-", ignore_cleanup_errors=True)
        config = {
            "memory_limit": settings.memory,
            "threads": str(settings.threads),
            "temp_directory": self._folder.name,
        }
        self._connection = duckdb.connect(str(Path(self._folder.name) / "work.duckdb"), config=config)
        self._connection.execute("SET TimeZone = 'UTC'")
        self._tables: dict[str, Any] = {}
        self._relations: dict[str, Any] = {}
        self._narrow: dict[str, _Narrow] = {}
        self._kept = 0
        self._views: dict[str, Any] = {}

    def close(self) -> None:
        """Give back memory and temporary files."""
        self._connection.close()
        self._folder.cleanup()

    def interrupt(self) -> None:
        """Stop the query that another thread has running; there it raises `duckdb.InterruptException`."""
        self._connection.interrupt()

    def table(self, name: str) -> Any:
        """A fact table in stored form, only the rows visible as of the snapshot; or a table given by `put`."""
        if name not in self._tables:
            if name not in TABLES:
                raise NotFoundRefusal("metrics.unknown_relation", relation=name)
            self._open_facts(name)
        return self._tables[name]

    def relation(self, name: str) -> Any:
        """A fact table or an enriched relation, as measures name them. Raises NotFoundRefusal."""
        if name not in self._enriched:
            return self.table(name)
        if name not in self._relations:
            query = self._enriched[name](self.table)
            plain = name in self._tables and query is self._tables[name]
            self._relations[name] = query if plain else self._worked_out(f"relation_{name}", query)
        return self._relations[name]

    def columns_of(self, name: str, columns: Iterable[str]) -> Any:
        """The relation with at least those columns of it, worked out: for many queries that need few columns."""
        if name not in self._enriched or name in self._relations:
            return self.relation(name)
        wanted = frozenset(columns)
        known = self._narrow.get(name)
        if known is None or not wanted <= known.asked:
            asked = wanted | (known.asked if known is not None else frozenset())
            known = self._narrow[name] = _Narrow(asked, self._narrowed(name, asked))
        return known.rows

    def view(self, name: str) -> Any:
        """The relation without working it out: for single queries about few of its days."""
        if name not in self._enriched or name in self._relations:
            return self.relation(name)
        if name not in self._views:
            query = self._enriched[name](self.table)
            plain = name in self._tables and query is self._tables[name]
            self._views[name] = query if plain else self._written_down(f"view_{name}", query)
        return self._views[name]

    def may_have_rows(self, relation: str) -> bool:
        """False where there are no facts that the relation's rows could stand for."""
        fact = DECLARED[relation].fact if relation in DECLARED else relation
        return fact not in TABLES or bool(self._files(fact))

    def dating_days(self) -> dict[str, str]:
        """The tables that may have rows, each with the column of the day that dates them."""
        facts = {name: dating_day(table) for name, table in TABLES.items() if self._files(name)}
        given = {name: "day" for name, table in self._tables.items() if name not in TABLES and "day" in table.columns}
        return facts | given

    def put(self, name: str, rows: pa.Table) -> Any:
        """Make rows from outside the store a table under that name."""
        self._connection.register(name, rows)
        self._tables[name] = ibis.table({field.name: _ARROW_TO_IBIS[field.type] for field in rows.schema}, name=name)
        return self._tables[name]

    def keep_rows(self, text: str) -> str:
        """Run a query once and keep its rows until `forget_rows`; the name they have, empty where there are none."""
        self._kept += 1
        name = f"kept_{self._kept}"
        if self._made(name, text):
            return name
        self.forget_rows(name)
        return ""

    def name_rows(self, name: str, text: str) -> None:
        """Let the name stand for a query from now on."""
        self._connection.execute(f'CREATE OR REPLACE TEMP VIEW "{name}" AS {text}')

    def forget_rows(self, name: str) -> None:
        """Give back the room of rows that were kept."""
        self._connection.execute(f'DROP TABLE "{name}"')

    def run(self, query: Any) -> pa.Table:
        """The rows of a query."""
        return self.run_text(sql_of(query))

    def run_text(self, text: str) -> pa.Table:
        """The rows of a query in the engine's own language."""
        return self._connection.sql(text).to_arrow_table()

    def _narrowed(self, name: str, asked: frozenset[str]) -> Any:
        query = self._enriched[name](self.table)
        if name in self._tables and query is self._tables[name]:
            return query
        chosen = query.select(*(each for each in query.columns if each in asked))
        return self._worked_out(f"relation_{name}_{len(asked)}", chosen)

    def _worked_out(self, name: str, query: Any) -> Any:
        """In memory while there is room, then in the temporary folder; kept uncompressed, which is far cheaper."""
        self._made(name, sql_of(query))
        return ibis.table(query.schema(), name=name)

    def _made(self, name: str, text: str) -> int:
        (made,) = self._connection.execute(f'CREATE TEMP TABLE "{name}" AS {text}').fetchall()
        return int(made[0])

    def _written_down(self, name: str, query: Any) -> Any:
        self.name_rows(name, sql_of(query))
        return ibis.table(query.schema(), name=name)

    def _open_facts(self, name: str) -> None:
        schema = arrow_schema(TABLES[name])
        files = self._files(name)
        if files:
            self._connection.execute(self._view(name, schema.names, files))
        else:
            self._connection.register(name, schema.empty_table())
        self._tables[name] = ibis.table({field.name: _ARROW_TO_IBIS[field.type] for field in schema}, name=name)

    def _files(self, table: str) -> tuple[Path, ...]:
        """Those of the snapshot, looked up once: it never changes."""
        if table not in self._known_files:
            self._known_files[table] = self._snapshot.files(table) if self.as_of else ()
        return self._known_files[table]

    def _view(self, name: str, columns: list[str], files: tuple[Path, ...]) -> str:
        chosen = ", ".join(f'"{column}"' for column in columns)
        listed = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
        moment = f"TIMESTAMPTZ '{self.as_of:%Y-%m-%d %H:%M:%S.%f%z}'"
        return (
            f'CREATE VIEW "{name}" AS SELECT {chosen} '  # noqa: S608 - names of our own tables and files only
            f"FROM read_parquet([{listed}], union_by_name = true, hive_partitioning = false) "
            f"WHERE recorded_at <= {moment} AND (superseded_at IS NULL OR superseded_at > {moment})"
        )


def sql_of(query: Any) -> str:
    """The query as the embedded engine reads it; the same query is put into words once a process."""
    return _text_of(query.op())


@lru_cache(maxsize=2048)
def _text_of(operation: Any) -> str:
    return str(ibis.to_sql(operation.to_expr(), dialect="duckdb"))


ANY_DAYS = Period(date(1000, 1, 2), date(1000, 1, 3))
"""Stands for days that are put in later: making a query's text costs more than running it."""


def for_days(text: str, first: date, past: date) -> str:
    """The text of a query made for ANY_DAYS, put to other days."""
    return text.replace(_written(ANY_DAYS.start), _written(first)).replace(_written(ANY_DAYS.end), _written(past))


def _written(day: date) -> str:
    return f"MAKE_DATE({day.year}, {day.month}, {day.day})"
