"""Every file of a company's facts → rows in stored form, rejected rows and Problems, chunk by chunk."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa

from merit.company import Company
from merit.facts.columns import FactTable
from merit.kernel.problems import Place, Problem, Severity
from merit.sources.apply_profile import FileReading, Surroundings
from merit.sources.conversion_windows import OneWindow
from merit.sources.feeds import Feed, feeds_of, files_among
from merit.sources.file_header import check_header, personal_headers
from merit.sources.files import read_raw
from merit.sources.mended_rows import MENDABLE, Mending, mended_rows, row_mark
from merit.sources.parsing.instants import Clock
from merit.sources.profile_cells import Counters
from merit.sources.raw_rows import BrokenRow, RawPart, RawRows
from merit.sources.rejected import ALWAYS_PERSONAL, Privacy, RejectedRow
from merit.sources.salt import company_salt
from merit.sources.stored_rows import Gathering, finished, slices
from merit.sources.whole_orders import WholeOrders

Advance: TypeAlias = Callable[[str, int, int], None]
"""Told the file being read, how many files are done, and how many there are."""
SHOWN_PER_KIND = 20
"""Of one kind of fault in one column of one file so many are told one by one; all are in `rejected/`."""


@dataclass(frozen=True, slots=True)
class FactRows:
    """Rows of a table, in the columns of `arrow_schema(table)`."""

    table: FactTable
    rows: pa.Table


@dataclass(frozen=True, slots=True)
class Rejected:
    """Rows of one file that were not taken over; counted under the first table that the file feeds."""

    table: FactTable
    rows: tuple[RejectedRow, ...]


@dataclass(frozen=True, slots=True)
class RowsRead:
    """So many more rows of a file have been read, whatever becomes of them."""

    file: str
    rows: int


FactPart: TypeAlias = FactRows | Rejected | RowsRead | Problem


def read_facts(
    company: Company, folder: Path, on_progress: Advance | None = None, only: Collection[str] | None = None
) -> Iterator[FactPart]:
    """Read every file once, in bounded memory. Faults come as Rejected and, told one by one, as Problems.

    `only` names files of the folder; the others are left out, except pieces of one export that belong together.
    """
    feeds, problems = feeds_of(folder)
    yield from problems
    if only is not None:
        feeds = files_among(feeds, only)
    around = Surroundings(clock_of(company), company_salt(folder), folder)
    total = sum(len(feed.paths) for feed in feeds)
    told = _Told()
    done = 0
    for feed in feeds:
        for name, part in _feed_parts(_FeedReading(feed, around), feed):
            if on_progress:
                on_progress(name, done + (feed.names.index(name) if name in feed.names else 0), total)
            yield part
            if isinstance(part, Rejected):
                yield from told.problems(part.rows)
        done += len(feed.paths)
    yield from told.summary()
    if on_progress:
        on_progress("", done, total)


def read_feed(company: Company, folder: Path, feed: Feed) -> Iterator[FactPart]:
    """The files of one feed alone; nothing is told of sources.yaml."""
    around = Surroundings(clock_of(company), company_salt(folder), folder)
    yield from (part for _, part in _feed_parts(_FeedReading(feed, around), feed))


def _feed_parts(reading: "_FeedReading", feed: Feed) -> Iterator[tuple[str, FactPart]]:
    for path, name in zip(feed.paths, feed.names, strict=True):
        yield from ((name, part) for part in reading.file(path, name))
    yield from (("", part) for part in reading.gathered())


def check_facts(company: Company, folder: Path) -> list[Problem]:
    """Everything wrong with the fact files, without loading them."""
    return [part for part in read_facts(company, folder) if isinstance(part, Problem)]


def clock_of(company: Company) -> Clock:
    """The zones of the shops and of the company, and its day cut."""
    zones = {shop.shop: shop.time_zone or company.profile.time_zone for shop in company.shops}
    return Clock(zones, company.profile.time_zone, company.profile.day_cut)


@dataclass(slots=True)
class _Told:
    """Which faults have been told, so that a file of a million wrong rows does not bury the rest."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def problems(self, rows: tuple[RejectedRow, ...]) -> Iterator[Problem]:
        for problem in (problem for row in rows for problem in row.problems):
            kind = (problem.place.file, problem.code, problem.place.field)
            self.counts[kind] += 1
            if self.counts[kind] <= SHOWN_PER_KIND:
                yield problem

    def summary(self) -> Iterator[Problem]:
        for (file, _, column), count in self.counts.items():
            if count > SHOWN_PER_KIND:
                yield Problem("sources.more_like_this", Place(file, 0, column), {"count": count - SHOWN_PER_KIND})


