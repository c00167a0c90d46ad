"""`merit restore`: a backup into an empty place, proved before anybody sees it."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from merit.kernel.refusals import ConflictRefusal
from merit_desk.operations.actions.database_copy import client_program, run_client
from merit_desk.operations.actions.unpack import unpack
from merit_desk.operations.queries.backup_file import COMPANY, Contents
from merit_desk.operations.queries.postgres import tables_like
from merit_desk.operations.queries.proof import Fault, database_faults, fact_faults, seal_faults

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """`faults` were in the company already when it was backed up: every byte is what it was then."""

    contents: Contents
    faults: tuple[Fault, ...]


def restore(file: Path, folder: Path, database: Mapping[str, Any], step: Step) -> Restored:
    """Bring the backup back as `folder`, which must not exist or be empty; on a refusal nothing is left behind.

    Raises ConflictRefusal when the place is taken, or anything is not what the backup says.
    """
    _check_place(folder)
    with _beside(folder) as place:
        step("unpacking")
        contents = unpack(file, place)
        company = place / COMPANY
        _check_engine(contents, database)
        step("proving")
        _refuse(fact_faults(company, contents))
        _bring_database(contents, place, folder, database)
        faults = tuple(seal_faults(company, contents))
        company.chmod(0o755)
        company.rename(folder)
    return Restored(contents, faults)


def check_backup(file: Path, step: Step) -> Restored:
    """Everything that `restore` proves, in a folder that is thrown away; of a PostgreSQL dump the digest only."""
    with tempfile.TemporaryDirectory(prefix="merit-check-") as empty:
        place = Path(empty)
        step("unpacking")
        contents = unpack(file, place)
        step("proving")
        _refuse(fact_faults(place / COMPANY, contents))
        if contents.database and contents.database.engine == "sqlite":
            _refuse(database_faults(contents, {"NAME": place / contents.database.file}))
        return Restored(contents, tuple(seal_faults(place / COMPANY, contents)))


def _check_place(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConflictRefusal("operations.place_taken", folder=str(folder))
    if not folder.absolute().parent.is_dir():
        raise ConflictRefusal("operations.no_such_folder", folder=str(folder.absolute().parent))


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix=f".{folder.name}-restoring-", dir=folder.absolute().parent))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _check_engine(contents: Contents, database: Mapping[str, Any]) -> None:
    if contents.database is None:
        return
    wanted = "postgresql" if "postgresql" in database["ENGINE"] else "sqlite"
    if wanted != contents.database.engine:
        raise ConflictRefusal("operations.other_engine", backup=contents.database.engine, here=wanted)
    if wanted == "postgresql":
        if found := tables_like(database, "%"):
            raise ConflictRefusal("operations.database_taken", count=len(found))
    elif Path(database["NAME"]).exists():
        raise ConflictRefusal("operations.place_taken", folder=str(database["NAME"]))


def _bring_database(contents: Contents, place: Path, folder: Path, database: Mapping[str, Any]) -> None:
    if contents.database is None:
        return
    copy = place / contents.database.file
    if contents.database.engine == "sqlite":
        _refuse(database_faults(contents, {"NAME": copy}))
        target = Path(database["NAME"]).absolute()
        inside = target.is_relative_to(folder.absolute())
        final = place / COMPANY / target.relative_to(folder.absolute()) if inside else target
        final.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(copy, final)
        return
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    run_client([client_program("pg_restore"), *options, f"--dbname={database['NAME']}", str(copy)], database)
    _refuse(database_faults(contents, database))


def _refuse(faults: Iterator[Fault]) -> None:
    found = list(faults)
    if found:
        raise ConflictRefusal(f"operations.fault_{found[0].what}", detail=found[0].detail, count=len(found))
