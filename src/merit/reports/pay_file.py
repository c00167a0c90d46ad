"""A payroll or bank file by its layout: exact amounts, totals of what it holds, no cell that a spreadsheet runs."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import xlsxwriter

from merit.kernel.exact import fixed
from merit.kernel.money import Money
from merit.kernel.refusals import ConflictRefusal
from merit.rewards.payment.pay_layout import Align, CellFormat, PayColumn, PayFileKind, PayLayout

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Value = str | int | date | Money


@dataclass(frozen=True, slots=True)
class PayFileRow:
    """One person's cells by field, and what they are paid in all."""

    amount: Money
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class PayFile:
    """The finished file: how many people it holds, and their sum."""

    content: bytes
    rows: int
    total: Money


def pay_file(layout: PayLayout, rows: Sequence[PayFileRow], whole: Mapping[str, Value], currency: str) -> PayFile:
    """Write the rows. `whole` gives company, period, currency, day and reference; count and total are counted here.

    Raises ConflictRefusal for a value that does not fit its place, or that the encoding does not know.
    """
    kept = [row for row in rows if row.amount.fen > 0] if layout.only_paid else list(rows)
    total = Money(sum(row.amount.fen for row in kept), currency)
    whole = {**whole, "count": len(kept), "total": total}
    filled = [{**whole, **row.values, "number": at} for at, row in enumerate(kept, 1)]
    writers: dict[PayFileKind, _Writer] = {
        PayFileKind.XLSX: _workbook,
        PayFileKind.DELIMITED: _delimited,
        PayFileKind.FIXED: _fixed,
    }
    return PayFile(writers[layout.kind](layout, filled, whole), len(kept), total)


_Writer = Callable[[PayLayout, Sequence[Mapping[str, Value]], Mapping[str, Value]], bytes]


def harmless(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(column: PayColumn, values: Mapping[str, Value]) -> str:
    value = column.text if column.field == "literal" else values[column.field]
    match column.format, value:
        case CellFormat.FEN, Money():
            return str(value.fen)
        case _, Money():
            return fixed(value.units, 2)
        case CellFormat.DAY, date():
            return value.strftime("%Y%m%d")
        case _, date():
            return value.isoformat()
        case _:
            return str(value)


def _is_text(column: PayColumn, values: Mapping[str, Value]) -> bool:
    return column.field == "literal" or isinstance(values[column.field], str)


def _workbook(layout: PayLayout, rows: Sequence[Mapping[str, Value]], whole: Mapping[str, Value]) -> bytes:
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        if isinstance(day := whole["day"], date):
            book.set_properties({"created": datetime.combine(day, time())})  # not by the clock: made again, it is equal
        sheet = book.add_worksheet()
        money, head = book.add_format({"num_format": "#,##0.00"}), book.add_format({"bold": True, "bottom": 1})
        lines = [(layout.header, whole)] if layout.header else []
        heads_at = len(lines)
        for at, column in enumerate(layout.columns if layout.heads else ()):
            sheet.write_string(heads_at, at, column.heading, head)
            sheet.set_column(at, at, 14)
        lines += [((), whole)] if layout.heads else []
        lines += [(layout.columns, values) for values in rows]
        lines += [(layout.trailer, whole)] if layout.trailer else []
        for line, (columns, values) in enumerate(lines):
            for at, column in enumerate(columns):
                value = None if column.field == "literal" else values[column.field]
                if isinstance(value, Money) and column.format is not CellFormat.FEN:
                    sheet.write_number(line, at, float(value.units), money)
                elif isinstance(value, int):
                    sheet.write_number(line, at, value)
                else:
                    sheet.write_string(line, at, _text(column, values))
        sheet.freeze_panes(heads_at + 1, 0)
    return content.getvalue()


def _delimited(layout: PayLayout, rows: Sequence[Mapping[str, Value]], whole: Mapping[str, Value]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=layout.delimiter, lineterminator=layout.line_end)
    if layout.header:
        writer.writerow(_cells(layout.header, whole))
    if layout.heads:
        writer.writerow([harmless(column.heading) for column in layout.columns])
    writer.writerows(_cells(layout.columns, values) for values in rows)
    if layout.trailer:
        writer.writerow(_cells(layout.trailer, whole))
    return _encoded(out.getvalue(), layout.encoding)


def _cells(columns: Sequence[PayColumn], values: Mapping[str, Value]) -> list[str]:
    return [
        harmless(_text(column, values)) if _is_text(column, values) else _text(column, values) for column in columns
    ]


def _fixed(layout: PayLayout, rows: Sequence[Mapping[str, Value]], whole: Mapping[str, Value]) -> bytes:
    lines = [(layout.header, whole)] if layout.header else []
    lines += [(layout.columns, values) for values in rows]
    lines += [(layout.trailer, whole)] if layout.trailer else []
    end = _encoded(layout.line_end, layout.encoding)
    return b"".join(b"".join(_placed(column, values, layout) for column in columns) + end for columns, values in lines)


def _placed(column: PayColumn, values: Mapping[str, Value], layout: PayLayout) -> bytes:
    text = " ".join(_text(column, values).split())
    content = _encoded(text, layout.encoding)
    room = column.width - len(content)
    if room < 0:
        raise ConflictRefusal("reports.pay_cell_too_long", field=column.field, value=text, width=column.width)
    filled = _encoded(column.fill, layout.encoding) * room
    return filled + content if column.align is Align.RIGHT else content + filled


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as wrong:
        raise ConflictRefusal("reports.pay_cell_encoding", value=wrong.object[wrong.start], encoding=encoding) from None
