"""The rows behind a KPI value, with the query that reads them; kept for as long as the facts stay as they are."""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from merit.engines.source_rows import ComponentRows, RowsAsked, SourceRow, source_rows
from merit.kernel.exact import plain
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.results.queries.names import kpi_title
from merit_desk.results.queries.open_company import at_work, state_of

SHOWN = 20
_KEPT = 200


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One source row as the table shows it."""

    file: str
    line: int
    cells: tuple[str, ...]
    share: str
    counted: bool


@dataclass(frozen=True, slots=True)
class ShownRows:
    """One number behind the value: how many rows counted, the first of them, and the query."""

    title: str
    period: str
    total: int
    columns: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    sql: str
    entered: bool
    """Read from manual_values.csv, where no query is."""


@dataclass(frozen=True, slots=True)
class KpiAsked:
    """Whose value of which KPI over which period, as of which moment."""

    kpi: str
    kind: str
    node: str
    period: str
    as_of: str


def kpi_rows(asked: KpiAsked) -> tuple[ShownRows, ...]:
    """Per number behind the value. Raises NotFoundRefusal for an unknown KPI, kind of node or period."""
    return _found(asked, settings.MERIT_COMPANY, state_of(settings.MERIT_COMPANY))


@lru_cache(maxsize=_KEPT)
def _found(asked: KpiAsked, _folder: Path, _state: int) -> tuple[ShownRows, ...]:
    try:
        node, period = Node(NodeKind(asked.kind), asked.node), Period.parse(asked.period)
    except ValueError:
        raise NotFoundRefusal("refusal.no_such_figure") from None
    with at_work(asked.as_of) as workspace:
        found = source_rows(workspace.company, workspace.engine, RowsAsked(asked.kpi, node, period, SHOWN, True))
        return tuple(_shown(each, kpi_title(workspace.company, each.kpi)) for each in found)


def _shown(component: ComponentRows, title: str) -> ShownRows:
    columns = tuple(dict.fromkeys(name for row in component.rows for name in row.fields))
    rows = tuple(_row(row, columns) for row in component.rows)
    entered = component.component.startswith("entered_")
    return ShownRows(title, str(component.period), component.total, columns, rows, component.sql, entered)


def _row(row: SourceRow, columns: tuple[str, ...]) -> ShownRow:
    share = "" if row.share == Fraction(1) else f"{plain(row.share * 100)}%"
    return ShownRow(row.file, row.line, tuple(_cell(row.fields.get(name, "")) for name in columns), share, row.counted)


def _cell(text: str) -> str:
    """Moments without the seconds' fraction; yes and no as marks are left to the template."""
    return text.replace("T", " ").removesuffix("+00:00") + " UTC" if _is_moment(text) else text


def _is_moment(text: str) -> bool:
    return len(text) >= 25 and text[10:11] == "T" and text.endswith("+00:00")
