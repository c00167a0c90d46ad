"""A consistent copy of the desk's database, taken while whoever writes waits: SQLite by its own backup, PostgreSQL
by pg_dump of a snapshot."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from merit.kernel.refusals import ConflictRefusal
from merit_desk.operations.queries.backup_file import DATABASE, DatabaseCopy
from merit_desk.operations.queries.postgres import connection_words, postgres_rows, tables_like
from merit_desk.operations.queries.sqlite import sqlite_rows

_PATIENCE = 60
_VERSIONED = "documents_%"
"""Tables that are written together with files of the company folder."""

Meanwhile = Callable[[], None]


def copy_database(database: Mapping[str, Any], place: Path, meanwhile: Meanwhile) -> DatabaseCopy | None:
    """Copy the database under `place` and call `meanwhile` while no file of the folder can change with it.

    None where there is no database yet. Raises ConflictRefusal when it stays busy or a program is missing.
    """
    if "postgresql" in database["ENGINE"]:
        return _copied_postgres(database, place, meanwhile)
    file = Path(database["NAME"])
    if not file.is_file():
        meanwhile()
        return None
    return _copied_sqlite(file, place, meanwhile)


def _copied_sqlite(file: Path, place: Path, meanwhile: Meanwhile) -> DatabaseCopy:
    target = place / DATABASE / "desk.sqlite3"
    target.parent.mkdir(parents=True)
    try:
        with closing(sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            meanwhile()
            with closing(sqlite3.connect(file, timeout=_PATIENCE)) as source, closing(sqlite3.connect(target)) as copy:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            writer.execute("ROLLBACK")
    except sqlite3.Error as failed:
        raise ConflictRefusal("operations.database_not_read", reason=str(failed)) from failed
    return DatabaseCopy("sqlite", f"{DATABASE}/{target.name}", sqlite_rows(target))


def _copied_postgres(database: Mapping[str, Any], place: Path, meanwhile: Meanwhile) -> DatabaseCopy:
    program = client_program("pg_dump")
    target = place / DATABASE / "desk.pgdump"
    target.parent.mkdir(parents=True)
    try:
        with psycopg.connect(**connection_words(database)) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            with connection.cursor() as cursor:
                _make_writers_wait(database, connection)
                cursor.execute("SELECT pg_export_snapshot()")
                (snapshot,) = cursor.fetchone() or ("",)
                meanwhile()
                options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
                run_client([program, *options, f"--file={target}"], database)
                rows = postgres_rows(cursor)
    except psycopg.Error as failed:
        raise ConflictRefusal("operations.database_not_read", reason=str(failed).strip()) from failed
    return DatabaseCopy("postgresql", f"{DATABASE}/{target.name}", rows)


def _make_writers_wait(database: Mapping[str, Any], connection: psycopg.Connection[Any]) -> None:
    """Lock before the snapshot is taken, so that it holds whatever was written with a file."""
    for table in tables_like(database, _VERSIONED):
        connection.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(sql.Identifier(table)))


def client_program(name: str) -> str:
    """The path of a client program of PostgreSQL. Raises ConflictRefusal that says what to install."""
    found = shutil.which(name)
    if found is None:
        raise ConflictRefusal("operations.client_program_missing", program=name)
    return found


def run_client(command: list[str], database: Mapping[str, Any]) -> None:
    """Run a client program on the database; the password goes by environment, where no process list shows it."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    given = {names[word]: str(value) for word, value in connection_words(database).items()}
    done = subprocess.run(command, env={**os.environ, **given}, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1:] or [str(done.returncode)]
        raise ConflictRefusal("operations.client_program_failed", program=Path(command[0]).name, reason=reason[0])
