"""A small company for tests: facts given as rows in plain units, behind a stand-in for the store's snapshot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from merit.catalogue.kpi import Body, Catalogue, Direction, Kpi, Unit
from merit.company import Company, Profile, Shop
from merit.facts.columns import Column, ColumnKind
from merit.facts.tables import TABLES
from merit.kernel.calendar import WorkCalendar
from merit.kernel.explain import LineRef
from merit.people.credits import CreditShare
from merit.people.organisation import Organisation, Spell, SpellStatus, Team, TeamKind
from merit.store.schema import arrow_schema

LOADED = datetime(2026, 11, 1, tzinfo=UTC)
HERE = LineRef("people.csv", 2)


@dataclass(frozen=True)
class TinySnapshot:
    """Parquet files as the store would hand them out."""

    folder: Path
    tables: frozenset[str]
    as_of: datetime | None = LOADED

    def files(self, table: str) -> tuple[Path, ...]:
        return (self.folder / f"{table}.parquet",) if table in self.tables else ()


def snapshot_of(folder: Path, facts: Mapping[str, Iterable[Mapping[str, object]]]) -> TinySnapshot:
    """Write the rows; amounts in currency units, instants as ISO text in UTC, line 2 is the first row's."""
    for name, rows in facts.items():
        pq.write_table(_stored(name, list(rows)), folder / f"{name}.parquet")
    return TinySnapshot(folder, frozenset(facts))


def _stored(name: str, rows: list[Mapping[str, object]]) -> pa.Table:
    table = TABLES[name]
    stored = [
        {key: value for column in table.columns for key, value in _cells(column, row)}
        | {"source_file": f"facts/{name}.csv", "source_line": at + 2}
        for at, row in enumerate(rows)
    ]
    found = pa.Table.from_pylist(stored, arrow_schema(table))
    recorded = [row.get("recorded_at", LOADED) for row in rows]
    superseded = [row.get("superseded_at") for row in rows]
    moment = pa.timestamp("us", tz="UTC")
    found = found.append_column("recorded_at", pa.array(recorded, moment))
    return found.append_column("superseded_at", pa.array(superseded, moment))


def _cells(column: Column, row: Mapping[str, object]) -> Iterable[tuple[str, object]]:
    value = row.get(column.name)
    match column.kind:
        case ColumnKind.AMOUNT | ColumnKind.NUMBER if value is not None:
            yield column.name, int(Fraction(str(value)) * 10_000)
        case ColumnKind.INSTANT if value is not None:
            moment = datetime.fromisoformat(str(value)).replace(tzinfo=UTC)
            yield column.name, moment
            yield f"{column.name}_day", moment.date()
            if column.clock:
                yield f"{column.name}_minute", moment.hour * 60 + moment.minute
        case ColumnKind.DAY if value is not None:
            yield column.name, date.fromisoformat(str(value))
        case _:
            yield column.name, value


def spell(person: str, team: str, start: str = "2026-01-01", end: str | None = None) -> Spell:
    until = date.fromisoformat(end) if end else None
    return Spell(
        person, person, "sales", team, (), date.fromisoformat(start), until, SpellStatus.REGULAR, None, None, HERE
    )


def share(
    subject: str, person: str, part: str = "1", *, kind: str = "shop", start: str | None = None, end: str | None = None
) -> CreditShare:
    first = date.fromisoformat(start) if start else None
    past = date.fromisoformat(end) if end else None
    return CreditShare(kind, subject, person, Fraction(part), "", first, past, HERE)


def team(name: str, parent: str = "all", kind: TeamKind = TeamKind.TEAM) -> Team:
    return Team(name, name, parent, "", kind, None, None, HERE)


TEAMS = (
    team("all", "", TeamKind.COMPANY),
    team("trade", "all", TeamKind.DEPARTMENT),
    team("north", "trade"),
    team("south", "trade"),
)


def kpi(name: str, body: Body, **more: object) -> Kpi:
    return Kpi(name, 1, {"en": name}, "sales", Unit.MONEY, Direction.UP, body, **more)  # type: ignore[arg-type]


def company(
    kpis: Iterable[Kpi], spells: Iterable[Spell] = (), credited: Iterable[CreditShare] = (), **more: object
) -> Company:
    """Shops s1 and s2; teams north and south in the department trade."""
    shops = tuple(Shop(name, name, "taobao", "Asia/Shanghai") for name in ("s1", "s2"))
    return Company(
        Profile("Acme", "CNY", "Asia/Shanghai"),
        WorkCalendar(),
        Organisation(tuple(spells), TEAMS),
        shops,
        tuple(credited),
        Catalogue({each.id: each for each in kpis}),
        (),
        (),
        (),
        **more,  # type: ignore[arg-type]
    )
