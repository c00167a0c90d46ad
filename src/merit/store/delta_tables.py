"""Fact tables as Delta Lake tables: one folder each, Parquet by month, one commit per load."""

import json
import os
import shutil
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

from deltalake import DeltaTable
from deltalake.transaction import AddAction, RemoveAction

from merit.facts.columns import FactTable
from merit.store.manifest import Manifest, sync_folder
from merit.store.schema import stored_schema

PARTITION = "in_month"


@dataclass(frozen=True, slots=True)
class MonthFile:
    """A Parquet file of one month."""

    path: Path
    month: str


@dataclass(frozen=True, slots=True)
class WrittenFile(MonthFile):
    """A file that this load wrote, and how many rows it holds."""

    rows: int


def files_of(folder: Path, version: int) -> tuple[MonthFile, ...]:
    """The files of a table at one version, by month."""
    uris = DeltaTable(str(folder), version=version).file_uris()
    paths = sorted(Path(unquote(uri.removeprefix("file://"))) for uri in uris)
    return tuple(MonthFile(path, path.parent.name.removeprefix(f"{PARTITION}=")) for path in paths)


@dataclass(frozen=True, slots=True)
class FileChange:
    """Files that go into a table and out of it together; `same_rows` where they hold the same rows in other files."""

    added: tuple[WrittenFile, ...]
    removed: tuple[MonthFile, ...]
    same_rows: bool = False


def commit_files(folder: Path, table: FactTable, change: FileChange, moment: int) -> int:
    """Make the change in one commit; `moment` of the new files in milliseconds. The new version.

    Files taken out are kept on disk for readers; how long is counted by the clock, not by `moment`.
    """
    if not DeltaTable.is_deltatable(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        DeltaTable.create(str(folder), stored_schema(table), partition_by=[PARTITION])
    delta = DeltaTable(str(folder))
    adds = [_add(folder, file, moment, not change.same_rows) for file in change.added]
    now = int(time.time() * 1000)
    removes = [
        RemoveAction(_inside(folder, file.path), not change.same_rows, now, None, {PARTITION: file.month})
        for file in change.removed
    ]
    delta.create_write_transaction([*adds, *removes], "append", delta.schema(), [PARTITION])
    sync_folder(folder / "_delta_log")
    return int(DeltaTable(str(folder)).version())


def undo_unfinished(store: Path, manifest: Manifest) -> None:
    """Bring every table back to the version that the manifest names; drop what an interrupted load left."""
    known = manifest.tables
    for folder in (path for path in store.iterdir() if path.is_dir()):
        if folder.name not in known:
            shutil.rmtree(folder)
            continue
        _bring_back(folder, known[folder.name].version)
        for path in folder.glob(f"{PARTITION}=*/load-*.parquet"):
            if load_number(path) > manifest.number:
                path.unlink()


def remove_unneeded(folder: Path, keep_for: timedelta) -> list[str]:
    """Delete files that no version in use names and that were taken out, or left behind, longer ago than that."""
    hours = int(keep_for.total_seconds() // 3600)
    table = DeltaTable(str(folder))
    unneeded = table.vacuum(hours, dry_run=True, enforce_retention_duration=False, full=True)
    return table.vacuum(hours, dry_run=False, enforce_retention_duration=False, full=True) if unneeded else []


def file_name(load: int, part: str) -> str:
    """The name of a data file that remembers which load wrote it."""
    return f"load-{load:06d}-{part}.parquet"


def load_number(path: Path) -> int:
    """The number of the load that wrote a data file."""
    return int(path.name.split("-")[1])


def _bring_back(folder: Path, version: int) -> None:
    delta = DeltaTable(str(folder))
    if delta.version() != version and files_of(folder, delta.version()) != files_of(folder, version):
        delta.restore(version)


def _add(folder: Path, file: WrittenFile, moment: int, other_rows: bool) -> AddAction:
    with file.path.open("rb") as written:
        os.fsync(written.fileno())
        size = os.fstat(written.fileno()).st_size
    stats = json.dumps({"numRecords": file.rows})
    return AddAction(_inside(folder, file.path), size, {PARTITION: file.month}, moment, other_rows, stats)


def _inside(folder: Path, path: Path) -> str:
    return str(path.relative_to(folder))
