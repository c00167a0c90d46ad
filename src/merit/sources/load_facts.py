"""All facts of a company folder into its store, in one load: after it the store is as before or as after."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from merit.company import Company
from merit.kernel.problems import Problem, in_order
from merit.kernel.refusals import ConflictRefusal
from merit.sources.feeds import feeds_of, files_among
from merit.sources.line_counts import line_count
from merit.sources.live.declared import live_sources
from merit.sources.live.state import note_loaded
from merit.sources.load_watch import LoadProgress, LoadWatcher
from merit.sources.read_facts import FactPart, FactRows, Rejected, RowsRead, read_facts
from merit.sources.rejected import RejectBook
from merit.sources.settled_twice import TABLE as SETTLEMENTS
from merit.sources.settled_twice import settled_twice
from merit.store.fact_store import FactStore
from merit.store.load import Load

ROWS_AT_ONCE = 800_000
ROWS_WATCHED = 50_000
"""Of a load that somebody watches: small enough that counts move, large enough that the store is not slowed much."""
KINDS = ("loaded", "unchanged", "replaced", "rejected")
STORE = Path(".merit", "facts")


@dataclass(frozen=True, slots=True)
class TableLoad:
    """What a load did to one table, in rows."""

    table: str
    loaded: int
    unchanged: int
    replaced: int
    rejected: int

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Loaded, unchanged, replaced, rejected."""
        return self.loaded, self.unchanged, self.replaced, self.rejected


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did, and everything that was wrong."""

    tables: tuple[TableLoad, ...]
    problems: tuple[Problem, ...]


def load_facts(
    company: Company,
    folder: Path,
    recorded_at: datetime,
    watcher: LoadWatcher | None = None,
    only: Collection[str] | None = None,
) -> LoadReport:
    """Read every fact file and bring its rows into the store under `recorded_at`; rejected rows go to `rejected/`.

    `only` names the files to read; rows of other files stay as they are. Raises ConflictRefusal as `FactStore.load`
    does, and when the watcher cancels; the store and `rejected/` are then as before.
    """
    book, tally = RejectBook(folder), _Tally()
    watch = _Watch(watcher, tally, _lines_of(folder, only) if watcher else 0)
    with FactStore(folder / STORE).load(recorded_at) as load:
        book.begin()
        try:
            for part in read_facts(company, folder, watch.at_file, only):
                _take(part, book, tally)
                if tally.rows_waiting() >= (ROWS_WATCHED if watcher else ROWS_AT_ONCE):
                    _put_all(load, tally)
                watch.look(part)
            _put_all(load, tally)
            watch.look(None)
        except BaseException:
            book.give_up()
            raise
    book.publish(only)
    note_loaded(folder, live_sources(folder)[0], only)
    tally.problems += settled_twice(feeds_of(folder)[0], FactStore(folder / STORE).snapshot().files(SETTLEMENTS))
    return LoadReport(tally.tables(), tuple(in_order(tally.problems)))


def _lines_of(folder: Path, only: Collection[str] | None) -> int:
    feeds = feeds_of(folder)[0]
    return sum(
        line_count(path) for feed in (feeds if only is None else files_among(feeds, only)) for path in feed.paths
    )


@dataclass(slots=True)
class _Tally:
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    waiting: dict[str, list[FactRows]] = field(default_factory=dict)
    """Chunks that go to the store together: it takes a few large ones faster than many small ones."""

    def rows_waiting(self) -> int:
        """Rows that have not gone to the store yet."""
        return sum(each.rows.num_rows for parts in self.waiting.values() for each in parts)

    def total(self, kind: str) -> int:
        """Rows of all tables of which that became."""
        return sum(count for (_, each), count in self.counts.items() if each == kind)

    def tables(self) -> tuple[TableLoad, ...]:
        names = sorted({table for table, _ in self.counts})
        return tuple(TableLoad(name, *(self.counts[name, kind] for kind in KINDS)) for name in names)


@dataclass(slots=True)
class _Watch:
    """Tells the watcher between batches how far the load is, and stops it when asked to."""

    watcher: LoadWatcher | None
    tally: _Tally
    rows_total: int
    progress: LoadProgress = field(default_factory=LoadProgress)

    def at_file(self, file: str, done: int, total: int) -> None:
        """The load has come to that file."""
        self.progress = replace(self.progress, file=file, files_done=done, files_total=total)

    def look(self, part: FactPart | None) -> None:
        """Tell and ask, after rows were read and at the end (None)."""
        if self.watcher is None or not (part is None or isinstance(part, RowsRead | Rejected)):
            return
        rows = self.progress.rows_done + (part.rows if isinstance(part, RowsRead) else 0)
        total = max(self.rows_total, rows)
        at = self.progress
        loaded, unchanged, replaced, rejected = map(self.tally.total, KINDS)
        self.progress = LoadProgress(
            at.file, at.files_done, at.files_total, rows, total, loaded, unchanged, replaced, rejected
        )
        self.watcher.progressed(self.progress)
        if self.watcher.cancelled():
            raise ConflictRefusal("sources.load_cancelled")


def _take(part: FactPart, book: RejectBook, tally: _Tally) -> None:
    match part:
        case FactRows(table):
            tally.waiting.setdefault(table.name, []).append(part)
        case Rejected(table, rows):
            book.add(rows)
            tally.counts[table.name, "rejected"] += len(rows)
        case Problem():
            tally.problems.append(part)
        case RowsRead():
            pass


def _put(load: Load, tally: _Tally, table: str) -> None:
    waiting = tally.waiting.pop(table)
    outcome = load.put(waiting[0].table, pa.concat_tables([each.rows for each in waiting]))
    tally.counts[table, "loaded"] += outcome.loaded
    tally.counts[table, "unchanged"] += outcome.unchanged
    tally.counts[table, "replaced"] += outcome.replaced


def _put_all(load: Load, tally: _Tally) -> None:
    for table in list(tally.waiting):
        _put(load, tally, table)
