"""The rows of the tables for other tools, from the result files of every period and the declarations of the folder."""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Self

from merit.closing.sealed_period import sealed_folder
from merit.company import Company
from merit.kernel.period import Period

Row = dict[str, Any]
_WHOLE = ("version", "plan_version", "reward_version", "n")
_NUMBERS = (
    *("value", "numerator", "denominator", "actual", "target", "attainment", "points", "weight", "weighted"),
    *("total", "on_duty", "base"),
)


def bi_rows(folder: Path, company: Company, names: bool) -> dict[str, Callable[[], Iterator[Row]]]:
    """By table; names of people only where asked for, wages never."""
    return {
        "periods": lambda: _periods(folder),
        "kpis": lambda: _kpis(company),
        "kpi_values": lambda: _with_exact(_results(folder, "kpis")),
        "scores": lambda: _results(folder, "scores"),
        "totals": lambda: _results(folder, "totals"),
        "payouts": lambda: _results(folder, "payouts"),
        "people": lambda: _people(company, names),
        "teams": lambda: _teams(company),
        "targets": lambda: _targets(company),
    }


def _period_folders(folder: Path) -> list[Path]:
    return sorted(path.parent for path in (folder / "results").glob("[!.]*/data.json"))


def _periods(folder: Path) -> Iterator[Row]:
    for place in _period_folders(folder):
        period = Period.parse(place.name)
        as_of = json.loads((place / "data.json").read_text("utf-8"))["as_of"]
        yield {
            "period": place.name,
            "first_day": period.start,
            "last_day": period.last,
            "as_of": datetime.fromisoformat(as_of) if as_of else None,
            "sealed": sealed_folder(folder, period).exists(),
        }


def _results(folder: Path, name: str) -> Iterator[Row]:
    for place in _period_folders(folder):
        with (place / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                yield {column: _typed(column, text) for column, text in row.items()}


def _with_exact(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        yield {**row, "value_exact": None if row["value"] is None else str(row["value"])}


def _typed(column: str, text: str) -> Any:
    if column in _WHOLE:
        return int(text) if text else None
    if column in _NUMBERS:
        return _Exact(text) if text else None
    return Decimal(text) if column == "amount" else text


class _Exact(float):
    """A binary float for tools that know nothing else; as text still what the file says."""

    text: str

    def __new__(cls, text: str) -> Self:
        made = super().__new__(cls, float(Fraction(text)))
        made.text = text
        return made

    def __str__(self) -> str:
        return self.text


def _kpis(company: Company) -> Iterator[Row]:
    for kpi in company.catalogue.kpis.values():
        yield {
            "kpi": kpi.id,
            "version": kpi.version,
            "title_zh": kpi.title.get("zh", ""),
            "title_en": kpi.title.get("en", ""),
            "subject": kpi.group,
            "unit": str(kpi.unit),
            "direction": str(kpi.direction),
        }


def _people(company: Company, names: bool) -> Iterator[Row]:
    for spell in company.organisation.spells:
        yield {
            "person": spell.person,
            "name": spell.name if names else None,
            "post": spell.post,
            "team": spell.team,
            "managers": ";".join(spell.managers),
            "status": str(spell.status),
            "first_day": spell.start,
            "last_day": _last(spell.end),
        }


def _teams(company: Company) -> Iterator[Row]:
    for team in company.organisation.teams:
        yield {
            "team": team.team,
            "name": team.name,
            "parent": team.parent,
            "leader": team.leader,
            "kind": str(team.kind),
            "first_day": team.start,
            "last_day": _last(team.end),
        }


def _targets(company: Company) -> Iterator[Row]:
    for target in company.targets:
        yield {
            "kpi": target.kpi,
            "node_kind": target.node_kind,
            "node": target.node,
            "period": str(target.period),
            "target": float(target.target),
            "basis": str(target.basis),
            "first_day": target.start,
        }


def _last(end: date | None) -> date | None:
    return end - timedelta(days=1) if end else None
