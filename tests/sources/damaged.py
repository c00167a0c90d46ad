"""Damage as it happens to exports: rows cut off, cells moved, encodings mixed, ids turned into floats, quotes lost."""

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import openpyxl

from tests.sources.platform_company import EXPORTS

IDS = {
    "shopify_orders": (("Name",), ("Total", "Subtotal", "Lineitem price")),
    "taobao_orders": (("订单编号",), ("买家实际支付金额",)),
    "taobao_items": (("主订单编号", "子订单编号"), ("买家实际支付金额", "价格")),
    "jd_orders": (("订单号",), ("应付金额", "京东价")),
    "pdd_orders": (("订单号",), ("用户实付金额(元)",)),
    "douyin_orders": (("主订单编号", "子订单编号"), ("订单应付金额",)),
}
"""Columns that hold ids, and some that hold amounts, by layout."""
TEXT_COLUMNS = {
    "shopify_orders": "Lineitem name",
    "taobao_orders": "宝贝标题",
    "taobao_items": "标题",
    "jd_orders": "商品名称",
    "pdd_orders": "商品",
    "douyin_orders": "选购商品",
}
COPIES = 5


@dataclass(frozen=True)
class Spot:
    """Where to do damage: numbers that are taken modulo what there is."""

    row: int
    column: int
    place: int


Damage = Callable[[list[list[str]], str, Spot], bytes]


@cache
def whole(layout: str) -> list[list[str]]:
    """The layout's header and several orders with ids of their own."""
    rows = list(csv.reader(io.StringIO((EXPORTS / f"{layout}.csv").read_text("utf-8"))))
    header = [name.strip() for name in rows[0]]
    ids = [header.index(name) for name in IDS[layout][0]]
    title = header.index(TEXT_COLUMNS[layout])
    made = [rows[0]]
    for copy in range(COPIES):
        for row in rows[1:]:
            cells = [_renumbered(cell, copy) if at in ids else cell for at, cell in enumerate(row)]
            made.append([*cells[:title], cells[title] or f"物品 é{copy}", *cells[title + 1 :]])
    return made


def _renumbered(cell: str, copy: int) -> str:
    closing = cell[len(cell.rstrip('"')) :]
    plain = cell.rstrip('"')
    return f"{plain[:-2]}{copy + 1}{plain[-1]}{closing}" if len(plain) > 4 else f"{plain}{copy}"


