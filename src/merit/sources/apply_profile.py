"""A chunk of raw rows through a profile: stored columns for each table, and the rows that were rejected or left out.

A row is taken over into all its tables or into none.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from merit.facts.columns import Column, ColumnKind
from merit.kernel.problems import Place, Problem
from merit.sources.mended_rows import row_mark
from merit.sources.parsing.choices import only_choices, read_flags, without_empty
from merit.sources.parsing.ids import hidden, read_ids, read_texts
from merit.sources.parsing.instants import Clock, read_days, read_instants, zones_of
from merit.sources.parsing.numbers import counts_in, read_counts
from merit.sources.parsing.parsed import Fault, Parsed
from merit.sources.profile import MappingProfile, Output
from merit.sources.profile_cells import Counters, Evaluated, Sheet, as_text, evaluate, numbers_of, order_codes
from merit.sources.profile_conditions import holds
from merit.sources.raw_rows import RawRows
from merit.sources.rejected import Privacy, RejectedRow
from merit.sources.shared_amounts import lacking


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What reading needs to know of the company."""

    clock: Clock
    salt: bytes
    folder: Path = Path()


@dataclass(slots=True)
class Applied:
    """What became of a chunk: the stored columns of each output in its order, the rejected and the skipped rows."""

    tables: list[pa.Table]
    rejected: list[RejectedRow]
    skipped: Counter[str]


@dataclass(slots=True)
class FileReading:
    """One file on its way through its profile; `counters` number rows across its chunks."""

    file: str
    profile: MappingProfile
    around: Surroundings
    privacy: Privacy
    counters: Counters = field(default_factory=dict)
    unknown_shops: set[str] = field(default_factory=set)

    def apply(self, rows: RawRows) -> Applied:
        """Route the rows of a chunk and read every column."""
        sheet = Sheet(rows, self.counters, self.file, self.profile.together)
        faults: list[Fault] = []
        skipped, routed = np.zeros(len(rows), bool), np.zeros(len(rows), bool)
        counts: Counter[str] = Counter()
        for skip in self.profile.skips:
            mask = self._mask(holds(skip.when, sheet), faults) & ~skipped
            counts[skip.because] += int(mask.sum())
            skipped |= mask
        for refusal in self.profile.refusals:
            mask = self._mask(holds(refusal.when, sheet), faults) & ~skipped
            problem = Problem("sources.refused_by_profile", params={"because": refusal.because})
            faults += [Fault(int(row), problem) for row in np.flatnonzero(mask)]
        routes = []
        for output in self.profile.outputs:
            mask = self._mask(holds(output.when, sheet), faults) & ~skipped
            routed |= mask
            routes.append(np.flatnonzero(mask))
        known = {fault.row for fault in faults}
        lost = [int(row) for row in np.flatnonzero(~routed & ~skipped) if int(row) not in known]
        faults += [Fault(row, Problem("sources.fits_no_table")) for row in lost]
        tables = [
            self._columns(number, output, sheet, route, faults)
            for number, (output, route) in enumerate(zip(self.profile.outputs, routes, strict=True))
        ]
        if self.profile.together:
            faults += self._order_faults(sheet, faults)
        bad = np.zeros(len(rows), bool)
        bad[[fault.row for fault in faults]] = True
        good = [table.filter(pa.array(~bad[route])) for table, route in zip(tables, routes, strict=True)]
        return Applied(good, self._rejected(rows, faults), counts)

    def _order_faults(self, sheet: Sheet, faults: list[Fault]) -> list[Fault]:
        """What is wrong with whole orders, and a fault for every row of an order of which another row has one."""
        orders, found = order_codes(sheet), list[Fault]()
        for check in self.profile.adds_up:
            parts, order = (numbers_of(evaluate(rule, sheet, ("adds_up",))) for rule in (check.rows, check.order))
            found += [*parts.faults, *order.faults, *lacking(orders, order.values, parts.values)]
        return [*found, *_of_same_order([*faults, *found], orders)]

    def _mask(self, parsed: Parsed, faults: list[Fault]) -> np.ndarray:
        faults += [fault for fault in parsed.faults if fault not in faults]
        mask: np.ndarray = parsed.values.to_numpy(zero_copy_only=False)
        return mask

    def _columns(self, number: int, output: Output, sheet: Sheet, route: np.ndarray, faults: list[Fault]) -> pa.Table:
        if output.unwanted:
            return pa.table({"source_line": sheet.rows.lines.take(pa.array(route))})
        part = sheet if len(route) == len(sheet) else _rows_at(sheet, route)
        read: dict[str, pa.Array] = {}
        zones: pa.Array | None = None
        for column in sorted(output.table.columns, key=lambda each: each.name != "shop"):
            if column.kind is ColumnKind.INSTANT and zones is None:
                zones = zones_of(read.get("shop"), len(part), self.around.clock)
            parsed = self._column(column, output, part, (str(number), column.name), zones)
            read[column.name] = parsed.values
            if column.name == "shop":
                self.unknown_shops |= set(pc.unique(parsed.values).to_pylist()) - {None, *self.around.clock.shop_zones}
            faults += [_at(fault, int(route[fault.row]), column.name) for fault in parsed.faults]
        columns = {column.name: read[column.name] for column in output.table.columns}
        columns["source_file"] = pa.repeat(pa.scalar(self.file), len(part))
        columns["source_line"] = part.rows.lines
        return pa.table(columns)

    def _column(
        self, column: Column, output: Output, part: Sheet, name: tuple[str, ...], zones: pa.Array | None
    ) -> Parsed:
        rule = output.columns.get(column.name)
        if rule is None:
            return Parsed(pa.nulls(len(part), _KINDS[column.kind]))
        found = evaluate(rule, part, name)
        parsed = only_choices(_read(column.kind, found, zones, rule.format), column.choices)
        told = (*found.faults, *(each for each in parsed.faults if each not in found.faults))
        parsed = Parsed(parsed.values, told)
        if column.required and (part.together or not output.one_row_per or column.name in output.one_row_per):
            parsed = without_empty(parsed)
        if column.personal:
            parsed = Parsed(hidden(parsed.values, self.around.salt), parsed.faults)
        return parsed

    def _rejected(self, rows: RawRows, faults: list[Fault]) -> list[RejectedRow]:
        by_row: dict[int, list[Problem]] = {}
        for fault in faults:
            by_row.setdefault(fault.row, []).append(fault.problem)
        return [self._rejected_row(rows, row, by_row[row]) for row in sorted(by_row)]

    def _rejected_row(self, rows: RawRows, row: int, problems: list[Problem]) -> RejectedRow:
        line = rows.lines[row].as_py()
        unique = {(each.code, each.place.field, str(each.params)): each for each in problems}.values()
        placed = tuple(replace(each, place=Place(self.file, line, each.place.field)) for each in unique)
        cells = rows.cells(row)
        mark = row_mark(cells, self.around.salt)
        return RejectedRow(self.file, line, placed, rows.header, self.privacy.hide(rows.header, cells), mark)


