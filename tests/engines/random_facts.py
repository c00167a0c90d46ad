"""A small company whose facts are drawn at random, so that every table has rows and every condition is met by some.

Text columns hold what the catalogue's own conditions speak of; ids meet across tables; cells are missing now and then,
moments coincide, and amounts go up to where their products leave 64 bits.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from merit.catalogue.expression import Call, Expression, Literal, Name, Operation, parts
from merit.catalogue.kpi import Body, Catalogue, Formula
from merit.catalogue.relations import RELATIONS
from merit.company import Benchmark, Company, ManualValue
from merit.facts.columns import Column, ColumnKind, FactTable
from merit.facts.tables import TABLES
from merit.kernel.explain import LineRef
from merit.kernel.node import COMPANY
from merit.kernel.period import Period
from merit.metrics.components import measures_of
from merit.targets.target import Target, TargetBasis
from tests.engines.tiny_company import HERE, company, share, spell

ROWS = 300
FIRST, DAYS = date(2026, 8, 20), 75
"""The days of most rows."""
ELSEWHEN, BEFORE, LATER = 0.2, 200, 400
"""The part of rows that come a year earlier, or so many days before or after."""
MISSING = 0.12
IDS = {
    "shop": ("s1", "s2"),
    "order_id": tuple(f"o{at:03}" for at in range(60)),
    "line_id": ("1", "2", "10"),
    "buyer": (*(f"b{at}" for at in range(9)), ""),
    "sku": ("x", "Y", "z-1", "é"),
    "conversation_id": tuple(f"t{at}" for at in range(50)),
    "agent": ("ann", "bob", "robot"),
    "owner": ("ann", "bob", "eve"),
    "person": ("ann", "bob", "eve"),
    "warehouse": ("w1", "w2"),
    "channel": ("search", "live", "B", "a"),
    "number": tuple(str(at) for at in range(1, 13)),
    "invalid_reason": ("", "", "", "test"),
}
SPOKEN = {"status": {"success", "closed"}, "reason": {"logistics"}, "sender": {"buyer", "agent", "robot"}}
"""What the relations themselves compare columns with, by column."""
PEOPLE = (
    spell("ann", "north"),
    spell("bob", "north", end="2026-09-10"),
    spell("bob", "south", start="2026-09-10"),
    spell("eve", "south"),
)
CREDITS = (
    share("s1", "ann", "0.6"),
    share("s1", "bob", "0.3333", start="2026-09-05"),
    share("s2", "eve", "0.5", end="2026-10-01"),
    share("x", "bob", "0.25", kind="sku"),
    share("w1", "eve", "1", kind="warehouse"),
    share("ann", "ann", "1", kind="agent"),
    share("live", "eve", "0.7", kind="channel"),
)


def _order(order: str, buyer: str, at: str) -> dict[str, object]:
    return {"shop": "s1", "order_id": order, "buyer": buyer, "ordered_at": at, "paid_at": at, "status": "paid",
            "channel": "live", "paid_amount": Fraction(80), "freight": Fraction(6)}  # fmt: skip


def _line(order: str) -> dict[str, object]:
    return {"shop": "s1", "order_id": order, "line_id": "1", "sku": "x", "quantity": Fraction(1),
            "unit_price": Fraction(74), "paid_amount": Fraction(74)}  # fmt: skip


AGAIN = ("2026-09-15", "2026-11-20", "2026-12-20", "2027-03-20", "2027-09-20")
STORIES: dict[str, list[dict[str, object]]] = {
    "orders": [
        *(_order(f"again{at}", "faithful", f"{day}T02:00:00") for at, day in enumerate(AGAIN)),
        _order("asked", "asker", "2026-09-16T03:00:00") | {"campaign": "c1"},
    ],
    "order_lines": [_line(f"again{at}") for at in range(len(AGAIN))] + [_line("asked")],
    "conversations": [
        {
            "conversation_id": "before",
            "shop": "s1",
            "agent": "ann",
            "buyer": "asker",
            "presale": True,
            "started_at": "2026-09-16T02:00:00",
            "first_reply_at": "2026-09-16T02:01:00",
        },
    ],
}
"""What chance would bring too seldom: who comes back after many months, and who asks and then pays."""


def facts(catalogue: Catalogue, seed: int) -> dict[str, list[dict[str, object]]]:
    """Rows for every table, as `snapshot_of` takes them; no key twice."""
    drawn = random.Random(seed)  # noqa: S311 - the same rows every time
    spoken = _spoken_of(catalogue)
    found = {name: _rows(drawn, table, spoken.get(name, {})) for name, table in TABLES.items()}
    return {name: rows + STORIES.get(name, []) for name, rows in found.items()}


def random_company(catalogue: Catalogue) -> Company:
    """The company of the facts: three people, credits that leave parts unassigned, entered values for every KPI."""
    month = Period.parse("2026-09")
    outside = {name for each in catalogue.kpis.values() for name in _benchmarks(each.body)}
    entered = tuple(
        ManualValue(each, COMPANY, month, Fraction(7), "ann", "bob", "", LineRef("manual_values.csv", at + 2))
        for at, each in enumerate(catalogue.kpis)
    )
    targets = tuple(
        Target(each, "company", COMPANY.id, month, Fraction(at % 11 + 1), TargetBasis.ABSOLUTE, None, "", HERE)
        for at, each in enumerate(catalogue.kpis)
    )
    benchmarks = tuple(Benchmark(name, "", month, Fraction(90), "", None, HERE) for name in sorted(outside))
    made = company((), PEOPLE, CREDITS, manual_values=entered)
    return replace(made, catalogue=catalogue, targets=targets, benchmarks=benchmarks)


def _benchmarks(body: Body) -> Iterator[str]:
    if isinstance(body, Formula):
        for part in parts(body.expression):
            if isinstance(part, Call) and part.function == "benchmark":
                yield from (each.id for each in part.arguments if isinstance(each, Name))


def _spoken_of(catalogue: Catalogue) -> dict[str, dict[str, set[str]]]:
    """Per table and column the texts that measures compare it with."""
    found: dict[str, dict[str, set[str]]] = {
        table.name: {name: set(texts) for name, texts in SPOKEN.items() if table.column(name)}
        for table in TABLES.values()
    }
    for measure in measures_of(catalogue):
        fact = RELATIONS[measure.relation].fact if measure.relation in RELATIONS else measure.relation
        for written in (measure.where, measure.value):
            for name, text in _compared(written) if written is not None else ():
                found.setdefault(fact, {}).setdefault(name, set()).add(text)
    return found


def _compared(written: Expression) -> Iterator[tuple[str, str]]:
    for part in parts(written):
        if isinstance(part, Operation) and part.operands:
            named = next((each.id for each in parts(part.operands[0]) if isinstance(each, Name)), "")
            for other in part.operands[1:]:
                if isinstance(other, Literal) and isinstance(other.value, str):
                    yield named, other.value


def _rows(drawn: random.Random, table: FactTable, spoken: dict[str, set[str]]) -> list[dict[str, object]]:
    found: dict[tuple[object, ...], dict[str, object]] = {}
    for at in range(ROWS):
        row = {column.name: _cell(drawn, table, column, spoken) for column in table.columns}
        for name in table.key:
            if row[name] is None or (name not in IDS and table.column(name).kind is ColumnKind.ID):  # type: ignore[union-attr]
                row[name] = _in_key(drawn, table.column(name), at, spoken)
        found[tuple(row[name] for name in table.key)] = row
    return list(found.values())


def _in_key(drawn: random.Random, column: Column | None, at: int, spoken: dict[str, set[str]]) -> object:
    assert column is not None
    if column.kind in (ColumnKind.INSTANT, ColumnKind.DAY):
        return _moment(drawn, column)
    texts = IDS.get(column.name) or sorted(spoken.get(column.name, ()))
    return drawn.choice(texts) if texts else f"k{at:03}"


def _cell(drawn: random.Random, table: FactTable, column: Column, spoken: dict[str, set[str]]) -> object:
    needed = column.required or column.name in (*table.key, table.dated_by)
    if not needed and drawn.random() < MISSING:
        return None
    match column.kind:
        case ColumnKind.AMOUNT | ColumnKind.NUMBER:
            wide = 10**9 if drawn.random() < 0.02 else 10**6
            return Fraction(drawn.choice((0, drawn.randint(-(10**5), wide), drawn.randint(0, wide))), 10**4)
        case ColumnKind.COUNT:
            return drawn.choice((0, drawn.randint(0, 12)))
        case ColumnKind.FLAG:
            return drawn.random() < 0.6
        case ColumnKind.INSTANT | ColumnKind.DAY:
            return _moment(drawn, column)
        case _:
            return drawn.choice(_texts(column, spoken))


def _texts(column: Column, spoken: dict[str, set[str]]) -> list[str]:
    if column.name in IDS:
        return [*IDS[column.name], *sorted(spoken.get(column.name, ()))]
    said = sorted({*column.choices, *spoken.get(column.name, ())})
    free = [] if column.choices else ["", f"{column.name} 甲"]
    return said + free


def _moment(drawn: random.Random, column: Column) -> str:
    day = FIRST + timedelta(drawn.randrange(DAYS))
    if drawn.random() < ELSEWHEN:
        day += timedelta(drawn.choice((-365, -drawn.randrange(BEFORE), drawn.randrange(LATER))))
    if column.kind is ColumnKind.DAY:
        return day.isoformat()
    at = datetime.combine(day, datetime.min.time()) + timedelta(minutes=drawn.randrange(24 * 60))
    return at.isoformat()
