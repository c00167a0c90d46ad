"""The results of `merit run` as the pages read them: text made numbers when asked for, kept until the files change."""

import csv
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings

from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.results.queries.lazy_files import NodeTable, RowsByKey, Workings

_KEPT = 24
_one_reads = Lock()
_KPI_COLUMNS = (
    *("kpi", "version", "node_kind", "node", "period"),
    *("numerator", "denominator", "value", "n", "status"),
)

Working = dict[str, Any]
"""A written working: value, rule, inputs, about; as explain.jsonl holds it."""


@dataclass(frozen=True, slots=True)
class KpiRow:
    """One line of kpis.csv."""

    kpi: str
    version: str
    node_kind: str
    node: str
    period: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    n: int
    status: str


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One line of scores.csv: an indicator of one segment; attainment is a share, weight is in percent."""

    segment: str
    indicator: str
    plan: str
    actual: Decimal | None
    target: Decimal | None
    attainment: Decimal | None
    points: Decimal | None
    weight: Decimal | None
    weighted: Decimal | None
    status: str


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One line of totals.csv."""

    person: str
    plan: str
    plan_version: str
    total: Decimal | None
    grade: str
    on_duty: Decimal | None
    status: str


@dataclass(frozen=True, slots=True)
class PayRow:
    """One line of payouts.csv; `number` tells lines of the same reward and name apart, from 1 in file order."""

    person: str
    reward: str
    reward_version: str
    line: str
    number: int
    amount: Decimal
    currency: str
    concerns: str
    base: Decimal | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of problems.csv."""

    severity: str
    file: str
    line: str
    code: str
    sentences: dict[str, str]


@dataclass(frozen=True, slots=True)
class PeriodFiles:
    """Everything that one period came to."""

    period: str
    as_of: str
    kpis: Mapping[tuple[str, str], tuple[KpiRow, ...]]
    """By kind and id of the node, in catalogue order."""
    scores: Mapping[str, tuple[ScoreRow, ...]]
    totals: Mapping[str, TotalRow]
    pay: Mapping[str, tuple[PayRow, ...]]
    findings: tuple[Finding, ...]
    workings: Mapping[tuple[str, ...], tuple[Working, ...]]
    """By kind, person, what it belongs to and line (of an indicator also the segment), in the order written."""

    def kpi(self, kpi: str, kind: str, node: str) -> KpiRow | None:
        """The value of one KPI for one node."""
        return next((row for row in self.kpis.get((kind, node), ()) if row.kpi == kpi), None)

    def payable(self, person: str) -> Decimal:
        """What the person is paid in all."""
        return sum((row.amount for row in self.pay.get(person, ())), Decimal(0))


def periods_run() -> list[str]:
    """Every period that has results, latest first."""
    found = []
    for place in (settings.MERIT_COMPANY / "results").glob("*/data.json"):
        try:
            found.append((Period.parse(place.parent.name), place.parent.name))
        except ValueError:
            continue
    return [name for _, name in sorted(found, key=lambda pair: (pair[0].end, pair[0].start), reverse=True)]


def period_files(period: str) -> PeriodFiles:
    """The results of the period. Raises NotFoundRefusal when it was not run."""
    place = settings.MERIT_COMPANY / "results" / period
    if period not in periods_run():
        raise NotFoundRefusal("cli.no_results", period=period)
    return files_in(place)


def files_in(place: Path) -> PeriodFiles:
    """What was written into a folder as results are. Raises FileNotFoundError where nothing was."""
    with _one_reads:
        return _read(place, (place / "data.json").stat().st_mtime_ns)


@lru_cache(maxsize=_KEPT)
def _read(place: Path, _written_at: int) -> PeriodFiles:
    data = json.loads((place / "data.json").read_text("utf-8"))
    return PeriodFiles(
        period=place.name,
        as_of=data["as_of"],
        kpis=NodeTable(place / "kpis.csv", _kpi, _KPI_COLUMNS),
        scores=RowsByKey(_rows(place / "scores.csv"), "person", _score),
        totals={row["person"]: _total(row) for row in _rows(place / "totals.csv")},
        pay=_pay(place / "payouts.csv"),
        findings=tuple(map(_finding, _rows(place / "problems.csv"))),
        workings=Workings(place / "explain.jsonl"),
    )


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _decimal(text: str) -> Decimal | None:
    if not text:
        return None
    part, _, whole = text.partition("/")
    return Decimal(part) / Decimal(whole) if whole else Decimal(part)


def _kpi(row: dict[str, str]) -> KpiRow:
    return KpiRow(
        kpi=row["kpi"],
        version=row["version"],
        node_kind=row["node_kind"],
        node=row["node"],
        period=row["period"],
        numerator=_decimal(row["numerator"]),
        denominator=_decimal(row["denominator"]),
        value=_decimal(row["value"]),
        n=int(row["n"]),
        status=row["status"],
    )


def _score(row: dict[str, str]) -> ScoreRow:
    return ScoreRow(
        segment=row["segment"],
        indicator=row["indicator"],
        plan=row["plan"],
        actual=_decimal(row["actual"]),
        target=_decimal(row["target"]),
        attainment=_decimal(row["attainment"]),
        points=_decimal(row["points"]),
        weight=_decimal(row["weight"]),
        weighted=_decimal(row["weighted"]),
        status=row["status"],
    )


def _total(row: dict[str, str]) -> TotalRow:
    numbers = (_decimal(row["total"]), row["grade"], _decimal(row["on_duty"]))
    return TotalRow(row["person"], row["plan"], row["plan_version"], *numbers, row["status"])


def _pay(file: Path) -> dict[str, tuple[PayRow, ...]]:
    found: dict[str, list[PayRow]] = defaultdict(list)
    for row in _rows(file):
        mine = found[row["person"]]
        number = 1 + sum((each.reward, each.line) == (row["reward"], row["line"]) for each in mine)
        what = (row["person"], row["reward"], row["reward_version"], row["line"], number)
        mine.append(PayRow(*what, Decimal(row["amount"]), row["currency"], row["concerns"], _decimal(row["base"])))
    return {person: tuple(rows) for person, rows in found.items()}


def _finding(row: dict[str, str]) -> Finding:
    return Finding(row["severity"], row["file"], row["line"], row["code"], {"zh": row["zh"], "en": row["en"]})
