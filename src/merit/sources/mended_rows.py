"""Cells that somebody corrected in a row of a file: kept beside the file in `mended/` and put in as it is read.

The user's file stays as it came. A correction holds for the row that was seen: when the file has another row at that
line by now, it is left out and told. Only the corrected cells are kept, so no personal data is copied.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from merit.kernel.problems import Place, Problem, Severity
from merit.sources.parsing.ids import hidden_text
from merit.sources.raw_rows import BrokenRow, RawPart, RawRows, plain_header, rows_of_text
from merit.sources.rejected import reject_name

FOLDER = "mended"
COLUMNS = ("file", "line", "row_mark", "column", "value", "by", "at")
_MARK_LENGTH = 16
MENDABLE = "sources.ragged"
"""Of rows that do not fit their header only those that are too long or too short can be put right cell by cell."""


@dataclass(frozen=True, slots=True)
class MendedCell:
    """One cell put right: `row_mark` names the row as it stood, `by` is a person, `at` a moment as text."""

    file: str
    line: int
    row_mark: str
    column: str
    value: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class MendedRow:
    """What stands in a row instead, by plain header."""

    row_mark: str
    cells: Mapping[str, str]


def row_mark(cells: Iterable[str], salt: bytes) -> str:
    """Names the content of a row without giving it away."""
    return hidden_text("\x1f".join(cells), salt)[:_MARK_LENGTH]


def mended_file(file: str) -> str:
    """The path inside the company folder where the corrections of a file stand."""
    return f"{FOLDER}/{reject_name(file)}"


def mended_cells(text: str) -> list[MendedCell]:
    """The corrections in the text of such a file; rows that are none are left out."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return [
        MendedCell(row["file"], int(row["line"]), *(row[name] for name in COLUMNS[2:]))
        for row in rows
        if all(row.get(name) is not None for name in COLUMNS) and row["line"].isdigit()
    ]


def mended_text(cells: Iterable[MendedCell]) -> str:
    """The file that keeps these corrections; of one cell the last one counts."""
    kept = {(cell.file, cell.line, cell.row_mark, cell.column): cell for cell in cells}
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([getattr(cell, name) for name in COLUMNS] for cell in kept.values())
    return written.getvalue()


def mended_rows(folder: Path, file: str) -> dict[int, MendedRow]:
    """What was put right in a file, by line."""
    path = folder / mended_file(file)
    if not path.is_file():
        return {}
    found: dict[int, MendedRow] = {}
    for cell in mended_cells(path.read_text("utf-8-sig", errors="replace")):
        if cell.file != file:
            continue
        before = found.get(cell.line)
        same = before.cells if before is not None and before.row_mark == cell.row_mark else {}
        found[cell.line] = MendedRow(cell.row_mark, {**same, plain_header(cell.column): cell.value})
    return found


@dataclass(slots=True)
class Mending:
    """Puts the corrections of one file into its rows as they pass."""

    file: str
    rows: dict[int, MendedRow]
    salt: bytes

    def part(self, part: RawPart) -> RawPart:
        """The part with what was put right."""
        if not self.rows:
            return part
        match part:
            case RawRows():
                return self._in_rows(part)
            case BrokenRow(problem) if problem.code == MENDABLE:
                return self._whole_again(part)
            case _:
                return part

    def left_over(self) -> Iterable[Problem]:
        """The corrections whose rows were not met."""
        for line in self.rows:
            yield Problem("sources.mend_outdated", Place(self.file, line), severity=Severity.WARNING)

    def _taken(self, line: int, cells: tuple[str, ...]) -> MendedRow | None:
        row = self.rows.get(line)
        if row is None or row.row_mark != row_mark(cells, self.salt):
            return None
        return self.rows.pop(line)

    def _in_rows(self, rows: RawRows) -> RawRows:
        positions = {line: at for at, line in enumerate(rows.lines.to_pylist()) if line in self.rows}
        changed: dict[int, dict[int, str]] = {}
        for line, at in positions.items():
            row = self._taken(line, rows.cells(at))
            for column, name in enumerate(map(plain_header, rows.header)):
                if row is not None and name in row.cells:
                    changed.setdefault(column, {})[at] = row.cells[name]
        if not changed:
            return rows
        columns = [_changed(each, changed.get(number, {})) for number, each in enumerate(rows.columns)]
        return RawRows(rows.header, tuple(columns), rows.lines)

    def _whole_again(self, part: BrokenRow) -> RawPart:
        line = part.problem.place.line
        row = self._taken(line, part.cells)
        if row is None:
            return part
        width = len(part.header)
        cells = [*part.cells, *[""] * width][:width]
        for at, name in enumerate(map(plain_header, part.header)):
            cells[at] = row.cells.get(name, cells[at])
        return rows_of_text(part.header, [cells], [line])


def _changed(column: pa.Array, cells: Mapping[int, str]) -> pa.Array:
    """The column as text with those cells; one without any stays as it is."""
    if not cells:
        return column
    texts = column.cast(pa.string()).to_pylist()
    for at, text in cells.items():
        texts[at] = text
    return pa.array(texts, pa.string())
