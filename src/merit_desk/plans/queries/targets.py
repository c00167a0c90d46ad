"""Targets as a table, with who set each, why, and what stood before."""

from dataclasses import dataclass
from datetime import datetime

from merit.company import Company
from merit.kernel.exact import exact
from merit.kernel.period import Grain, Period
from merit.targets.target import TargetBasis
from merit_desk.accounts.queries.sight import sight_of
from merit_desk.accounts.queries.subtree import below_in
from merit_desk.accounts.viewer import Viewer
from merit_desk.catalogue.queries.sight import kpis_seen, sees_all
from merit_desk.documents.queries.current import current, table_lines
from merit_desk.documents.queries.versions import versions_of
from merit_desk.plans.queries.words import value_words
from merit_desk.results.queries.names import kpi_title, kpi_unit, node_name
from merit_desk.shell.sentences import say

FILE = "targets.csv"
KEY = ("kpi", "node_kind", "node", "period", "from")


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One row; `number` is its place in the file, from 0."""

    number: int
    cells: dict[str, str]
    kpi: str
    kpi_title: str
    whose: str
    kind: str
    period: str
    target: str
    start: str
    reason: str


@dataclass(frozen=True, slots=True)
class TargetChange:
    """What stood in the row from then on."""

    at: datetime
    who: str
    target: str
    reason: str


def target_lines(viewer: Viewer, company: Company, asked: dict[str, str]) -> list[TargetLine]:
    """The rows that the viewer may see and that fit what is asked (`kpi`, `period`, `q`), latest period first."""
    rows = [_line(company, at, cells) for at, cells in enumerate(table_lines(current(FILE).text))]
    seen = [row for row in rows if _may_see(viewer, company, row)]
    words = asked.get("q", "").lower().split()
    found = [
        row
        for row in seen
        if asked.get("kpi", "") in ("", row.kpi)
        and asked.get("period", "") in ("", row.period)
        and all(word in f"{row.kpi} {row.kpi_title} {row.whose} {row.cells['node']}".lower() for word in words)
    ]
    return sorted(found, key=lambda row: row.period, reverse=True)


def _line(company: Company, number: int, cells: dict[str, str]) -> TargetLine:
    kpi = cells.get("kpi", "").strip()
    return TargetLine(
        number=number,
        cells=cells,
        kpi=kpi,
        kpi_title=kpi_title(company, kpi),
        whose=node_name(company, cells.get("node_kind", ""), cells.get("node", "")),
        kind=cells.get("node_kind", ""),
        period=cells.get("period", "").strip(),
        target=target_words(company, kpi, cells.get("target", ""), cells.get("basis", "")),
        start=cells.get("from", "") or "",
        reason=cells.get("reason", "") or "",
    )


def target_words(company: Company, kpi: str, target: str, basis: str) -> str:
    """The target in its unit; growth and benchmarks say what they are of."""
    try:
        value = exact(target)
    except ValueError:
        return target
    if basis in ("", TargetBasis.ABSOLUTE):
        return value_words(value, kpi_unit(company, kpi))
    shown = target if basis == TargetBasis.BENCHMARK else f"{float(value * 100):g}%"
    return say(f"target_words.{basis}", value=shown)


def _may_see(viewer: Viewer, company: Company, row: TargetLine) -> bool:
    """All with SEE_DEFINITIONS; else the own rows, those of the people below, and of the teams one leads or is in."""
    if sees_all(viewer):
        return True
    month = Period.containing(viewer.today, Grain.MONTH)
    sight = sight_of(viewer, str(month))
    if row.kind == "person":
        return row.cells["node"] in {viewer.person} | below_in(company.organisation, viewer.person, month)
    in_sight = row.cells["node"] in sight.teams | sight.own_teams
    return row.kind in ("team", "department") and in_sight and row.kpi in kpis_seen(viewer, company)


def standing_target(asked: dict[str, str]) -> dict[str, str]:
    """The row of targets.csv for that KPI, node, period and start; empty where there is none."""
    key = _key(asked)
    return next((line for line in table_lines(current(FILE).text) if _key(line) == key), {})


def target_history(company: Company, cells: dict[str, str]) -> list[TargetChange]:
    """Every target that stood in this row as far as it was written here, latest first."""
    key = _key(cells)
    found: list[TargetChange] = []
    for state in reversed(versions_of(FILE)):
        row = next((line for line in table_lines(state.text) if _key(line) == key), None)
        shown = target_words(company, key[0], row["target"], row.get("basis", "")) if row else ""
        if not found or found[-1].target != shown:
            found.append(TargetChange(state.at, str(state.author or ""), shown, (row or {}).get("reason", "")))
    return found[::-1]


def _key(line: dict[str, str]) -> tuple[str, ...]:
    return tuple((line.get(name) or "").strip() for name in KEY)
