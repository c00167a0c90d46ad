"""A simulation as CSV and as a workbook: exact amounts, marked on every sheet as a trial."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from merit.kernel.exact import plain
from merit_desk.explain.queries.all_rows import harmless
from merit_desk.shell.sentences import say
from merit_desk.simulation.queries.asked import Asking
from merit_desk.simulation.queries.board import Board
from merit_desk.simulation.queries.levers import every_lever

_BOM = "\ufeff"
_HEADS = ("person", "name", "post", "department", "period", "score_now", "score_draft", "now", "draft", "difference")
_MONEY = "#,##0.00"


def csv_of(asked: Asking) -> str:
    """One line a person and period; the first column says what it is."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([say("simulation.mark"), *(say(f"simulation.column.{head}") for head in _HEADS)])
    mark = say("simulation.mark")
    for row in _rows(asked):
        writer.writerow([mark, *(harmless(str(cell)) for cell in row)])
    return _BOM + text.getvalue()


def _rows(asked: Asking) -> list[tuple[Any, ...]]:
    outcome, board = asked.outcome(), asked.board()
    found = []
    for each in board.people:
        for one in outcome.person(each.person):
            scores = ["" if total is None else plain(total, 2) for total in (one.total_now, one.total_draft)]
            paid = [Decimal(fen) / 100 for fen in (one.pay_now.fen, one.pay_draft.fen)]
            who = (each.person, each.name, each.post, each.department)
            found.append((*who, str(one.period), *scores, *paid, paid[1] - paid[0]))
    return found


def workbook_of(asked: Asking) -> bytes:
    """Four sheets; the head of each says that nobody is paid by it."""
    kept = BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    board = asked.board()
    _sheet(book, "sums", ("what", "now", "draft", "difference"), _sums(board))
    people = [
        (each.person, each.name, each.post, each.department, *_paid(each.now, each.draft)) for each in board.people
    ]
    _sheet(book, "people", ("person", "name", "post", "department", "now", "draft", "difference"), people)
    _sheet(book, "periods", _HEADS, _rows(asked))
    moved = {name: Decimal(value) for name, value in asked.sliders.items()}
    levers = [(each.label, each.was, each.now) for each in every_lever(asked.tried, asked.last, moved) if each.moved]
    _sheet(book, "sliders", ("slider", "was", "stands"), levers)
    book.close()
    return kept.getvalue()


def _paid(now: int, draft: int) -> tuple[Decimal, Decimal, Decimal]:
    return Decimal(now) / 100, Decimal(draft) / 100, Decimal(draft - now) / 100


def _sums(board: Board) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = [(say("simulation.sum"), *_paid(board.now, board.draft))]
    found += [(part.name, *_paid(part.now, part.draft)) for part in (*board.departments, *board.months)]
    return found


def _sheet(book: xlsxwriter.Workbook, name: str, heads: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    sheet = book.add_worksheet(say(f"simulation.sheet.{name}"))
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": _MONEY})
    sheet.write_string(0, 0, say("simulation.mark"), bold)
    sheet.freeze_panes(2, 0)
    sheet.set_column(0, max(len(heads) - 1, 1), 16)
    for at, head in enumerate(heads):
        sheet.write_string(1, at, say(f"simulation.column.{head}"), bold)
    for number, row in enumerate(rows, 2):
        for at, cell in enumerate(row):
            if isinstance(cell, Decimal):
                sheet.write_number(number, at, float(cell), money)
            else:
                sheet.write_string(number, at, str(cell))
