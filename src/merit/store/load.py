"""One load: rows are staged and compared as they come, and written when the load ends well; else nothing happened."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
from deltalake.exceptions import DeltaError

from merit.facts.columns import FactTable
from merit.kernel.refusals import ConflictRefusal
from merit.store.delta_tables import FileChange, commit_files, files_of
from merit.store.manifest import LoadEntry, Manifest, TableState, write_manifest
from merit.store.merge import Changes, write_changes
from merit.store.staging import Outcome, StagedTable

STAGING = ".staging"
_MEMORY = "2GB"


class Load:
    """Collects rows for any number of tables. Use through `FactStore.load`."""

    def __init__(self, folder: Path, manifest: Manifest, recorded_at: datetime) -> None:
        self.recorded_at = recorded_at
        self._folder = folder
        self._manifest = manifest
        self._staging = folder / STAGING
        shutil.rmtree(self._staging, ignore_errors=True)
        self._staging.mkdir()
        self._staged: dict[str, StagedTable] = {}
        self._connection = duckdb.connect(
            config={"memory_limit": _MEMORY, "temp_directory": str(self._staging / "spill")}
        )
        self._connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")

    def put(self, table: FactTable, rows: pa.Table) -> Outcome:
        """Add rows (columns of `arrow_schema(table)`) of a table; may be called many times, in the order of the files.

        Of a key that comes twice the last content stays and counts as replaced; the same content counts as unchanged.
        """
        with disk_refusals():
            return self._staged_table(table).put(rows, self.recorded_at)

    def _staged_table(self, table: FactTable) -> StagedTable:
        if table.name not in self._staged:
            state = self._manifest.tables.get(table.name)
            stored = files_of(self._folder / table.name, state.version) if state else ()
            folder = self._staging / table.name
            folder.mkdir()
            self._staged[table.name] = StagedTable(self._connection, table, stored, folder)
        return self._staged[table.name]

    def commit(self) -> None:
        """Write every change, then the manifest that makes them visible together."""
        with disk_refusals():
            self._commit()

    def _commit(self) -> None:
        reached("staged")
        number = self._manifest.number + 1
        changes = {
            name: found
            for name, staged in self._staged.items()
            if (found := write_changes(staged, self._folder / name, number, self.recorded_at))
        }
        reached("files written")
        states = {name: self._commit_table(name, found) for name, found in changes.items()}
        if states:
            entry = LoadEntry(number, self.recorded_at, states)
            write_manifest(self._folder, Manifest((*self._manifest.loads, entry)))
            reached("manifest replaced")

    def close(self) -> None:
        """Give back what the load holds on disk and in memory."""
        self._connection.close()
        shutil.rmtree(self._staging, ignore_errors=True)

    def _commit_table(self, name: str, changes: Changes) -> TableState:
        table = self._staged[name].table
        moment = int(self.recorded_at.timestamp() * 1000)
        version = commit_files(self._folder / name, table, FileChange(changes.added, changes.removed), moment)
        reached(f"{name} committed")
        before = self._manifest.tables.get(name, TableState(0, 0, 0))
        return TableState(version, before.rows + changes.rows, before.row_sum + changes.row_sum)


def reached(point: str) -> None:
    """Nothing; tests stop a load here to show that the store stays whole."""


@contextmanager
def disk_refusals() -> Iterator[None]:
    """What the disk refuses becomes a ConflictRefusal with the reason."""
    try:
        yield
    except (duckdb.IOException, DeltaError, OSError) as refused:
        raise ConflictRefusal("store.not_written", reason=str(refused)) from refused
