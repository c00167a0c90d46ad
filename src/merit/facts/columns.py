"""What a column of a fact table holds, and the shape in which the store keeps it."""

from dataclasses import dataclass
from enum import StrEnum


class ColumnKind(StrEnum):
    """Kinds of value; the store keeps integers, text and times, never binary floats."""

    ID = "id"
    """Identifies something: text, never a number."""
    TEXT = "text"
    AMOUNT = "amount"
    """Money in currency units, at most four decimals; stored as whole ten-thousandths (int64)."""
    NUMBER = "number"
    """A measured quantity, at most four decimals; stored as whole ten-thousandths (int64)."""
    COUNT = "count"
    """A whole number (int64)."""
    INSTANT = "instant"
    """A moment; stored in UTC (microseconds), beside it `<name>_day`, the business day of the shop's zone."""
    DAY = "day"
    """A business day."""
    FLAG = "flag"
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `choices` closes the set of values; `personal` ones are hashed on the way in."""

    name: str
    kind: ColumnKind
    required: bool = False
    choices: tuple[str, ...] = ()
    personal: bool = False
    clock: bool = False
    """An INSTANT whose `<name>_minute` (minutes since local midnight) is stored too."""


@dataclass(frozen=True, slots=True)
class FactTable:
    """A table of facts: `key` names a row, `dated_by` says which column puts it in a month."""

    name: str
    key: tuple[str, ...]
    dated_by: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column | None:
        """The column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical columns in order, without the ones derived from instants."""
        return tuple(column.name for column in self.columns)


BOOKKEEPING = ("recorded_at", "superseded_at", "source_file", "source_line", "in_month")
"""Columns the store adds to every row: when it came (UTC), when a newer version replaced it (null: never), where it
stands in the user's files (path inside the company folder; line, 1 is the first), and the month
of `dated_by` as "2026-10" ("undated" when that is empty)."""
