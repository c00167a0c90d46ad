"""Runs queries on PostgreSQL: each Parquet file of the snapshot becomes a table there once, for all who read it.

A file never changes, so a table made of it holds for good; tables of files that are no longer listed are dropped as
soon as nobody reads them. What is worked out on the way lies in temporary tables of the connection.
"""

import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.dataset as ds
from psycopg import sql
from psycopg.types.json import JsonbLoader

from merit.engines.languages import postgres_text
from merit.engines.query_engine import VisibleFacts
from merit.kernel.refusals import ConflictRefusal
from merit.store.schema import MOMENT

NAME = "PostgreSQL"
SCHEMA = "merit_facts"
_AT_ONCE = 65_536
_LOCK = 7_006_060_076
"""Names the right to drop tables of files: held together by readers while they make their views, alone by a dropper."""
_COLUMN_TYPES = {
    pa.string(): 'text COLLATE "C"',
    pa.int64(): "bigint",
    pa.int32(): "integer",
    pa.date32(): "date",
    pa.bool_(): "boolean",
    MOMENT: "timestamptz",
}
_ROW_TYPES = {
    "int2": pa.int64(),
    "int4": pa.int64(),
    "int8": pa.int64(),
    "numeric": pa.decimal128(38, 0),
    "text": pa.string(),
    "varchar": pa.string(),
    "date": pa.date32(),
    "timestamptz": MOMENT,
    "bool": pa.bool_(),
}


