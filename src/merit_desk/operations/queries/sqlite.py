"""What stands in an SQLite file: rows by table, and what SQLite finds wrong with it."""

import sqlite3
from contextlib import closing
from pathlib import Path


def sqlite_rows(file: Path) -> dict[str, int]:
    """Rows by table of an SQLite file."""
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as database:
        names = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        ).fetchall()
        return {name: _count(database, name) for (name,) in names}


def sqlite_faults(file: Path) -> list[str]:
    """What SQLite itself finds wrong with a file, foreign keys included; nothing when it is whole."""
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as database:
        found = [str(row[0]) for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]
        return found + [f"foreign key of {row[0]}" for row in database.execute("PRAGMA foreign_key_check")]


def _count(database: sqlite3.Connection, name: str) -> int:
    quoted = name.replace('"', '""')
    return int(database.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608 - a name of the database's own
