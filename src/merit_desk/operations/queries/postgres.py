"""What stands in a PostgreSQL database: its tables and their rows."""

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import sql


def connection_words(database: Mapping[str, Any]) -> dict[str, Any]:
    """What libpq calls the parts of a Django database setting."""
    words = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    given = {word: database.get(name) for word, name in words.items()}
    return {word: value for word, value in given.items() if value}


def tables_like(database: Mapping[str, Any], pattern: str) -> list[str]:
    """The tables of the schema `public` whose names fit a LIKE pattern."""
    query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE %s ORDER BY 1"
    with psycopg.connect(**connection_words(database)) as connection:
        return [str(name) for (name,) in connection.execute(query, [pattern]).fetchall()]


def postgres_rows(cursor: psycopg.Cursor[Any]) -> dict[str, int]:
    """Rows by table of the schema `public`, as the transaction of the cursor sees them."""
    tables = cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    counts = {}
    for (name,) in tables:
        row = cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
        counts[name] = int(row[0]) if row else 0
    return counts
