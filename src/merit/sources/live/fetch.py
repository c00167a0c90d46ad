"""One fetch of one live source: what is new there goes into raw files, in order; then the cursor moves on.

A raw file is in place before the state says so: stopped at any moment, a fetch loses nothing, and what it reads
twice the load recognises by its key and content.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from merit.kernel.refusals import ConflictRefusal, Refusal
from merit.sources.live.batches import Columns, GoOn, Part, Parts, Records, Rows, Version, cell_text
from merit.sources.live.cursors import CursorValue, cursor_of, later, moved_back
from merit.sources.live.databases import BrokenConnection
from merit.sources.live.raw_file import RawFile
from merit.sources.live.readers import cursor_column, parts_of
from merit.sources.live.secret_store import Secret, secret_of
from merit.sources.live.source import LiveSource
from merit.sources.live.state import Failure, LiveState, fetching_alone, keep_state, state_of

MOST_SEEN = 200_000
ATTEMPTS = 5
LONGEST_WAIT = 60


class FetchWatcher(Protocol):
    """Told how far a fetch is; what it raises stops the fetch, and files that are in place stay."""

    def fetched(self, name: str, rows: int) -> None:
        """So many new rows of that source so far."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """New rows of one source and the raw files with them, as paths inside the company folder."""

    name: str
    rows: int
    files: tuple[str, ...]


def fetch(source: LiveSource, folder: Path, now: datetime, watcher: FetchWatcher | None = None) -> Fetched:
    """Fetch what is new. `now` names the raw files.

    Raises ConflictRefusal when the source cannot be read, which its state then says too, or is being fetched already.
    """
    with fetching_alone(folder, source.name):
        before = state_of(folder, source)
        keep_state(folder, source, replace(before, tried_at=now))
        try:
            running = _persistently(source, folder, now, watcher)
        except Refusal as refusal:
            _note_failure(source, folder, refusal)
            raise
        state = replace(state_of(folder, source), fetched_at=now, rows=running.rows, failure=None)
        keep_state(folder, source, state)
    return Fetched(source.name, running.rows, tuple(running.files))


def _persistently(source: LiveSource, folder: Path, now: datetime, watcher: FetchWatcher | None) -> "_Fetch":
    """Try again after a pause while only the connection is at fault; the pauses double."""
    from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

    secret = secret_of(folder, source)
    running = _Fetch(source, folder, now, watcher)
    trying = Retrying(
        retry=retry_if_exception_type(BrokenConnection),
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait_exponential_jitter(initial=1, max=LONGEST_WAIT),
        reraise=True,
    )
    try:
        trying(running.once, secret)
    except BrokenConnection as broken:
        params: dict[str, str | int] = {"name": source.name, "address": source.address, "reason": str(broken)}
        raise ConflictRefusal("sources.live_unreachable", **params) from None
    return running


def _note_failure(source: LiveSource, folder: Path, refusal: Refusal) -> None:
    state = state_of(folder, source)
    times = state.failure.times + 1 if state.failure else 1
    keep_state(folder, source, replace(state, failure=Failure(refusal.code, dict(refusal.params), times)))


@dataclass(slots=True)
class _Fetch:
    source: LiveSource
    folder: Path
    now: datetime
    watcher: FetchWatcher | None
    rows: int = 0
    files: list[str] = field(default_factory=list)
    state: LiveState = field(default_factory=LiveState)
    highest: CursorValue | None = None
    recent: dict[str, CursorValue | None] = field(default_factory=dict)
    """Digests of the rows that the overlap of the next fetch reads again, with their cursor."""
    before: frozenset[str] = frozenset()
    raw: RawFile | None = None
    waiting: list[str] = field(default_factory=list)
    """Files in place that the state does not know yet; of a fetch that breaks they are fetched again, unchanged."""
    added: int = 0

    def once(self, secret: Secret) -> None:
        """Read from where the state says to the end."""
        self.state = state_of(self.folder, self.source)
        self.highest = self.state.cursor.value if self.state.cursor else None
        self.before = frozenset(self.state.seen)
        self.recent, self.raw, self.added, self.waiting = {}, None, 0, []
        try:
            for part in self.parts(secret):
                self.take(part)
            self.end_file()
            self.go_on(whole=True)
        finally:
            if self.raw is not None:
                self.raw.give_up()

    def parts(self, secret: Secret) -> Parts:
        since = None if self.highest is None else moved_back(self.highest, self.source.overlap)
        return parts_of(self.source, self.folder, secret, GoOn(since, self.state.version))

    def take(self, part: Part) -> None:
        match part:
            case Version(text):
                self.state = replace(self.state, version=text)
            case Columns(table):
                self.highest = later(self.highest, _highest_in(table, self.source.cursor))
                self.file().add_table(table)
                self.count(table.num_rows)
                if self.file().is_full:
                    self.end_file()
            case Rows(rows, complete) | Records(rows, complete):
                for row in filter(self.is_new, rows):
                    self.add(row, as_record=isinstance(part, Records))
                self.forget_old()
                if self.raw is not None and self.raw.is_full:
                    self.end_file()
                    if complete:
                        self.go_on(whole=False)

    def is_new(self, row: Mapping[str, Any]) -> bool:
        """False for a row that an earlier fetch, or an earlier page of this one, has brought as it is now."""
        column = cursor_column(self.source)
        if not column:
            return True
        if column not in row:
            raise ConflictRefusal("sources.live_no_cursor", name=self.source.name, column=column)
        self.highest = later(self.highest, row[column])
        digest = _digest(row)
        known = digest in self.recent or digest in self.before
        self.recent[digest] = row[column]
        return not known

    def add(self, row: Mapping[str, Any], as_record: bool) -> None:
        (self.file().add_record if as_record else self.file().add)(row)
        self.count(1)

    def count(self, rows: int) -> None:
        self.added += rows
        if self.watcher is not None:
            self.watcher.fetched(self.source.name, self.rows + self.added)

    def file(self) -> RawFile:
        if self.raw is None:
            self.raw = RawFile(self.folder, self.source.name)
        return self.raw

    def forget_old(self) -> None:
        """Keep what lies inside the overlap; of too many rows, none: they are read again and found unchanged."""
        if self.highest is None:
            return
        edge = moved_back(self.highest, self.source.overlap)
        kept = {digest: value for digest, value in self.recent.items() if value is None or not value < edge}  # type: ignore[operator]
        self.recent = kept if len(kept) <= MOST_SEEN else {}

    def end_file(self) -> None:
        """Put the file in place. The state does not know it before `go_on`."""
        if self.raw is not None:
            self.waiting.append(self.raw.put_in_place(self.source.folder, self.now))
            self.raw = None

    def go_on(self, whole: bool) -> None:
        """Let the state follow behind the files in place; at the end also without any new row."""
        self.state = replace(
            self.state,
            cursor=None if self.highest is None else cursor_of(self.highest),
            seen=tuple(sorted(self.recent)),
            unloaded=(*self.state.unloaded, *self.waiting),
            rows_in_all=self.state.rows_in_all + self.added,
            version=self.state.version if whole else "",
        )
        keep_state(self.folder, self.source, self.state)
        self.files += self.waiting
        self.rows, self.added, self.waiting = self.rows + self.added, 0, []


def _highest_in(table: pa.Table, column: str) -> Any:
    return pc.max(table[column]).as_py() if column else None


def _digest(row: Mapping[str, Any]) -> str:
    text = "\x1f".join(f"{name}\x1e{cell_text(value)}" for name, value in row.items())
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
