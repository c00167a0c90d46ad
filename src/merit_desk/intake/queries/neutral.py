"""Rows for a spreadsheet: a cell that it would take for a formula gets an apostrophe in front."""

import csv
import io
from collections.abc import Iterable

from merit_desk.intake.queries.rejected import Returned
from merit_desk.shell.sentences import say

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutral(cell: str) -> str:
    """The cell as text; a plain negative number stays one."""
    if not cell.startswith(_FORMULA) or _is_number(cell):
        return cell
    return f"'{cell}"


def _is_number(cell: str) -> bool:
    return cell[:1] in "+-" and cell[1:].replace(".", "", 1).isdigit()


def neutral_csv(rows: Iterable[Returned]) -> str:
    """File, line, reasons, then the cells under their headers; with a mark so that Excel reads UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    header: list[str] = []
    for row in rows:
        if not header:
            header = [cell.column for cell in row.cells]
            writer.writerow([say("intake.file"), say("intake.line"), say("intake.reason"), *map(neutral, header)])
        cells = [neutral(cell.text) for cell in row.cells]
        writer.writerow([neutral(row.file), row.line, " ".join(row.reasons), *cells])
    return "\ufeff" + out.getvalue()
