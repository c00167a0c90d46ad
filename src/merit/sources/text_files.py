"""CSV and other delimited text → raw rows with exact line numbers.

A block is read by the fast reader when that provably keeps one row per line; otherwise row by row.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.csv

from merit.kernel.problems import Place, Problem
from merit.sources.raw_rows import (
    HEADER_SEARCHED,
    BrokenRow,
    Layout,
    RawPart,
    RawRows,
    clean_header,
    header_row,
    is_second_header,
    no_header,
    rows_of_text,
    without_blank_rows,
)
from merit.sources.text_encoding import (
    DAMAGED,
    HEAD,
    SMALL_BLOCK,
    Block,
    blocks,
    open_bytes,
    smaller,
    sniff_encoding,
)

DELIMITERS = ",\t;"


@dataclass(frozen=True, slots=True)
class TextShape:
    """How a text file is written, and up to which line its header reaches."""

    file: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    header_ends: int
    padded: tuple[int, ...] = ()
    """How many empty cells may follow those of the header: as many as the file writes on its other rows too."""


def read_text(path: Path, file: str, layout: Layout) -> Iterator[RawPart]:
    """The rows below the header, in blocks. `file` is the path that Problems name."""
    if not path.stat().st_size:
        yield Problem("sources.file_empty", Place(file))
        return
    try:
        encoding = sniff_encoding(path)
    except DAMAGED:
        yield Problem("sources.file_cut_off", Place(file))
        return
    if encoding is None:
        yield Problem("sources.utf16", Place(file))
        return
    with open_bytes(path) as stream:
        yield from _below_header(stream, file, encoding, layout)


def first_records(path: Path) -> list[list[str]]:
    """The first rows of a text file, for recognising its layout; empty when it cannot be read."""
    try:
        encoding = sniff_encoding(path) or "utf-8"
        with open_bytes(path) as stream:
            first = next(blocks(stream), Block(b"", 1))
    except DAMAGED:
        return []
    return [cells for cells, _ in _head(first.data[:HEAD].decode(encoding, "surrogateescape"), from_top=False)[1]]


def written_as(path: Path) -> tuple[str, str, list[list[str]]]:
    """The encoding and delimiter of a text file, and its first records as readable text. Raises one of DAMAGED."""
    encoding = sniff_encoding(path) or "utf-8"
    with open_bytes(path) as stream:
        first = next(blocks(stream), Block(b"", 1))
    delimiter, records = _head(first.data[:HEAD].decode(encoding, "surrogateescape"), from_top=False)
    return encoding, delimiter, [list(_readable(cells)) for cells, _ in records]


def _below_header(stream: IO[bytes], file: str, encoding: str, layout: Layout) -> Iterator[RawPart]:
    shape: TextShape | None = None
    for block in blocks(stream):
        rest = block
        if shape is None:
            shape = _shape(block, file, encoding, layout)
            if shape is None:
                break
            yield rows_of_text(shape.header, (), ())
            rest = _after_line(block, shape.header_ends)
        if rest.data:
            yield from _block_rows(rest, shape)
    if shape is None:
        yield no_header(layout, file)


def _shape(block: Block, file: str, encoding: str, layout: Layout) -> TextShape | None:
    from_top = not layout.header_with and not layout.skip_rows
    delimiter, records = _head(block.data[:HEAD].decode(encoding, "surrogateescape"), from_top)
    found = header_row([cells for cells, _ in records], layout)
    if found is None:
        return None
    below = records[found + 1 : found + 2]
    last = found + 1 if layout.second_header and below and is_second_header(below[0][0]) else found
    header = clean_header(_readable(records[found][0]))
    padded = _padded(len(header), [cells for cells, _ in records[found:]])
    return TextShape(file, encoding, delimiter, header, records[last][1], padded)


def _padded(width: int, records: list[list[str]]) -> tuple[int, ...]:
    """The header's own empty cells at its end, and those with which at least half of the first rows end.

    A row alone with more of them than one is two rows run together, of which the second ends in empty cells.
    """
    below = [len(cells) - width if not any(cells[width:]) else 0 for cells in records[1:] if any(cells)]
    usual, count = Counter(below).most_common(1)[0] if below else (0, 0)
    agreed = usual == 1 or (count > 1 and 2 * count >= len(below))
    return tuple({len(records[0]) - width, usual if agreed and usual > 0 else 0} - {0})


def _head(text: str, from_top: bool) -> tuple[str, list[tuple[list[str], int]]]:
    """The delimiter that splits the first records into most cells, and those records with their last lines.

    Where the table begins with the first line, that line goes first: a cell below may hold a list with `;` in it.
    """
    tried = {each: _records(text, each) for each in DELIMITERS}
    widest = {each: max((len(cells) for cells, _ in records), default=0) for each, records in tried.items()}
    first = {each: len(records[0][0]) if records and from_top else 0 for each, records in tried.items()}
    delimiter = max(DELIMITERS, key=lambda each: (first[each], widest[each]))
    return delimiter, tried[delimiter]


def _records(text: str, delimiter: str) -> list[tuple[list[str], int]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [(cells, reader.line_num) for cells in islice(reader, HEADER_SEARCHED)]
    except csv.Error:
        return []


def _after_line(block: Block, line: int) -> Block:
    position = 0
    for _ in range(line - block.first_line + 1):
        end = block.data.find(b"\n", position)
        position = len(block.data) if end < 0 else end + 1
    return Block(block.data[position:], line + 1)


def _block_rows(block: Block, shape: TextShape) -> Iterator[RawPart]:
    rows = _fast(block, shape)
    if rows is not None:
        yield without_blank_rows(rows)
    elif len(block.data) > SMALL_BLOCK:
        for part in smaller(block):
            yield from _block_rows(part, shape)
    else:
        yield from _careful(block, shape)


def _fast(block: Block, shape: TextShape) -> RawRows | None:
    """Read a block at once; None unless every line is exactly one row of the header's width and decodes."""
    try:
        data = block.data if shape.encoding == "utf-8" else block.data.decode(shape.encoding).encode()
        names = [str(number) for number in range(len(shape.header))]
        table = pyarrow.csv.read_csv(
            pa.BufferReader(data),
            pyarrow.csv.ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=names),
            pyarrow.csv.ParseOptions(delimiter=shape.delimiter, newlines_in_values=True),
            pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError):
        return None
    if table.num_rows != block.line_count:
        return None
    lines = pa.array(np.arange(block.first_line, block.first_line + table.num_rows, dtype=np.int64))
    return RawRows(shape.header, tuple(column.combine_chunks() for column in table.columns), lines)


