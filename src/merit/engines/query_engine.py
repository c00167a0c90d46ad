"""What every engine does alike: facts of a snapshot as tables, relations worked out once, answers as Arrow tables.

Where the queries run is a `Database`. Whichever it is, the numbers are the same: what is asked are whole numbers, and
each is divided here, once. Nothing is ever written to the store.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

import ibis
import pyarrow as pa

from merit.catalogue.relations import RELATIONS as DECLARED
from merit.facts.tables import TABLES
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit.metrics.relations import build_for
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
class VisibleFacts:
    """A fact table as a database opens it: of the files' rows those that were known at `as_of` and not yet replaced."""

    name: str
    columns: pa.Schema
    files: tuple[Path, ...]
    as_of: datetime


class Database(Protocol):
    """Where queries run. Names stand for rows there until it is closed."""

    @property
    def text_of(self) -> Callable[[Any], str]:
        """Puts a query into the database's language; the same function for all databases of a kind."""

    def open_facts(self, facts: VisibleFacts) -> None:
        """Let the table's name stand for its visible rows."""

    def put(self, name: str, rows: pa.Table) -> None:
        """Let the name stand for these rows from now on."""

    def keep(self, name: str, text: str) -> int:
        """Run a query once and keep its rows under the name; how many there are."""

    def name(self, name: str, text: str) -> None:
        """Let the name stand for a query from now on."""

    def forget(self, name: str) -> None:
        """Give back the room of rows that were kept."""

    def rows(self, text: str) -> pa.Table:
        """The rows of a query."""

    def interrupt(self) -> None:
        """Stop what another thread has running."""

    def close(self) -> None:
        """Give back everything."""


@dataclass(frozen=True, slots=True)
class _Narrow:
    """A relation with the columns that were asked for; some of those it may lack."""

    asked: frozenset[str]
    rows: Any


class QueryEngine:
    """One snapshot, open for queries. Enriched relations are worked out once, on first use."""

    def __init__(
        self,
        snapshot: FactFiles,
        relations: Mapping[str, Callable[[Callable[[str], Any]], Any]],
        database: Database,
    ) -> None:
        self.as_of = snapshot.as_of
        self.text_of = database.text_of
        self._enriched = relations
        self._known_files: dict[str, tuple[Path, ...]] = {}
        self._snapshot = snapshot
        self._database = database
        self._tables: dict[str, Any] = {}
        self._relations: dict[str, Any] = {}
        self._narrow: dict[str, _Narrow] = {}
        self._kept = 0
        self._views: dict[str, Any] = {}

    def close(self) -> None:
        """Give back memory and temporary files."""
        self._database.close()

    def interrupt(self) -> None:
        """Stop the query that another thread has running; there it raises what the database raises."""
        self._database.interrupt()

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
        self._database.put(name, rows)
        self._tables[name] = known_to_ibis(name, rows.schema)
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
        self._database.name(name, text)

    def forget_rows(self, name: str) -> None:
        """Give back the room of rows that were kept."""
        self._database.forget(name)

    def run(self, query: Any) -> pa.Table:
        """The rows of a query."""
        return self.run_text(self.text_of(query))

    def run_text(self, text: str) -> pa.Table:
        """The rows of a query in the engine's own language."""
        return self._database.rows(text)

    def _narrowed(self, name: str, asked: frozenset[str]) -> Any:
        query = build_for(self._enriched[name], asked)(self.table)
        if name in self._tables and query is self._tables[name]:
            return query
        chosen = query.select(*(each for each in query.columns if each in asked))
        return self._worked_out(f"relation_{name}_{len(asked)}", chosen)

    def _worked_out(self, name: str, query: Any) -> Any:
        self._made(name, self.text_of(query))
        return ibis.table(query.schema(), name=name)

    def _made(self, name: str, text: str) -> int:
        return self._database.keep(name, text)

    def _written_down(self, name: str, query: Any) -> Any:
        self.name_rows(name, self.text_of(query))
        return ibis.table(query.schema(), name=name)

    def _open_facts(self, name: str) -> None:
        columns = arrow_schema(TABLES[name])
        files = self._files(name)
        if files and self.as_of:
            self._database.open_facts(VisibleFacts(name, columns, files, self.as_of))
        else:
            self._database.put(name, columns.empty_table())
        self._tables[name] = known_to_ibis(name, columns)

    def _files(self, table: str) -> tuple[Path, ...]:
        """Those of the snapshot, looked up once: it never changes."""
        if table not in self._known_files:
            self._known_files[table] = self._snapshot.files(table) if self.as_of else ()
        return self._known_files[table]


def known_to_ibis(name: str, columns: pa.Schema) -> Any:
    """A table of those columns, for queries to be written about."""
    return ibis.table({field.name: _ARROW_TO_IBIS[field.type] for field in columns}, name=name)


ANY_DAYS = Period(date(1000, 1, 2), date(1000, 1, 3))
"""Stands for days that are put in later: making a query's text costs more than running it."""


def for_days(text: str, first: date, past: date) -> str:
    """The text of a query made for ANY_DAYS, put to other days; every engine writes days alike."""
    return text.replace(_written(ANY_DAYS.start), _written(first)).replace(_written(ANY_DAYS.end), _written(past))


def _written(day: date) -> str:
    return f"MAKE_DATE({day.year}, {day.month}, {day.day})"
