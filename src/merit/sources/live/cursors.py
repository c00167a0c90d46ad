"""Where the next fetch goes on: the largest value of the cursor column so far, kept as text with its kind."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

CursorValue = int | Decimal | datetime | date | str


@dataclass(frozen=True, slots=True)
class Cursor:
    """`kind` says how `text` becomes the value again: whole, decimal, moment, day or text."""

    kind: str
    text: str

    @property
    def value(self) -> CursorValue:
        """As the source gave it. Raises ValueError when the text was damaged."""
        match self.kind:
            case "whole":
                return int(self.text)
            case "decimal":
                return Decimal(self.text)
            case "moment":
                return datetime.fromisoformat(self.text)
            case "day":
                return date.fromisoformat(self.text)
            case _:
                return self.text


def cursor_of(value: CursorValue) -> Cursor:
    """The value as it is kept."""
    match value:
        case datetime():
            return Cursor("moment", value.isoformat())
        case date():
            return Cursor("day", value.isoformat())
        case int():
            return Cursor("whole", str(value))
        case Decimal():
            return Cursor("decimal", format(value, "f"))
        case str():
            return Cursor("text", value)


def moved_back(value: CursorValue, overlap: timedelta) -> CursorValue:
    """The value less the overlap where it is a moment, also one written as text; any other as it is."""
    if isinstance(value, datetime):
        return value - overlap
    if not isinstance(value, str) or "T" not in value:
        return value
    try:
        moment = datetime.fromisoformat(value) - overlap
    except ValueError:
        return value
    return moment.isoformat().replace("+00:00", "Z") if value.endswith("Z") else moment.isoformat()


def later(one: CursorValue | None, other: Any) -> CursorValue | None:
    """The larger of two; what cannot be compared (no value, or one of another kind) counts for nothing."""
    if other is None or isinstance(other, bool | float | bytes):
        return one
    try:
        found: CursorValue | None = other if one is None or other > one else one
    except TypeError:
        return one
    return found