def text_of(rows: list[list[str]], quoted: bool = False) -> str:
    """The rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL).writerows(rows)
    return out.getvalue()


def _row(rows: list[list[str]], spot: Spot) -> int:
    return 1 + spot.row % (len(rows) - 1)


def _column(rows: list[list[str]], names: tuple[str, ...], spot: Spot) -> int:
    header = [name.strip() for name in rows[0]]
    return header.index(names[spot.column % len(names)])


def cut_row(rows: list[list[str]], layout: str, spot: Spot) -> bytes:
    """A row ends half-way; the next one follows on a line of its own, or on the same one.

    Cut within its first cell and joined to the next row, it is gone without a trace, as a dropped row is.
    """
    lines = text_of(rows).split("\n")
    at = _row(rows, spot)
    kept = lines[at][: spot.place % max(lines[at].rfind(","), 1)]
    below = [kept, *lines[at + 1 :]] if spot.column % 2 else [kept + lines[at + 1], *lines[at + 2 :]]
    return "\n".join([*lines[:at], *below]).encode()


def drop_row(rows: list[list[str]], layout: str, spot: Spot) -> bytes:
    """A row is gone."""
    at = _row(rows, spot)
    return text_of([*rows[:at], *rows[at + 1 :]]).encode()


def swap_cells(rows: list[list[str]], layout: str, spot: Spot) -> bytes:
    """In one row an id or an amount has changed places with the words beside it."""
    names = IDS[layout][0] + IDS[layout][1]
    one, other = _column(rows, names, spot), _column(rows, (TEXT_COLUMNS[layout],), spot)
    row = list(rows[_row(rows, spot)])
    row[one], row[other] = row[other], row[one]
    return text_of([row if at == _row(rows, spot) else each for at, each in enumerate(rows)]).encode()


def id_for_amount(rows: list[list[str]], layout: str, spot: Spot) -> bytes:
    """In one row an id and an amount have changed places."""
    one, other = _column(rows, IDS[layout][0], spot), _column(rows, IDS[layout][1], spot)
    row = list(rows[_row(rows, spot)])
    row[one], row[other] = row[other], row[one]
    return text_of([row if at == _row(rows, spot) else each for at, each in enumerate(rows)]).encode()


def float_id(rows: list[list[str]], layout: str, spot: Spot) -> bytes:
    """A spreadsheet has turned an id into a float."""
    at, column = _row(rows, spot), _column(rows, IDS[layout][0], spot)
    written = ("2.149E+18", "6.92e18", "5.77E+13", "#DIV/0!")[spot.place % 4]
    row = [written if number == column else cell for number, cell in enumerate(rows[at])]
    return text_of([row if number == at else each for number, each in enumerate(rows)]).encode()


def broken_amount(rows: list[list[str]], layout: str, spot: Spot) -> bytes:
    """An amount has become something else than a number."""
    at, column = _row(rows, spot), _column(rows, IDS[layout][1], spot)
    written = ("#REF!", "1.2.3", "NaN元", "∞", "10 20", "12，5", "1e5x", "0x1F")[spot.place % 8]
    row = [written if number == column else cell for number, cell in enumerate(rows[at])]
    return text_of([row if number == at else each for number, each in enumerate(rows)]).encode()


def lost_quote(rows: list[list[str]], layout: str, spot: Spot) -> bytes:
    """A quotation mark of a file that quotes everything is gone."""
    text = text_of(rows, quoted=True)
    marks = [at for at, letter in enumerate(text) if letter == '"' and at > text.index("\n")]
    at = marks[(spot.row * 31 + spot.place) % len(marks)]
    return (text[:at] + text[at + 1 :]).encode()


def stray(rows: list[list[str]], layout: str, spot: Spot) -> bytes:
    """Something that does not belong there stands anywhere below the header."""
    text = text_of(rows)
    start = text.index("\n") + 1
    at = start + (spot.row * 97 + spot.place) % (len(text) - start)
    return (text[:at] + ('"', "\x00", "\ufffd", '""', "\n", "\r", '"\n')[spot.column % 7] + text[at:]).encode()


def other_encoding(rows: list[list[str]], layout: str, spot: Spot) -> bytes:
    """One row is in another encoding than the rest, or some bytes are no characters at all."""
    lines = text_of(rows).split("\n")
    at = _row(rows, spot)
    first, second = (("utf-8", "gb18030"), ("gb18030", "utf-8"))[spot.column % 2]
    data = [line.encode(second if number == at else first) for number, line in enumerate(lines)]
    if spot.place % 3 == 0:
        data[at] = data[at][: spot.place % len(data[at])] + b"\xff\xfe" + data[at][spot.place % len(data[at]) :]
    return b"\n".join(data)


def giant_cell(rows: list[list[str]], layout: str, spot: Spot) -> bytes:
    """A cell of some hundred thousand letters, which no reader of CSV takes by itself."""
    at, column = _row(rows, spot), _column(rows, (*IDS[layout][0], *IDS[layout][1], TEXT_COLUMNS[layout]), spot)
    huge = ("9" if spot.place % 2 else "长,") * 150_000
    row = [huge if number == column else cell for number, cell in enumerate(rows[at])]
    return text_of([row if number == at else each for number, each in enumerate(rows)]).encode()


TEXT_DAMAGE: tuple[Damage, ...] = (
    cut_row,
    drop_row,
    swap_cells,
    id_for_amount,
    float_id,
    broken_amount,
    lost_quote,
    stray,
    other_encoding,
    giant_cell,
)


@cache
def workbook(layout: str) -> bytes:
    """The layout as a workbook."""
    book = openpyxl.Workbook()
    for row in whole(layout):
        book.active.append([cell.strip('="') for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def damaged_workbook(layout: str, spot: Spot) -> bytes:
    """A workbook cut off, with other bytes in it, inside another archive, or with a part that is none."""
    data = workbook(layout)
    match spot.column % 4:
        case 0:
            return data[: spot.place % len(data)]
        case 1:
            changed = bytearray(data)
            for step in range(1 + spot.row % 8):
                changed[(spot.place * 7919 + step * 104_729) % len(data)] ^= 1 + spot.row % 255
            return bytes(changed)
        case 2:
            return _zipped({"inner.xlsx": data, "[Content_Types].xml": b"<x/>", "xl/workbook.xml": data[:200]})
        case _:
            return _with_part(data, spot)


def _with_part(data: bytes, spot: Spot) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = sorted(parts)[spot.row % len(parts)]
    part = parts[name]
    parts[name] = (part[: spot.place % len(part)], b"", part + part, b"<a>" * 5000)[spot.place % 4]
    return _zipped(parts)


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def damaged_json(data: bytes, spot: Spot) -> bytes:
    """An answer cut off, or with something in it that does not belong there."""
    text = data.decode()
    at = (spot.row * 131 + spot.place) % len(text)
    if spot.column % 3 == 0:
        return text[:at].encode()
    return (text[:at] + ('"', "{", "]", "\x00", "\\", "[" * 3000, ",,", "NaN")[spot.place % 8] + text[at:]).encode()
