"""report.xlsx: the period for people who read spreadsheets; a sheet each for pay, totals, scores, KPIs and findings."""

import io
from datetime import datetime, time
from typing import Any

import xlsxwriter

from merit.reports.result_tables import HEADINGS, result_tables
from merit.run import PeriodResult
from merit.wording.sentences import sentence

SHEETS = ("payouts", "totals", "scores", "kpis", "problems")
NUMBERS = frozenset(
    {
        "amount",
        "total",
        "actual",
        "target",
        "attainment",
        "points",
        "weight",
        "weighted",
        "numerator",
        "denominator",
        "value",
        "n",
        "version",
        "plan_version",
        "reward_version",
        "on_duty",
        "line",
    }
)
MONEY = frozenset({"amount", "base"})


def workbook(result: PeriodResult) -> bytes:
    """The finished file. Text cells are written as text, so that no cell can run as a formula.

    It is dated by the end of its period instead of the clock: the same result is the same file, to the byte.
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": datetime.combine(result.period.end, time())})
        looks = {
            "head": book.add_format(
                {"bold": True, "bg_color": "#E4F0EE", "bottom": 1, "text_wrap": True, "valign": "top"}
            ),
            "text": book.add_format({"valign": "top"}),
            "number": book.add_format({"num_format": "#,##0.######", "valign": "top"}),
            "money": book.add_format({"num_format": "#,##0.00", "valign": "top"}),
        }
        tables = result_tables(result)
        for name in SHEETS:
            _fill(book.add_worksheet(_title(name)), HEADINGS[name], tables[name], looks)
    return content.getvalue()


def _title(name: str) -> str:
    return f"{sentence(f'words.sheet_{name}', {}, 'zh')} {sentence(f'words.sheet_{name}', {}, 'en')}"[:31]


def _fill(sheet: Any, heading: tuple[str, ...], rows: list[tuple[str, ...]], looks: dict[str, Any]) -> None:
    for column, name in enumerate(heading):
        label = f"{sentence(f'words.column_{name}', {}, 'zh')}\n{name}"
        sheet.write_string(0, column, label, looks["head"])
        widest = max((_width(row[column]) for row in rows[:500]), default=8)
        sheet.set_column(column, column, min(max(widest, len(name)) + 2, 48))
    for index, row in enumerate(rows, 1):
        for column, (name, cell) in enumerate(zip(heading, row, strict=True)):
            if cell and name in NUMBERS and _is_number(cell):
                look = looks["money" if name in MONEY else "number"]
                sheet.write_number(index, column, float(cell), look)
            else:
                sheet.write_string(index, column, cell, looks["text"])
    sheet.freeze_panes(1, 2)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(heading) - 1)


def _is_number(cell: str) -> bool:
    return cell.lstrip("-").replace(".", "", 1).isdigit() and len(cell.replace(".", "").lstrip("-")) <= 15


def _width(cell: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in cell)