class PostgresDatabase:
    """One connection."""

    def __init__(self, address: str) -> None:
        try:
            self._connection = psycopg.connect(
                address, autocommit=True, application_name="merit", options="-c timezone=UTC"
            )
        except psycopg.OperationalError as failed:
            raise ConflictRefusal("engines.no_answer", engine=NAME, address=_first_line(failed)) from None
        self._connection.adapters.register_loader("jsonb", JsonbLoader)
        self._put: set[str] = set()

    @property
    def text_of(self) -> Callable[[Any], str]:
        """Queries in PostgreSQL's language."""
        return postgres_text

    def open_facts(self, facts: VisibleFacts) -> None:
        """A view over the tables of the files; those that are not there yet are made."""
        columns = pa.schema([*facts.columns, pa.field("recorded_at", MOMENT), pa.field("superseded_at", MOMENT)])
        with self._at_work() as connection, connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", (_LOCK,))
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
            tables = {_table_of(facts.name, file): file for file in facts.files}
            for table, file in tables.items():
                self._copy_file(table, file, columns)
            chosen = sql.SQL(", ").join(map(sql.Identifier, facts.columns.names))
            known = sql.SQL("recorded_at <= {0} AND (superseded_at IS NULL OR superseded_at > {0})").format(facts.as_of)
            parts = (
                sql.SQL("SELECT {} FROM {} WHERE {}").format(chosen, sql.Identifier(SCHEMA, table), known)
                for table in tables
            )
            view = sql.SQL("CREATE TEMP VIEW {} AS ").format(sql.Identifier(facts.name))
            connection.execute(view + sql.SQL(" UNION ALL ").join(parts))
        self._drop_others(facts, set(tables))

    def put(self, name: str, rows: pa.Table) -> None:
        """A temporary table."""
        with self._at_work() as connection, connection.transaction():
            if name in self._put:
                connection.execute(sql.SQL("TRUNCATE {}").format(sql.Identifier(name)))
            else:
                connection.execute(_made("CREATE TEMP TABLE {} ({})", sql.Identifier(name), rows.schema))
            self._copy(sql.Identifier(name), rows.schema, rows.to_batches(_AT_ONCE))
        self._put.add(name)

    def keep(self, name: str, text: str) -> int:
        """A temporary table."""
        with self._at_work() as connection:
            made = connection.execute(f"CREATE TEMP TABLE {name} AS {text}")
            connection.execute(f"ANALYZE {name}")
            return made.rowcount

    def name(self, name: str, text: str) -> None:
        """A view."""
        with self._at_work() as connection:
            connection.execute(f"DROP VIEW IF EXISTS {name}; CREATE TEMP VIEW {name} AS {text}")

    def forget(self, name: str) -> None:
        """Drop what `keep` made, and what was named after it."""
        with self._at_work() as connection:
            connection.execute(f"DROP TABLE {name} CASCADE")

    def rows(self, text: str) -> pa.Table:
        """The rows of a query."""
        with self._at_work() as connection:
            found = connection.execute(text)
            described = found.description or ()
            listed = found.fetchall()
        columns = list(zip(*listed, strict=True)) or [()] * len(described)
        types = [_ROW_TYPES.get(each.type_display.lower()) for each in described]
        arrays = [pa.array(list(values), kind) for values, kind in zip(columns, types, strict=True)]
        return pa.table(arrays, names=[each.name for each in described])

    def interrupt(self) -> None:
        """Stop the query that another thread has running."""
        self._connection.cancel_safe()

    def close(self) -> None:
        """Temporary tables end with the connection."""
        self._connection.close()

    def _copy_file(self, table: str, file: Path, columns: pa.Schema) -> None:
        """One of several who want the same file copies it, the others wait for it."""
        self._connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (table,))
        there = self._connection.execute("SELECT to_regclass(%s)", (f"{SCHEMA}.{table}",)).fetchone()
        if there and there[0]:
            return
        whole = sql.Identifier(SCHEMA, table)
        self._connection.execute(_made("CREATE TABLE {} ({})", whole, columns))
        self._copy(whole, columns, ds.dataset(file, schema=columns, format="parquet").to_batches(batch_size=_AT_ONCE))
        self._connection.execute(sql.SQL("ANALYZE {}").format(whole))

    def _copy(self, table: sql.Identifier, columns: pa.Schema, batches: Any) -> None:
        """An empty cell and an empty text stay apart: of the two only the text is in quotes."""
        statement = sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(table)
        options = pc.WriteOptions(include_header=False, quoting_style="needed")
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            for batch in batches:
                written = io.BytesIO()
                pc.write_csv(pa.Table.from_batches([batch], columns), written, options)
                copy.write(written.getvalue())

    def _drop_others(self, facts: VisibleFacts, listed: set[str]) -> None:
        """Tables of files that this table does not list any more; one that somebody still reads stays."""
        mine = f"{facts.name}_{_of_store(facts.files[0])}_"
        with self._at_work() as connection, connection.transaction():
            free = connection.execute("SELECT pg_try_advisory_xact_lock(%s)", (_LOCK,)).fetchone()
            there = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = %s AND starts_with(tablename, %s)", (SCHEMA, mine)
            ).fetchall()
            for (table,) in there if free and free[0] else ():
                if table not in listed:
                    self._drop(table)

    def _drop(self, table: str) -> None:
        try:
            with self._connection.transaction():
                self._connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(SCHEMA, table)))
        except psycopg.errors.DependentObjectsStillExist:
            return

    @contextmanager
    def _at_work(self) -> Iterator[psycopg.Connection[Any]]:
        try:
            yield self._connection
        except psycopg.Error as failed:
            raise ConflictRefusal("engines.query_failed", engine=NAME, reason=_first_line(failed)) from failed


def _made(statement: str, table: sql.Identifier, columns: pa.Schema) -> sql.Composed:
    typed = (sql.SQL("{} {}").format(sql.Identifier(each.name), sql.SQL(_COLUMN_TYPES[each.type])) for each in columns)
    return sql.SQL(statement).format(table, sql.SQL(", ").join(typed))


def _table_of(fact: str, file: Path) -> str:
    """Another content under the same name, as after a backup came back, has another table."""
    about = file.stat()
    told = f"{file.name} {file.parent.name} {about.st_size} {about.st_mtime_ns}"
    return f"{fact}_{_of_store(file)}_{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _of_store(file: Path) -> str:
    return hashlib.sha256(str(file.resolve().parents[1]).encode()).hexdigest()[:8]


def _first_line(failed: Exception) -> str:
    return str(failed).strip().partition("\n")[0][:300]
