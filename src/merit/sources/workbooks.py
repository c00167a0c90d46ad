"""XLSX workbooks → raw rows of text: numbers with at most the 15 digits a sheet keeps, so a damaged id is seen."""

from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import python_calamine

from merit.kernel.problems import Place, Problem
from merit.sources.packed_files import workbook_too_large
from merit.sources.raw_rows import (
    HEADER_SEARCHED,
    Layout,
    RawPart,
    clean_header,
    header_row,
    is_second_header,
    no_header,
    rows_of_text,
)

ROWS_AT_ONCE = 20_000


def read_workbook(path: Path, file: str, layout: Layout) -> Iterator[RawPart]:
    """The rows below the header of the named sheet, else of the first sheet that has such a header."""
    if not path.stat().st_size:
        yield Problem("sources.file_empty", Place(file))
        return
    refused = workbook_too_large(path, file)
    if refused is not None:
        yield refused
        return
    try:
        workbook = _opened(path)
        found = _sheet_with_header(workbook, layout)
    except python_calamine.CalamineError as error:
        yield Problem("sources.workbook_unreadable", Place(file), {"error": str(error)})
        return
    if found is None:
        yield no_header(layout, file)
        return
    sheet, head = found
    yield from _below_header(sheet, head, layout)


def first_sheet_records(path: Path) -> list[list[str]]:
    """The first rows of every sheet, for recognising the layout; empty when the workbook cannot be read."""
    if workbook_too_large(path, path.name) is not None:
        return []
    try:
        workbook = _opened(path)
        return [cells for name in _tables_in(workbook) for cells in _first_rows(workbook, name)]
    except python_calamine.CalamineError:
        return []


def sheets_of(path: Path) -> dict[str, list[list[str]]]:
    """The first rows of every sheet by its name; none of a workbook that unpacks too large. Raises CalamineError."""
    if workbook_too_large(path, path.name) is not None:
        return {}
    workbook = _opened(path)
    return {name: _first_rows(workbook, name) for name in _tables_in(workbook)}


def _sheet_with_header(
    workbook: python_calamine.CalamineWorkbook, layout: Layout
) -> tuple[python_calamine.CalamineSheet, int] | None:
    for name in _tables_in(workbook):
        if layout.sheet and name.strip() != layout.sheet:
            continue
        head = header_row(_first_rows(workbook, name), layout)
        if head is not None:
            return workbook.get_sheet_by_name(name), head
    return None


def _opened(path: Path) -> python_calamine.CalamineWorkbook:
    """The workbook by its content: exports called .csv may be one."""
    return python_calamine.load_workbook(BytesIO(path.read_bytes()))


def _tables_in(workbook: python_calamine.CalamineWorkbook) -> list[str]:
    """The sheets that hold cells; charts and macros do not."""
    kind = python_calamine.SheetTypeEnum.WorkSheet
    return [sheet.name for sheet in workbook.sheets_metadata if sheet.typ == kind]


def _first_rows(workbook: python_calamine.CalamineWorkbook, sheet: str) -> list[list[str]]:
    rows = workbook.get_sheet_by_name(sheet).iter_rows()
    return [[cell_text(cell) for cell in row] for row, _ in zip(rows, range(HEADER_SEARCHED), strict=False)]


def _below_header(sheet: python_calamine.CalamineSheet, head: int, layout: Layout) -> Iterator[RawPart]:
    header: tuple[str, ...] = ()
    kept: list[list[str]] = []
    lines: list[int] = []
    for line, row in enumerate(sheet.iter_rows(), start=1):
        if line == head + 1:
            header = clean_header([cell_text(cell) for cell in row])
            yield rows_of_text(header, (), ())
        if line <= head + 1 or not any(cell not in ("", None) for cell in row):
            continue
        cells = [cell_text(cell) for cell in row[: len(header)]]
        if layout.second_header and line == head + 2 and is_second_header(cells):
            continue
        kept.append(cells)
        lines.append(line)
        if len(kept) == ROWS_AT_ONCE:
            yield rows_of_text(header, kept, lines)
            kept, lines = [], []
    yield rows_of_text(header, kept, lines)


def cell_text(cell: object) -> str:
    """What stands in a cell: 12.0 → "12", noise beyond the 15th digit rounded away as a spreadsheet does."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
        case datetime():
            return cell.isoformat(" ")
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)
