"""A small company whose facts are drawn at random, so that every table has rows and every condition is met by some.

Text columns hold what the catalogue's own conditions speak of; ids meet across tables; cells are missing now and then,
moments coincide, and amounts go up to where their products leave 64 bits.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from merit.catalogue.expression import Expression, Literal, Name, Operation, parts
from merit.catalogue.kpi import Catalogue
from merit.company import Company, ManualValue
from merit.facts.columns import Column, ColumnKind, FactTable
from merit.facts.tables import TABLES
from merit.kernel.explain import LineRef
from merit.kernel.node import COMPANY
from merit.kernel.period import Period
from merit.metrics.components import measures_of
from tests.engines.tiny_company import company, share, spell

ROWS = 120
FIRST, DAYS = date(2026, 8, 20), 75
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
SPOKEN = {"status": {"success", "closed"}, "kind": {"adjustment", "refund"}, "sender": {"buyer", "agent", "robot"}}
"""What the relations themselves compare columns with."""
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


def facts(catalogue: Catalogue, seed: int) -> dict[str, list[dict[str, object]]]:
    """Rows for every table, as `snapshot_of` takes them; no key twice."""
    drawn = random.Random(seed)  # noqa: S311 - the same rows every time
    spoken = _spoken_of(catalogue)
    return {name: _rows(drawn, table, spoken) for name, table in TABLES.items()}


def random_company(catalogue: Catalogue) -> Company:
    """The company of the facts: three people, credits that leave parts unassigned, entered values for every KPI."""
    month = Period.parse("2026-09")
    entered = tuple(
        ManualValue(each, COMPANY, month, Fraction(7), "ann", "bob", "", LineRef("manual_values.csv", at + 2))
        for at, each in enumerate(catalogue.kpis)
    )
    return replace(company((), PEOPLE, CREDITS, manual_values=entered), catalogue=catalogue)


def _spoken_of(catalogue: Catalogue) -> dict[str, set[str]]:
    """Per column the texts that it is compared with anywhere."""
    found = {name: set(texts) for name, texts in SPOKEN.items()}
    for measure in measures_of(catalogue):
        for written in (measure.where, measure.value):
            for name, text in _compared(written) if written is not None else ():
                found.setdefault(name, set()).add(text)
    return found


def _compared(written: Expression) -> Iterator[tuple[str, str]]:
    for part in parts(written):
        if isinstance(part, Operation) and part.operands and isinstance(part.operands[0], Name):
            for other in part.operands[1:]:
                if isinstance(other, Literal) and isinstance(other.value, str):
                    yield part.operands[0].id, other.value


def _rows(drawn: random.Random, table: FactTable, spoken: dict[str, set[str]]) -> list[dict[str, object]]:
    found: dict[tuple[object, ...], dict[str, object]] = {}
    for at in range(ROWS):
        row = {column.name: _cell(drawn, table, column, spoken) for column in table.columns}
        for name in table.key:
            if row[name] is None or (name not in IDS and table.column(name).kind is ColumnKind.ID):  # type: ignore[union-attr]
                row[name] = _in_key(drawn, table.column(name), at)
        found[tuple(row[name] for name in table.key)] = row
    return list(found.values())


def _in_key(drawn: random.Random, column: Column | None, at: int) -> object:
    assert column is not None
    if column.kind in (ColumnKind.INSTANT, ColumnKind.DAY):
        return _moment(drawn, column)
    return drawn.choice(IDS[column.name]) if column.name in IDS else f"k{at:03}"


def _cell(drawn: random.Random, table: FactTable, column: Column, spoken: dict[str, set[str]]) -> object:
    needed = column.required or column.name in (*table.key, table.dated_by)
    if not needed and drawn.random() < MISSING:
        return None
    match column.kind:
        case ColumnKind.AMOUNT | ColumnKind.NUMBER:
            wide = 10**9 if drawn.random() < 0.02 else 10**6
            return Fraction(drawn.choice((0, drawn.randint(-(10**5), wide), drawn.randint(0, wide))), 10**4)
        case ColumnKind.COUNT:
            return drawn.randint(0, 12)
        case ColumnKind.FLAG:
            return drawn.random() < 0.6
        case ColumnKind.INSTANT | ColumnKind.DAY:
            return _moment(drawn, column)
        case _:
            return drawn.choice(_texts(column, spoken))


def _texts(column: Column, spoken: dict[str, set[str]]) -> list[str]:
    if column.name in IDS:
        return list(IDS[column.name])
    said = sorted({*column.choices, *spoken.get(column.name, ())})
    free = [] if column.choices else ["", f"{column.name} 甲"]
    return said + free


def _moment(drawn: random.Random, column: Column) -> str:
    day = FIRST + timedelta(drawn.randrange(DAYS))
    if column.kind is ColumnKind.DAY:
        return day.isoformat()
    at = datetime.combine(day, datetime.min.time()) + timedelta(minutes=drawn.randrange(24 * 60))
    return at.isoformat()
