"""Every row of a view as CSV and as a workbook: exact values; numbers are numbers, and no text can become a formula."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from merit.catalogue.kpi import Unit
from merit.kernel.exact import plain
from merit_desk.explain.queries.all_rows import harmless
from merit_desk.explorer.queries.cells import Cell, Figure
from merit_desk.explorer.queries.explored import Explored
from merit_desk.explorer.queries.grid import Asking, Grid, Line
from merit_desk.results.queries.names import kpi_title, kpi_unit
from merit_desk.shell.sentences import say

_BOM = "\ufeff"
_HEADS = ("row", "id", "kpi", "kpi_id", "version", "period", "value", "numerator", "denominator", "n", "status")
_COMPARED = ("compared_days", "compared_value", "earlier_days", "earlier_value", "days_without")
_FORMATS = {Unit.MONEY: "#,##0.00", Unit.RATE: "0.00%", Unit.COUNT: "#,##0"}
_OTHER = "#,##0.00"
_WIDTH = 18


def as_csv(asking: Asking, shown: Explored) -> str:
    """One line per figure, exact; the comparison beside it where one was asked."""
    written = StringIO()
    writer = csv.writer(written)
    heads = (*_HEADS, *(_COMPARED if shown.grid.compares else ()), "as_of")
    writer.writerow([say(f"export.{head}") for head in heads])
    for line in _lines(shown.grid):
        for cell in line.cells:
            if cell.figure is not None:
                writer.writerow([harmless(text) for text in _texts(asking, shown.grid, line, cell)])
    return _BOM + written.getvalue()


def _lines(grid: Grid) -> Iterator[Line]:
    yield from grid.lines
    if grid.total:
        yield grid.total


def _texts(asking: Asking, grid: Grid, line: Line, cell: Cell) -> list[str]:
    figure = cell.figure
    assert figure is not None  # noqa: S101 - only figures that are there are written
    raw = figure.raw
    numbers = [_exact(figure), *("" if each is None else plain(each) for each in (raw.numerator, raw.denominator))]
    name = line.name if not grid.is_trend else say(f"kind.{asking.asked.kind}")
    what = [name, figure.place.name, kpi_title(asking.company, raw.kpi), raw.kpi, str(raw.version)]
    found = [*what, str(figure.place.period), *numbers, str(raw.n), str(raw.status)]
    as_of = raw.as_of.isoformat() if raw.as_of else ""
    return [*found, *(_compared(cell) if grid.compares else ()), as_of]


def _compared(cell: Cell) -> list[str]:
    days = [str(each.place.period) if each else "" for each in (cell.now, cell.then)]
    return [days[0], _exact(cell.now), days[1], _exact(cell.then), str(cell.days_without or "")]


def _exact(figure: Figure | None) -> str:
    return "" if figure is None or figure.raw.value is None else plain(figure.raw.value)


def as_workbook(asking: Asking, shown: Explored) -> bytes:
    """The table as it is shown, with all its rows; rates as percentages."""
    kept = BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    looks = {look: book.add_format({"num_format": look}) for look in {*_FORMATS.values(), _OTHER}}
    sheet = book.add_worksheet(say("export.sheet"))
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 28)
    columns = _columns(asking, shown.grid)
    sheet.set_column(1, max(len(columns), 1), _WIDTH)
    sheet.write_string(0, 0, shown.title, bold)
    for at, (head, _) in enumerate(columns, 1):
        sheet.write_string(0, at, head, bold)
    for number, line in enumerate(_lines(shown.grid), 1):
        sheet.write_string(number, 0, line.name if number <= len(shown.grid.lines) else _total_name(line))
        _write(sheet, number, _values(shown.grid, line), [looks[look] for _, look in columns])
    book.close()
    return kept.getvalue()


def _total_name(line: Line) -> str:
    return say("explorer.total_of", name=line.name)


def _columns(asking: Asking, grid: Grid) -> list[tuple[str, str]]:
    """Head and number format of each column."""
    found = []
    for head in grid.heads:
        look = _FORMATS.get(kpi_unit(asking.company, head.kpi), _OTHER)
        name = head.title if grid.is_trend else f"{head.title} {head.period}"
        found.append((name, look))
        if grid.compares and (grid.is_trend or head.is_whole):
            found.append((f"{name} · {say(f'earlier.{asking.asked.comparison}')}", look))
    return found


def _values(grid: Grid, line: Line) -> list[Figure | None]:
    found: list[Figure | None] = []
    for head, cell in zip(grid.heads, line.cells, strict=True):
        found.append(cell.figure)
        if grid.compares and (grid.is_trend or head.is_whole):
            found.append(cell.then)
    return found


def _write(sheet: Worksheet, row: int, values: list[Figure | None], looks: list[object]) -> None:
    for at, (figure, look) in enumerate(zip(values, looks, strict=True), 1):
        if figure is not None and figure.raw.value is not None:
            sheet.write_number(row, at, float(figure.raw.value), look)
