"""The first rows of a file as somebody sees them who decides how it is to be read; personal cells are hidden."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import python_calamine

from merit.kernel.problems import Problem
from merit.sources.files import EXPORTS, kind_of_file
from merit.sources.json_files import json_records
from merit.sources.line_counts import line_count
from merit.sources.raw_rows import clean_header, plain_header
from merit.sources.rejected import ALWAYS_PERSONAL, MASK
from merit.sources.text_encoding import DAMAGED
from merit.sources.text_files import written_as
from merit.sources.workbooks import sheets_of
from merit.sources.zipped_files import unpacked

ROWS = 20
_FULL_SHARE = 0.6
"""A header fills at least that part of the widest row; titles above it fill one or two cells."""


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What a file looks like. `header_at` is the line of the probable header, from 1; 0 when there is none.

    `rows` are up to 20 below it, as wide as the header; `lines` is about how many lines the file has.
    """

    kind: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    header_at: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    lines: int = 0

    def samples(self, header: str, count: int = 3) -> tuple[str, ...]:
        """The first different values below a header, in the order of the file."""
        at = next((at for at, name in enumerate(self.header) if name == header), None)
        cells = () if at is None else (row[at] for row in self.rows)
        return tuple(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))[:count]


def preview_file(path: Path, sheet: str = "", header_at: int = 0) -> FilePreview:
    """Look at a file; a sheet and the line of its header may be said, otherwise they are found."""
    with unpacked(path, path.name, EXPORTS) as inside:
        return FilePreview("") if isinstance(inside, Problem) else _of_file(inside, sheet, header_at)


def _of_file(path: Path, sheet: str, header_at: int) -> FilePreview:
    match kind_of_file(path):
        case "text":
            return _of_text(path, header_at)
        case "workbook":
            return _of_workbook(path, sheet, header_at)
        case "parquet":
            return _of_parquet(path)
        case "json":
            return _shown(FilePreview("json", lines=line_count(path)), json_records(path), 1)
        case _:
            return FilePreview("")


def _of_text(path: Path, header_at: int) -> FilePreview:
    try:
        encoding, delimiter, records = written_as(path)
    except DAMAGED:
        return FilePreview("text")
    return _shown(FilePreview("text", encoding, delimiter, lines=line_count(path)), records, header_at)


def _of_workbook(path: Path, sheet: str, header_at: int) -> FilePreview:
    try:
        sheets = sheets_of(path)
    except python_calamine.CalamineError:
        return FilePreview("workbook")
    chosen = sheet if sheet in sheets else max(sheets, key=lambda name: _width(sheets[name]), default="")
    shown = FilePreview("workbook", sheet=chosen, sheets=tuple(sheets), lines=line_count(path))
    return _shown(shown, sheets.get(chosen, []), header_at)


def _of_parquet(path: Path) -> FilePreview:
    try:
        with pyarrow.parquet.ParquetFile(path) as parquet:
            first = next(parquet.iter_batches(batch_size=ROWS, use_threads=False), None)
            header = tuple(parquet.schema_arrow.names)
    except (pa.ArrowException, OSError):
        return FilePreview("parquet")
    cells = [] if first is None else [["" if v is None else str(v) for v in row.values()] for row in first.to_pylist()]
    return _shown(FilePreview("parquet", lines=line_count(path)), [list(header), *cells], 1)


def _shown(about: FilePreview, records: list[list[str]], header_at: int) -> FilePreview:
    at = header_at - 1 if 0 < header_at <= len(records) else probable_header(records)
    if at is None:
        return about
    header = clean_header(records[at])
    hidden = [plain_header(name) in ALWAYS_PERSONAL for name in header]
    rows = tuple(
        tuple(_cell(row, number, hides) for number, hides in enumerate(hidden))
        for row in records[at + 1 : at + 1 + ROWS]
        if any(row)
    )
    return FilePreview(
        about.kind, about.encoding, about.delimiter, about.sheet, about.sheets, header, at + 1, rows, about.lines
    )


def _cell(row: list[str], number: int, hides: bool) -> str:
    text = row[number] if number < len(row) else ""
    return MASK if hides and text.strip() else text


def probable_header(records: list[list[str]]) -> int | None:
    """The index of the first row that fills most of the table's width with words; None without any content."""
    width = _width(records)
    for at, row in enumerate(records):
        words = {cell.strip() for cell in row if cell.strip() and not _is_value(cell)}
        if width and len(words) >= max(1, width * _FULL_SHARE):
            return at
    return next((at for at, row in enumerate(records) if any(cell.strip() for cell in row)), None)


def _is_value(cell: str) -> bool:
    plain = cell.strip().strip("'\"=¥￥$%元 ").replace(",", "")
    return plain.replace(".", "", 1).replace("-", "").replace(":", "").replace("/", "").replace(" ", "").isdigit()


def _width(records: list[list[str]]) -> int:
    return max((sum(bool(cell.strip()) for cell in row) for row in records), default=0)
