"""Order lines as a source hands them to the store, written shortly."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from merit.facts.tables import TABLES
from merit.store.fact_store import Snapshot
from merit.store.schema import arrow_schema

LINES = TABLES["order_lines"]
ORDERS = TABLES["orders"]
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def moment(day: int) -> datetime:
    """The moment of the n-th load."""
    return FIRST + timedelta(days=day)


def lines(*written: tuple[str, int], day: date = date(2025, 3, 9), file: str = "facts/order_lines.csv") -> pa.Table:
    """One line per (order, amount in ten-thousandths)."""
    return pa.Table.from_pylist([_line(order, amount, day, file) for order, amount in written], arrow_schema(LINES))


def _line(order: str, amount: int, day: date, file: str) -> dict[str, Any]:
    return {
        "shop": "tb",
        "order_id": order,
        "line_id": "1",
        "ordered_at": datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
        "ordered_at_day": day,
        "quantity": 10000,
        "unit_price": amount,
        "paid_amount": amount,
        "source_file": file,
        "source_line": 2,
    }


def orders(*ids: str) -> pa.Table:
    """Paid orders."""
    day = date(2025, 3, 9)
    at = datetime(2025, 3, 9, 12, tzinfo=UTC)
    rows = [{"shop": "tb", "order_id": each, "ordered_at": at, "ordered_at_day": day, "status": "paid"} for each in ids]
    return pa.Table.from_pylist(rows, arrow_schema(ORDERS))


def amounts(snapshot: Snapshot) -> dict[str, int]:
    """What a reader sees: order → amount."""
    rows = visible(snapshot, "order_lines", "order_id, paid_amount")
    assert len(rows) == len(dict(rows)), "two visible versions of one line"
    return dict(rows)


def visible(snapshot: Snapshot, table: str, columns: str) -> list[tuple[Any, ...]]:
    """The visible rows of a table."""
    files = [str(path) for path in snapshot.files(table)]
    if not files:
        return []
    with duckdb.connect() as connection:
        return connection.execute(
            f"SELECT {columns} FROM read_parquet($files) WHERE recorded_at <= $as_of"
            " AND (superseded_at IS NULL OR superseded_at > $as_of) ORDER BY ALL",
            {"files": files, "as_of": snapshot.as_of},
        ).fetchall()


def load(store: Any, day: int, *parts: Iterable[tuple[str, int]]) -> list[Any]:
    """One load of order lines, each part handed over by itself."""
    with store.load(moment(day)) as loading:
        return [loading.put(LINES, lines(*part)) for part in parts]
