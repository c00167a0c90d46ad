"""What is wrong with a company that came out of a backup: facts, database, trail and seals, each proved on its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from merit.closing.verify import verify_period
from merit.kernel.period import Period
from merit.kernel.refusals import Refusal
from merit.sources.load_facts import STORE
from merit.store.fact_store import FactStore
from merit_desk.operations.queries.backup_file import Contents
from merit_desk.operations.queries.fact_files import stored_rows
from merit_desk.operations.queries.postgres import connection_words, postgres_rows
from merit_desk.operations.queries.sqlite import sqlite_faults, sqlite_rows


@dataclass(frozen=True, slots=True)
class Fault:
    """`what` names a sentence `operations.fault_<what>`; `detail` fills its gap."""

    what: str
    detail: str


def fact_faults(folder: Path, contents: Contents) -> Iterator[Fault]:
    """The fact store against the backup: its last load, its visible content, the rows of every table."""
    snapshot = FactStore(folder / STORE).snapshot()
    if (snapshot.number, snapshot.fingerprint) != (contents.load, contents.fingerprint):
        yield Fault("facts", f"{snapshot.number} ≠ {contents.load}")
    yield from _different_rows("fact_rows", contents.facts, stored_rows(folder))


def database_faults(contents: Contents, database: Mapping[str, Any]) -> Iterator[Fault]:
    """The restored database against the backup: its own checks, and the rows of every table."""
    if contents.database is None:
        return
    if contents.database.engine == "sqlite":
        file = Path(database["NAME"])
        yield from (Fault("database", found) for found in sqlite_faults(file))
        rows = sqlite_rows(file)
    else:
        with psycopg.connect(**connection_words(database)) as connection, connection.cursor() as cursor:
            rows = postgres_rows(cursor)
    yield from _different_rows("database_rows", contents.database.rows, rows)


def seal_faults(folder: Path, contents: Contents) -> Iterator[Fault]:
    """Every sealed period computed again; a seal that does not hold did not hold when it was backed up either."""
    for name in contents.sealed:
        try:
            found = verify_period(folder, Period.parse(name))
        except Refusal as refused:
            yield Fault("seal", f"{name}: {refused.code}")
            continue
        if not found.holds:
            yield Fault("seal", f"{name}: {', '.join(found.differences[:3])}")


def _different_rows(what: str, wanted: Mapping[str, int], found: Mapping[str, int]) -> Iterator[Fault]:
    for table in sorted(wanted.keys() | found.keys()):
        if wanted.get(table) != found.get(table):
            yield Fault(what, f"{table}: {found.get(table, 0)} ≠ {wanted.get(table, 0)}")
