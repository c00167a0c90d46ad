"""The facts of a company on disk. Readers see whole loads only; one writer at a time; nothing that came is lost."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from merit.kernel.refusals import ConflictRefusal
from merit.store.compaction import put_together
from merit.store.delta_tables import files_of, load_number, remove_unneeded, undo_unfinished
from merit.store.load import Load, disk_refusals, reached
from merit.store.manifest import Manifest, read_manifest

_LOCK = "lock"
KEEP_FOR = timedelta(days=7)
"""A reader goes on with files that were taken out for so long."""
TIDY_EVERY = 16
"""Of so many loads one deletes files that are not needed any more."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The facts as they were known at a moment.

    A row counts when recorded_at <= as_of and it is not superseded by then. `files` may hold rows of later loads too,
    so a reader always filters by `as_of`.
    """

    folder: Path
    newest: Manifest
    known: Manifest

    @property
    def as_of(self) -> datetime | None:
        """The moment of the latest load taken into account; None before the first."""
        return self.known.recorded_at

    @property
    def number(self) -> int:
        """The number of that load, 0 before the first."""
        return self.known.number

    @property
    def fingerprint(self) -> str:
        """Names the visible content; later loads do not change it."""
        return self.known.fingerprint

    def rows(self, table: str) -> int:
        """How many rows of a table are visible."""
        state = self.known.tables.get(table)
        return state.rows if state else 0

    def files(self, table: str) -> tuple[Path, ...]:
        """The Parquet files of a table, in folders by month (`in_month=2026-10`); none when it has no rows."""
        if table not in self.known.tables:
            return ()
        state = self.newest.tables[table]
        return tuple(file.path for file in files_of(self.folder / table, state.version))

    def content_at(self, as_of: datetime) -> str:
        """The fingerprint of what was visible at an earlier moment."""
        return self.newest.until(as_of).fingerprint

    def changed_since(self, before: datetime) -> dict[str, tuple[Path, ...]]:
        """The tables that loads after `before` changed, each with the files that hold every row that came or went."""
        known = self.known.until(before).number
        later = [load for load in self.known.loads if load.number > known]
        names = {name for load in later for name in load.tables}
        return {name: tuple(path for path in self.files(name) if load_number(path) > known) for name in sorted(names)}


class FactStore:
    """The fact tables under one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def snapshot(self, as_of: datetime | None = None) -> Snapshot:
        """The facts known at that moment (None: now)."""
        newest = read_manifest(self.folder)
        return Snapshot(self.folder, newest, newest.until(as_of))

    @contextmanager
    def load(self, recorded_at: datetime) -> Iterator[Load]:
        """Bring in rows; they become visible together when the block ends well, else the store stays as it was.

        Raises ConflictRefusal when another load runs, when `recorded_at` is not after the latest load, or when the
        disk refuses.
        """
        moment = recorded_at.astimezone(UTC)
        with _only_writer(self.folder):
            manifest = read_manifest(self.folder)
            if manifest.recorded_at and moment <= manifest.recorded_at:
                latest = manifest.recorded_at.isoformat()
                raise ConflictRefusal("store.load_not_after_latest", latest=latest, given=moment.isoformat())
            undo_unfinished(self.folder, manifest)
            load = Load(self.folder, manifest, moment)
            try:
                yield load
                load.commit()
            finally:
                load.close()
            with suppress(ConflictRefusal):  # the load stands; the next one tries again
                self._tidy(manifest.number // TIDY_EVERY < read_manifest(self.folder).number // TIDY_EVERY)

    def compact(self, keep_for: timedelta = KEEP_FOR) -> None:
        """Put small files together and delete what was taken out longer ago than `keep_for`; loads do so themselves.

        What can be read, now and as of any moment, stays the same. Raises ConflictRefusal as `load` does.
        """
        with _only_writer(self.folder):
            undo_unfinished(self.folder, read_manifest(self.folder))
            self._tidy(delete=True, keep_for=keep_for)

    def _tidy(self, delete: bool, keep_for: timedelta = KEEP_FOR) -> None:
        with disk_refusals():
            manifest = put_together(self.folder, read_manifest(self.folder))
            for name in manifest.tables if delete else ():
                remove_unneeded(self.folder / name, keep_for)
                reached(f"{name} cleaned")


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ConflictRefusal("store.load_running", folder=str(folder)) from None
        yield
