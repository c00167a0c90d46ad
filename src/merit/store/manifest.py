"""Which version of every fact table belongs together: one small file, replaced in one step at the end of a load."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from merit.kernel.refusals import ConflictRefusal

FILE_NAME = "manifest.json"
FORMAT = 2
"""Rises when rows are told apart in another way; a store of another format is refused, not misread."""


@dataclass(frozen=True, slots=True)
class TableState:
    """A table after a load: its Delta version, and how many rows are visible with what sum of row hashes."""

    version: int
    rows: int
    row_sum: int


@dataclass(frozen=True, slots=True)
class LoadEntry:
    """One load: its number (1 is the first), its moment, and the tables that it changed."""

    number: int
    recorded_at: datetime
    tables: Mapping[str, TableState]


@dataclass(frozen=True, slots=True)
class Manifest:
    """Every load so far, in order."""

    loads: tuple[LoadEntry, ...] = ()

    def until(self, as_of: datetime | None) -> "Manifest":
        """The loads at or before that moment (None: all)."""
        return Manifest(tuple(each for each in self.loads if as_of is None or each.recorded_at <= as_of))

    @property
    def number(self) -> int:
        """The number of the latest load, 0 before the first."""
        return self.loads[-1].number if self.loads else 0

    @property
    def recorded_at(self) -> datetime | None:
        """The moment of the latest load."""
        return self.loads[-1].recorded_at if self.loads else None

    @property
    def tables(self) -> dict[str, TableState]:
        """Every table in its latest state."""
        return {name: state for load in self.loads for name, state in load.tables.items()}

    def with_versions(self, versions: Mapping[str, int]) -> "Manifest":
        """The same loads, with the newest state of those tables at another version that holds the same rows."""
        newest = {name: load.number for load in self.loads for name in load.tables}
        return Manifest(tuple(_at_versions(load, newest, versions) for load in self.loads))

    @property
    def fingerprint(self) -> str:
        """Of the visible content alone: the same after any order and number of loads that end in the same rows."""
        lines = [f"{name} {state.rows} {state.row_sum}\n" for name, state in sorted(self.tables.items()) if state.rows]
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def _at_versions(load: LoadEntry, newest: Mapping[str, int], versions: Mapping[str, int]) -> LoadEntry:
    states = {
        name: replace(state, version=versions[name]) if name in versions and newest[name] == load.number else state
        for name, state in load.tables.items()
    }
    return replace(load, tables=states)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a store; an empty one where nothing was loaded yet.

    Raises ConflictRefusal for a store that another version of Merit wrote.
    """
    try:
        data = json.loads((folder / FILE_NAME).read_text("utf-8"))
    except FileNotFoundError:
        return Manifest()
    if data["format"] != FORMAT:
        raise ConflictRefusal("store.other_format", folder=folder.name, found=int(data["format"]), known=FORMAT)
    return Manifest(tuple(_entry(each) for each in data["loads"]))


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest in one step; after a crash there is the old one or the new one, whole."""
    data = {"format": FORMAT, "loads": [_as_data(each) for each in manifest.loads]}
    fresh = folder / f"{FILE_NAME}.new"
    with fresh.open("w", encoding="utf-8") as written:
        json.dump(data, written, separators=(",", ":"))
        written.flush()
        os.fsync(written.fileno())
    fresh.replace(folder / FILE_NAME)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _entry(data: dict[str, object]) -> LoadEntry:
    tables = data["tables"]
    assert isinstance(tables, dict)  # noqa: S101 - narrows the type of a file that only the store writes
    states = {name: TableState(each[0], each[1], int(each[2])) for name, each in tables.items()}
    return LoadEntry(int(str(data["number"])), datetime.fromisoformat(str(data["recorded_at"])), states)


def _as_data(entry: LoadEntry) -> dict[str, object]:
    tables = {name: [state.version, state.rows, str(state.row_sum)] for name, state in sorted(entry.tables.items())}
    return {"number": entry.number, "recorded_at": entry.recorded_at.isoformat(), "tables": tables}