_KINDS: Mapping[ColumnKind, pa.DataType] = {
    ColumnKind.ID: pa.string(),
    ColumnKind.TEXT: pa.string(),
    ColumnKind.AMOUNT: pa.int64(),
    ColumnKind.NUMBER: pa.int64(),
    ColumnKind.COUNT: pa.int64(),
    ColumnKind.INSTANT: pa.timestamp("us", tz="UTC"),
    ColumnKind.DAY: pa.date32(),
    ColumnKind.FLAG: pa.bool_(),
}


def _read(kind: ColumnKind, found: Evaluated, zones: pa.Array | None, written: str) -> Parsed:
    cells = as_text(found) if found.scaled and kind in (ColumnKind.ID, ColumnKind.TEXT) else found.cells
    match kind:
        case ColumnKind.ID:
            return read_ids(cells)
        case ColumnKind.TEXT:
            return read_texts(cells)
        case ColumnKind.AMOUNT | ColumnKind.NUMBER:
            return numbers_of(found)
        case ColumnKind.COUNT:
            return counts_in(numbers_of(found), cells) if found.scaled else read_counts(cells)
        case ColumnKind.INSTANT:
            assert zones is not None  # noqa: S101
            return read_instants(cells, zones, written)
        case ColumnKind.DAY:
            return read_days(cells, written)
        case ColumnKind.FLAG:
            return read_flags(cells)


def _of_same_order(faults: list[Fault], orders: np.ndarray) -> list[Fault]:
    """A fault for every row of an order of which another row has one."""
    rows = {fault.row for fault in faults}
    hit = {int(orders[row]) for row in rows} - {-1}
    beside = (int(row) for row in np.flatnonzero(np.isin(orders, list(hit))) if row not in rows)
    return [Fault(row, Problem("sources.order_torn")) for row in beside]


def _rows_at(sheet: Sheet, route: np.ndarray) -> Sheet:
    at = pa.array(route)
    rows = RawRows(
        sheet.rows.header, tuple(column.take(at) for column in sheet.rows.columns), sheet.rows.lines.take(at)
    )
    return Sheet(rows, sheet.counters, sheet.file, sheet.together)


def _at(fault: Fault, row: int, column: str) -> Fault:
    return Fault(row, replace(fault.problem, place=Place(field=column)))
