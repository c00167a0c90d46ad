"""All facts of a company folder into its store, in one load: after it the store is as before or as after."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from merit.company import Company
from merit.kernel.problems import Problem, in_order
from merit.sources.read_facts import Advance, FactPart, FactRows, Rejected, read_facts
from merit.sources.rejected import RejectBook
from merit.store.fact_store import FactStore
from merit.store.load import Load

ROWS_AT_ONCE = 800_000
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


def load_facts(company: Company, folder: Path, recorded_at: datetime, on_progress: Advance | None = None) -> LoadReport:
    """Read every fact file and bring its rows into the store under `recorded_at`; rejected rows go to `rejected/`.

    Raises ConflictRefusal as `FactStore.load` does.
    """
    book = RejectBook(folder)
    tally = _Tally()
    with FactStore(folder / STORE).load(recorded_at) as load:
        book.begin()
        for part in read_facts(company, folder, on_progress):
            _take(part, load, book, tally)
        _put_all(load, tally)
    book.publish()
    return LoadReport(tally.tables(), tuple(in_order(tally.problems)))


@dataclass(slots=True)
class _Tally:
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    waiting: dict[str, list[FactRows]] = field(default_factory=dict)
    """Chunks that go to the store together: it takes a few large ones faster than many small ones."""

    def tables(self) -> tuple[TableLoad, ...]:
        names = sorted({table for table, _ in self.counts})
        kinds = ("loaded", "unchanged", "replaced", "rejected")
        return tuple(TableLoad(name, *(self.counts[name, kind] for kind in kinds)) for name in names)


def _take(part: FactPart, load: Load, book: RejectBook, tally: _Tally) -> None:
    match part:
        case FactRows(table):
            tally.waiting.setdefault(table.name, []).append(part)
            if sum(each.rows.num_rows for parts in tally.waiting.values() for each in parts) >= ROWS_AT_ONCE:
                _put_all(load, tally)
        case Rejected(table, rows):
            book.add(rows)
            tally.counts[table.name, "rejected"] += len(rows)
        case Problem():
            tally.problems.append(part)


def _put(load: Load, tally: _Tally, table: str) -> None:
    waiting = tally.waiting.pop(table)
    outcome = load.put(waiting[0].table, pa.concat_tables([each.rows for each in waiting]))
    tally.counts[table, "loaded"] += outcome.loaded
    tally.counts[table, "unchanged"] += outcome.unchanged
    tally.counts[table, "replaced"] += outcome.replaced


def _put_all(load: Load, tally: _Tally) -> None:
    for table in list(tally.waiting):
        _put(load, tally, table)
