"""Rows as they stand in a user's file: columns of cells with the line of every row, nothing read into them yet."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from merit.kernel.problems import Place, Problem

HEADER_SEARCHED = 30
"""A header row is looked for among that many first rows."""


@dataclass(frozen=True, slots=True)
class RawRows:
    """Consecutive rows of one file: a column of cells per header, and the line where each row begins (from 1)."""

    header: tuple[str, ...]
    columns: tuple[pa.Array, ...]
    lines: pa.Array

    def __len__(self) -> int:
        return len(self.lines)

    def cells(self, row: int) -> tuple[str, ...]:
        """One row as text, in file order."""
        return tuple("" if (value := column[row].as_py()) is None else str(value) for column in self.columns)


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that could not be split into the columns of its header, with what was found."""

    problem: Problem
    header: tuple[str, ...]
    cells: tuple[str, ...]


RawPart: TypeAlias = RawRows | BrokenRow | Problem


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the table stands inside a file; the header row is the first that holds every name of `header_with`.

    `A|B` among those names is whichever of the two the file has.
    """

    header_with: tuple[str, ...] = ()
    skip_rows: int = 0
    second_header: bool = False
    sheet: str = ""
    rows: str = ""
    """Of JSON: the list inside a document of which each element is a row; otherwise the document is the row."""


@lru_cache(maxsize=4096)
def plain_header(name: str) -> str:
    """A header without case, punctuation and blanks, full-width forms made plain: `Lineitem SKU ` → `lineitemsku`."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def either(names: str) -> set[str]:
    """The plain headers that a name stands for: `标题|商品标题` is either."""
    return {plain_header(name) for name in names.split("|")}


def header_row(records: Sequence[Sequence[str]], layout: Layout) -> int | None:
    """The index of the header among the first records; None when no row holds all the names."""
    wanted = [either(name) for name in layout.header_with]
    for index, cells in enumerate(records[:HEADER_SEARCHED]):
        found = {plain_header(cell) for cell in cells} - {""}
        if index >= layout.skip_rows and found and all(names & found for names in wanted):
            return index
    return None


def no_header(layout: Layout, file: str) -> Problem:
    """What is wrong with a file in which no header row was found."""
    if not layout.header_with:
        return Problem("sources.file_empty", Place(file))
    return Problem("sources.header_not_found", Place(file), {"names": "、".join(layout.header_with)})


def is_second_header(cells: Sequence[str]) -> bool:
    """True for a row of units or formulas below the header; a row of data has a digit somewhere."""
    return not any(letter.isdigit() for cell in cells for letter in cell)


def clean_header(cells: Sequence[str]) -> tuple[str, ...]:
    """Header names without stray blanks and byte-order marks; trailing unnamed columns are dropped."""
    names = [cell.replace("\ufeff", "").strip().strip("'\"").strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def rows_of_text(header: tuple[str, ...], cells: Sequence[Sequence[str]], lines: Sequence[int]) -> RawRows:
    """Turn rows of text, each as wide as the header, into columns."""
    columns = zip(*cells, strict=True) if cells else ((),) * len(header)
    arrays = tuple(pa.array(column, pa.string()) for column in columns)
    return RawRows(header, arrays, pa.array(lines, pa.int64()))


def without_blank_rows(rows: RawRows) -> RawRows:
    """Leave out rows without any content; spreadsheets write them below the table."""
    blank = np.ones(len(rows), dtype=bool)
    for column in rows.columns:
        if pa.types.is_string(column.type):
            filled = pc.fill_null(pc.greater(pc.utf8_length(column), 0), False)
        else:
            filled = pc.is_valid(column)
        blank &= ~filled.to_numpy(zero_copy_only=False)
        if not blank.any():
            return rows
    kept = pa.array(~blank)
    return RawRows(rows.header, tuple(column.filter(kept) for column in rows.columns), rows.lines.filter(kept))