def _careful(block: Block, shape: TextShape) -> Iterator[RawPart]:
    """Read a block row by row, setting broken rows aside."""
    text = block.data.decode(shape.encoding, "surrogateescape")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=shape.delimiter)
    kept: list[list[str]] = []
    lines: list[int] = []
    before = block.first_line - 1
    open_from = _quote_left_open(block)
    undecoded, alone = not _encodes(text), False
    for cells in _until_error(reader):
        line, before = before + 1, block.first_line - 1 + reader.line_num
        if not any(cells):
            continue
        fitted = _fitted(cells, len(shape.header), shape.padded)
        problem = _row_problem(cells, fitted, Place(shape.file, line), len(shape.header))
        if undecoded and not all(map(_encodes, cells)):
            problem = Problem("sources.wrong_encoding", Place(shape.file, line))
        if open_from and before >= open_from:
            problem = Problem("sources.quote_not_closed", Place(shape.file, line))
        if alone and problem is None:
            problem = Problem("sources.row_torn", Place(shape.file, line))
        alone = fitted is None and len(cells) == 1
        if problem is not None:
            yield BrokenRow(problem, shape.header, _readable(cells))
        elif fitted is not None:
            kept.append(fitted)
            lines.append(line)
    yield rows_of_text(shape.header, kept, lines)


def _until_error(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """Rows; one whose cell is too long for the reader comes as a row of one cell, which no header fits."""
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield [str(error)]


def _fitted(cells: list[str], width: int, padded: tuple[int, ...]) -> list[str] | None:
    """The cells at the header's width; where the file pads its rows with empty cells, those are no content."""
    if len(cells) - width in padded and not any(cells[width:]):
        return cells[:width]
    return cells if len(cells) == width else None


def _row_problem(cells: list[str], fitted: list[str] | None, place: Place, width: int) -> Problem | None:
    if fitted is None:
        return Problem("sources.ragged", place, {"found": len(cells), "expected": width})
    return None


def _encodes(text: str) -> bool:
    """False when some bytes of it were no characters of the file's encoding."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _readable(cells: list[str]) -> tuple[str, ...]:
    return tuple(cell.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace") for cell in cells)


def _quote_left_open(block: Block) -> int:
    """The block's last line when its last row runs on to it because a quote never closes, else 0."""
    if block.data.count(b'"') % 2 == 0:
        return 0
    try:
        list(csv.reader(io.StringIO(block.data.decode("latin-1"), newline=""), strict=True))
    except csv.Error as error:
        return block.first_line + block.line_count - 1 if "unexpected end" in str(error) else 0
    return 0
