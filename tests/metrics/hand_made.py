"""Facts written by hand, brought into stored form, and relations and KPIs worked out over them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from merit.catalogue.kpi import Catalogue
from merit.catalogue.read import read_kpis
from merit.engines.credit_tables import credit_tables
from merit.engines.embedded import EmbeddedEngine
from merit.engines.queried_numbers import QueriedNumbers
from merit.facts.columns import ColumnKind, FactTable
from merit.facts.tables import TABLES
from merit.kernel.document import Document
from merit.kernel.explain import LineRef
from merit.kernel.node import COMPANY, Node
from merit.kernel.period import Period
from merit.metrics.components import Number
from merit.metrics.evaluate import Judged, evaluate
from merit.metrics.relations import RELATIONS
from merit.people.credits import CreditShare
from merit.people.organisation import Organisation, Spell, SpellStatus
from merit.sources.documents import documents_of
from merit.store.schema import arrow_schema

SHIPPED = Path(__file__).parents[2] / "src" / "merit" / "catalogue" / "kpis"
ZONE = timezone(timedelta(hours=8))
ENTERED_VALUES = pa.schema(
    [
        ("kpi", pa.string()),
        ("node_kind", pa.string()),
        ("node", pa.string()),
        ("day", pa.date32()),
        ("value", pa.int64()),
        ("target", pa.int64()),
        ("source_file", pa.string()),
        ("source_line", pa.int64()),
    ]
)
TARGETS = {
    ("net_sales", "2026-10"): Fraction(1000),
    ("paid_sales", "2026-10"): Fraction(400),
    ("spend", "2026-10"): Fraction(100),
}
"""Absolute targets of whatever node is asked."""
BENCHMARKS = {"market_size": Fraction(1_000_000), "aov": Fraction(250)}
Facts = Mapping[str, list[dict[str, Any]]]


def documents(text: str, file: str = "catalogue/own.yaml") -> list[Document]:
    """The YAML documents of a text."""
    found, problems = documents_of(text, file)
    assert problems == []
    return found


def shipped_documents() -> list[Document]:
    """Every shipped KPI document."""
    files = sorted(SHIPPED.glob("*.yaml"))
    return [document for file in files for document in documents(file.read_text("utf-8"), f"shipped/{file.name}")]


@cache
def shipped(own: str = "") -> Catalogue:
    """The shipped catalogue, with a company's own documents on top."""
    catalogue, problems = read_kpis([*shipped_documents(), *(documents(own) if own else [])])
    assert problems == []
    return catalogue


class _NoFiles:
    as_of = None

    def files(self, table: str) -> tuple[Path, ...]:
        raise AssertionError(table)


class _FactsPutIn(EmbeddedEngine):
    """Its facts are put in by hand, so that files say nothing about what there is."""

    def may_have_rows(self, relation: str) -> bool:
        return True


class HandMade:
    """Facts by table; times are written in Beijing time, amounts in currency units."""

    def __init__(self, facts: Facts, credits_: tuple[CreditShare, ...] = (), own: str = "") -> None:
        self.engine = _FactsPutIn(_NoFiles(), RELATIONS)
        assert not facts.keys() - TABLES.keys() - {"manual_values"}
        for name in facts.keys() & TABLES.keys():
            self.engine.put(name, stored(TABLES[name], facts[name]))
        self.engine.put("manual_values", pa.Table.from_pylist(facts.get("manual_values", []), ENTERED_VALUES))
        self.catalogue = shipped(own)
        people = tuple(_spell(person) for person in sorted({each.person for each in credits_}))
        self._credited = credit_tables(self.engine, Organisation(people, ()), credits_)
        self.numbers = QueriedNumbers(self.engine, self._credited, ())

    def rows(self, name: str, *columns: str) -> list[tuple[Any, ...]]:
        """Some columns of every row of a relation, in order of the source lines."""
        found = self.engine.run(self.engine.relation(name)).to_pylist()
        found.sort(key=lambda row: (row["source_file"], row["source_line"]))
        return [tuple(row[column] for column in columns) for row in found]

    def judged(self, kpi: str, period: str, node: Node = COMPANY, last_day: str = "2030-01-01") -> Judged:
        """The KPI with its status."""
        given = _Given(self.numbers, node, date.fromisoformat(last_day))
        return evaluate(self.catalogue, kpi, Period.parse(period), given)

    def value(self, kpi: str, period: str = "2026-10", node: Node = COMPANY) -> Fraction | None:
        """The KPI's value."""
        return self.judged(kpi, period, node).value


@dataclass(frozen=True)
class _Given:
    numbers: QueriedNumbers
    node: Node
    last_day: date

    def number(self, measure: Any, period: Period) -> Number:
        return self.numbers.number(measure, self.node, period)

    def entered(self, kpi: str, period: Period) -> Fraction | None:
        return None

    def target(self, kpi: str, period: Period) -> Fraction | None:
        return TARGETS.get((kpi, str(period)))

    def benchmark(self, name: str, period: Period) -> Fraction | None:
        return BENCHMARKS.get(name)

    def is_unreconciled(self, kpi: str, period: Period) -> bool:
        return False


def share(kind: str, subject: str, person: str, part: str = "1", **when: str) -> CreditShare:
    """A line of credits.csv; `start` and `end` are days."""
    days = {name: date.fromisoformat(day) for name, day in when.items()}
    source = LineRef("credits.csv", 1)
    return CreditShare(kind, subject, person, Fraction(part), "", days.get("start"), days.get("end"), source)


def _spell(person: str) -> Spell:
    since = date(2020, 1, 1)
    status, source = SpellStatus.REGULAR, LineRef("people.csv", 1)
    return Spell(person, person, "post", "team", (), since, None, status, None, None, source)


def stored(table: FactTable, rows: list[dict[str, Any]]) -> pa.Table:
    """The rows in stored form, line 1 onwards of a file named after the table."""
    made = []
    for line, row in enumerate(rows, start=1):
        unknown = row.keys() - set(table.names)
        assert not unknown, f"{table.name} has no {unknown}"
        made.append(_stored_row(table, row) | {"source_file": f"facts/{table.name}.csv", "source_line": line})
    return pa.Table.from_pylist(made, arrow_schema(table))


def _stored_row(table: FactTable, row: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for column in table.columns:
        given = row.get(column.name)
        if given is None:
            continue
        match column.kind:
            case ColumnKind.AMOUNT | ColumnKind.NUMBER:
                made[column.name] = int(Fraction(str(given)) * 10_000)
            case ColumnKind.DAY:
                made[column.name] = date.fromisoformat(given)
            case ColumnKind.INSTANT:
                moment = datetime.fromisoformat(given).replace(tzinfo=ZONE)
                made[column.name] = moment.astimezone(UTC)
                made[f"{column.name}_day"] = moment.date()
                if column.clock:
                    made[f"{column.name}_minute"] = moment.hour * 60 + moment.minute
            case _:
                made[column.name] = given
    return made