class _FeedReading:
    """The files of one feed, with what carries over from chunk to chunk and, when asked, from file to file."""

    def __init__(self, feed: Feed, around: Surroundings) -> None:
        self.profile = feed.profile
        self.around = around
        self.privacy = Privacy(around.salt, personal_headers(feed.profile), ALWAYS_PERSONAL | feed.profile.personal)
        self.counters: Counters = {}
        self.gatherings = {
            number: Gathering(each) for number, each in enumerate(feed.profile.outputs) if each.one_row_per
        }

    def file(self, path: Path, name: str) -> Iterator[FactPart]:
        """One file: its rows, unless they wait to be put together with those of other files."""
        if not self.profile.across_files:
            self.counters = {}
        reading: FileReading | None = None
        skipped: Counter[str] = Counter()
        rows = 0
        mending = Mending(name, mended_rows(self.around.folder, name), self.around.salt)
        parts = map(mending.part, read_raw(path, name, self.profile.layout))
        in_one_window = OneWindow(self.profile, name).parts(parts)
        for part in WholeOrders(self.profile, name).parts(in_one_window):
            if isinstance(part, RawRows) and reading is None:
                fitted, problems = check_header(self.profile, part.header, name)
                yield from problems
                if fitted is None:
                    return
                reading = FileReading(name, fitted, self.around, self.privacy, self.counters)
            if isinstance(part, RawRows) and reading is not None:
                rows += len(part)
                yield from self._chunk(reading, part, skipped)
                yield RowsRead(name, len(part))
            else:
                yield from self._broken(part)
                rows += isinstance(part, BrokenRow)
        yield from mending.left_over()
        yield from _remarks(name, skipped, reading, rows)
        if not self.profile.across_files:
            yield from self._put_together()

    def gathered(self) -> Iterator[FactPart]:
        """Rows that had to wait for the last file."""
        yield from self._put_together()

    def _chunk(self, reading: FileReading, rows: RawRows, skipped: Counter[str]) -> Iterator[FactPart]:
        if not len(rows):
            return
        applied = reading.apply(rows)
        skipped.update(applied.skipped)
        if applied.rejected:
            yield Rejected(self.profile.outputs[0].table, tuple(applied.rejected))
        for number, (output, columns) in enumerate(zip(reading.profile.outputs, applied.tables, strict=True)):
            if output.unwanted or not columns.num_rows:
                continue
            if number in self.gatherings:
                self.gatherings[number].add(columns)
            else:
                yield FactRows(output.table, finished(output.table, columns, self.around.clock))

    def _broken(self, part: RawPart) -> Iterator[FactPart]:
        if isinstance(part, BrokenRow):
            place = part.problem.place
            cells = self.privacy.hide(part.header, part.cells)
            mark = row_mark(part.cells, self.around.salt) if part.problem.code == MENDABLE else ""
            row = RejectedRow(place.file, place.line, (part.problem,), part.header, cells, mark)
            yield Rejected(self.profile.outputs[0].table, (row,))
        elif isinstance(part, Problem):
            yield part

    def _put_together(self) -> Iterator[FactPart]:
        for gathering in self.gatherings.values():
            rows, rejected = gathering.rows()
            if rejected:
                yield Rejected(gathering.output.table, tuple(rejected))
            if rows is not None:
                for piece in slices(rows):
                    table = gathering.output.table
                    yield FactRows(table, finished(table, piece, self.around.clock))


def _remarks(name: str, skipped: Counter[str], reading: FileReading | None, rows: int) -> Iterator[Problem]:
    for because, count in skipped.items():
        if count:
            params: dict[str, str | int] = {"count": count, "because": because}
            yield Problem("sources.rows_skipped", Place(name), params, Severity.NOTE)
    if reading is None:
        return
    if not rows:
        yield Problem("sources.no_rows", Place(name), severity=Severity.WARNING)
    for shop in sorted(reading.unknown_shops):
        yield Problem("sources.shop_unknown", Place(name, 0, "shop"), {"shop": shop}, Severity.WARNING)
