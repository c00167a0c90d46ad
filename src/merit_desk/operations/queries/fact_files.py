"""The files of the fact store that the newest whole load rests on; what a running load adds meanwhile is left out."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from merit.sources.load_facts import STORE
from merit.store.delta_tables import files_of
from merit.store.manifest import FILE_NAME, Manifest, read_manifest

_LOG = "_delta_log"
_LAST_CHECKPOINT = "_last_checkpoint"


@dataclass(frozen=True, slots=True)
class FactFiles:
    """`files` are paths inside the company folder; `manifest` is the text read before any of them was looked up."""

    known: Manifest
    manifest: bytes
    files: tuple[Path, ...]


def fact_files(folder: Path) -> FactFiles:
    """The store of a company folder as of its manifest; nothing where nothing was loaded yet."""
    store = folder / STORE
    try:
        manifest = (store / FILE_NAME).read_bytes()
    except FileNotFoundError:
        return FactFiles(Manifest(), b"", ())
    known = read_manifest(store)
    found = [path for name, state in known.tables.items() for path in _table_files(store / name, state.version)]
    return FactFiles(known, manifest, tuple(path.relative_to(folder) for path in found))


def stored_rows(folder: Path) -> dict[str, int]:
    """Rows in the Parquet files of every table at the version of the manifest, superseded ones included."""
    store = folder / STORE
    tables = read_manifest(store).tables
    return {
        name: sum(pq.read_metadata(file.path).num_rows for file in files_of(store / name, state.version))
        for name, state in sorted(tables.items())
    }


def _table_files(table: Path, version: int) -> Iterator[Path]:
    yield from (file.path for file in files_of(table, version))
    for entry in sorted((table / _LOG).iterdir()):
        if entry.name == _LAST_CHECKPOINT:
            if json.loads(entry.read_text("utf-8"))["version"] <= version:
                yield entry
        elif entry.is_file() and entry.name[:20].isdigit() and int(entry.name[:20]) <= version:
            yield entry
