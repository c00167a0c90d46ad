"""A table of the company folder, as CSV, XLSX or Parquet, to rows of text; whatever is wrong with the file is named."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from merit.kernel.problems import Place, Problem, Severity
from merit.sources.company_folder.columns import COLUMNS, HEADINGS
from merit.sources.company_folder.row import Row
from merit.sources.files import read_raw
from merit.sources.raw_rows import BrokenRow, Layout, RawRows

ENDINGS = (".csv", ".xlsx", ".parquet")
HEADER_LINE = 1


@dataclass(slots=True)
class TableText:
    """A whole table as text: the header and, per row, its line and cells."""

    header: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def table_rows(folder: Path, table: str) -> tuple[list[Row], list[Problem]]:
    """The rows of one table; nothing for a table that is not there."""
    paths = [path for ending in ENDINGS if (path := folder / f"{table}{ending}").exists()]
    if not paths:
        return [], []
    file = paths[0].name
    twice = [Problem("company.table_twice", Place(other.name), {"file": file}) for other in paths[1:]]
    text = table_text(paths[0], file)
    written = (name.strip().lower() for name in text.header)
    names = tuple(HEADINGS.get(table, {}).get(name, name) for name in written)
    problems = [*twice, *text.problems]
    if names:
        problems += _header_problems(file, table, names)
    if set(COLUMNS[table].required) - set(names):
        return [], problems
    return [Row(file, line, _named(names, cells)) for line, cells in text.rows], problems


def table_text(path: Path, file: str) -> TableText:
    """The whole file, whatever its columns; `file` is the name that Problems show."""
    text = TableText()
    for part in read_raw(path, file, Layout()):
        match part:
            case RawRows():
                text.header = text.header or part.header
                lines = part.lines.to_pylist()
                text.rows += [(line, part.cells(index)) for index, line in enumerate(lines)]
            case BrokenRow():
                text.problems.append(part.problem)
            case Problem():
                text.problems.append(part)
    return text


def _header_problems(file: str, table: str, names: tuple[str, ...]) -> Iterator[Problem]:
    known = COLUMNS[table]
    for column in known.required:
        if column not in names:
            yield Problem("company.column_missing", Place(file, HEADER_LINE, column), {"column": column})
    for index, name in enumerate(names):
        place = Place(file, HEADER_LINE, name)
        if name and name in names[:index]:
            yield Problem("company.column_twice", place, {"column": name})
        elif name and name not in known.all:
            params: dict[str, str | int] = {"column": name, "known": ", ".join(known.all)}
            yield Problem("company.column_unknown", place, params, Severity.NOTE)


def _named(names: tuple[str, ...], cells: tuple[str, ...]) -> dict[str, str]:
    return {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
