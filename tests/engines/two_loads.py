"""Facts of every table by chance, in the store: a first load, and a second one that changes some and adds others."""

import random
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa

from merit.facts.columns import Column, ColumnKind, FactTable
from merit.facts.tables import TABLES
from merit.store.fact_store import FactStore
from merit.store.schema import arrow_schema
from tests.engines.tiny_company import _stored

FIRST = date(2025, 11, 3)
DAYS = 90
_SOME = {"shop": 2, "order_id": 24, "line_id": 3, "buyer": 6, "sku": 4, "agent": 3, "conversation_id": 12, "owner": 3}
_STATUS = {"refunds": ("success", "success", "applied")}
Row = dict[str, object]
Rows = Mapping[str, list[Row]]


def some_facts(chance: random.Random, rows: int, reach: int = DAYS) -> dict[str, list[Row]]:
    """That many rows of every table, less those that share a key."""
    found: dict[str, list[Row]] = {}
    for name, table in TABLES.items():
        by_key: dict[tuple[object, ...], Row] = {}
        for _ in range(rows):
            row = {column.name: _value(table, column, chance, reach) for column in table.columns}
            by_key[tuple(row[each] for each in table.key)] = row
        found[name] = list(by_key.values())
    return found


def changed_facts(facts: Rows, chance: random.Random, tables: frozenset[str]) -> dict[str, list[Row]]:
    """Of those tables some rows with other content and a few new ones."""
    fresh = some_facts(chance, 4)
    found: dict[str, list[Row]] = {}
    for name in tables:
        table, again = TABLES[name], []
        for row in chance.sample(facts[name], min(3, len(facts[name]))):
            other = {
                each.name: _value(table, each, chance, DAYS) for each in table.columns if each.name not in table.key
            }
            again.append(row | dict(chance.sample(sorted(other.items()), max(len(other) // 2, 1))))
        known = {tuple(row[each] for each in table.key) for row in again}
        found[name] = again + [row for row in fresh[name] if tuple(row[each] for each in table.key) not in known]
    return found


def put(store: FactStore, day: int, facts: Rows) -> None:
    """One load."""
    with store.load(datetime(2026, 6, 1, tzinfo=UTC) + timedelta(days=day)) as load:
        for name, rows in facts.items():
            load.put(TABLES[name], as_handed_over(name, rows))


def as_handed_over(name: str, rows: list[Row]) -> pa.Table:
    """As a source hands them to the store."""
    return _stored(name, [{key: value for key, value in row.items() if value is not None} for row in rows]).select(
        arrow_schema(TABLES[name]).names
    )


def _value(table: FactTable, column: Column, chance: random.Random, reach: int) -> object:
    if not column.required and column.name not in table.key and chance.random() < 0.15:
        return None
    day = FIRST + timedelta(days=int(chance.triangular(0, reach)))
    match column.kind:
        case ColumnKind.DAY:
            return str(day)
        case ColumnKind.INSTANT:
            return f"{day}T{chance.randrange(24):02d}:{chance.randrange(60):02d}:00"
        case ColumnKind.AMOUNT | ColumnKind.NUMBER:
            return f"{chance.randrange(0, 400)}.{chance.randrange(100):02d}"
        case ColumnKind.COUNT:
            return chance.randrange(6)
        case ColumnKind.FLAG:
            return chance.random() < 0.5
        case _:
            return _text(table, column, chance)


def _text(table: FactTable, column: Column, chance: random.Random) -> str | None:
    if column.choices:
        return chance.choice(column.choices)
    if column.name == "status":
        return chance.choice(_STATUS.get(table.name, ("paid", "signed")))
    if column.name == "invalid_reason":
        return chance.choice((None, None, None, "gift"))
    return f"{column.name[0]}{chance.randrange(_SOME.get(column.name, 40 if column.name in table.key else 3))}"
