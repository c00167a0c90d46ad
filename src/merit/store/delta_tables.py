"""Fact tables as Delta Lake tables: one folder each, Parquet by month, one commit per load."""

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pyarrow.parquet as pq
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


def files_of(folder: Path, version: int) -> tuple[MonthFile, ...]:
    """The files of a table at one version, by month."""
    uris = DeltaTable(str(folder), version=version).file_uris()
    paths = sorted(Path(unquote(uri.removeprefix("file://"))) for uri in uris)
    return tuple(MonthFile(path, path.parent.name.removeprefix(f"{PARTITION}=")) for path in paths)


def commit_files(
    folder: Path, table: FactTable, added: Iterable[Path], removed: Iterable[MonthFile], moment: int
) -> int:
    """Put files in and take files out of a table in one commit; `moment` is in milliseconds. The new version."""
    if not DeltaTable.is_deltatable(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        DeltaTable.create(str(folder), stored_schema(table), partition_by=[PARTITION])
    delta = DeltaTable(str(folder))
    adds = [_add(folder, path, moment) for path in added]
    removes = [
        RemoveAction(_inside(folder, file.path), True, moment, None, {PARTITION: file.month}) for file in removed
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


def _add(folder: Path, path: Path, moment: int) -> AddAction:
    with path.open("rb") as file:
        os.fsync(file.fileno())
    stats = json.dumps({"numRecords": pq.read_metadata(path).num_rows})
    month = path.parent.name.removeprefix(f"{PARTITION}=")
    return AddAction(_inside(folder, path), path.stat().st_size, {PARTITION: month}, moment, True, stats)


def _inside(folder: Path, path: Path) -> str:
    return str(path.relative_to(folder))
