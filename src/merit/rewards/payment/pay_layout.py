"""How a payroll or bank file is laid out, as data: which columns in which format, which lines before and after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class PayFileKind(StrEnum):
    """A workbook, text with a separator, or text in fixed places."""

    XLSX = "xlsx"
    DELIMITED = "delimited"
    FIXED = "fixed"


class CellFormat(StrEnum):
    """How a value is written. MONEY: 3704.40; FEN: 370440; DAY: 20261105; ISO: 2026-11-05."""

    TEXT = "text"
    MONEY = "money"
    FEN = "fen"
    NUMBER = "number"
    DAY = "day"
    ISO = "iso"


class Align(StrEnum):
    """At which side of a fixed place the value stands; the rest is filled."""

    LEFT = "left"
    RIGHT = "right"


OF_PERSON = (
    *("number", "person", "name", "team", "post", "bonus", "commission", "adjustments", "other", "amount"),
    *("account", "bank", "holder"),
)
"""Fields of one statement; `number` counts the rows from 1, `adjustments` is what concerns earlier periods."""
OF_FILE = ("literal", "company", "period", "currency", "day", "reference", "count", "total")
"""Fields of the file as a whole, also for the lines before and after."""
OF_BANK = frozenset({"account", "bank", "holder"})


@dataclass(frozen=True, slots=True)
class PayColumn:
    """One cell: its source, heading and format. `width` is in bytes of the file's encoding, 0 where it is free."""

    field: str
    heading: str = ""
    format: CellFormat = CellFormat.TEXT
    width: int = 0
    align: Align = Align.LEFT
    fill: str = " "
    text: str = ""
    """What a `literal` says."""


@dataclass(frozen=True, slots=True)
class PayLayout:
    """One layout. `only_paid` leaves out people whose sum is not above zero: a bank pays nobody less than nothing."""

    layout: str
    title: Mapping[str, str]
    kind: PayFileKind
    columns: tuple[PayColumn, ...]
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    line_end: str = "\r\n"
    heads: bool = True
    only_paid: bool = False
    header: tuple[PayColumn, ...] = ()
    trailer: tuple[PayColumn, ...] = ()
    shipped: bool = field(default=False, compare=False)

    @property
    def needs_accounts(self) -> bool:
        """Whether it holds account numbers, which Merit does not keep."""
        return any(column.field in OF_BANK for column in self.columns)
