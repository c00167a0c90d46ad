"""What readers of live sources hand over: rows, records or columnar tables; cells as a raw file holds them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from merit.sources.live.cursors import CursorValue


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a database. `complete`: all rows up to the largest cursor among them were handed over by now."""

    rows: Sequence[Mapping[str, Any]]
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Records:
    """Some records of a web API as it answered them, nested; numbers with a point as the text they were written as."""

    rows: Sequence[Mapping[str, Any]]
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Some rows of a columnar source, whose types a raw file keeps."""

    table: pa.Table


@dataclass(frozen=True, slots=True)
class Version:
    """Handed over last: what the whole source was when it was read; the same version again has nothing new."""

    text: str


Part = Rows | Records | Columns | Version
Parts = Iterator[Part]


@dataclass(frozen=True, slots=True)
class GoOn:
    """Where a fetch begins: rows from this value of the cursor on (None: all), and the version read last."""

    since: CursorValue | None = None
    version: str = ""


def cell_text(value: Any) -> str:
    """A value as a raw file writes it: exact, ids and numbers digit by digit, moments as ISO 8601, nothing as empty."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case Decimal():
            return format(value, "f") if value.is_finite() else str(value)
        case datetime() | date():
            return value.isoformat()
        case bytes() | bytearray() | memoryview():
            return bytes(value).hex()
        case dict() | list() | tuple():
            return json.dumps(value, ensure_ascii=False, default=cell_text)
        case _:
            return str(value)
