"""The rows behind a KPI value, with the query that reads them; kept for as long as the facts stay as they are."""

import re
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings

from merit.engines.source_rows import ComponentRows, RowsAsked, SourceRow, source_rows
from merit.kernel.exact import plain
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.results.queries.open_company import at_work, state_of

SHOWN = 20
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00")
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
    """One number behind the value: how many rows counted, the first of them, and the query. No words: it is kept."""

    kpi: str
    kind: str
    node: str
    period: str
    total: int
    columns: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    sql: str
    shared: bool
    """Some row belongs to the node only in part."""
    narrowed: str = ""
    """The conditions beside the node, as the query of an address."""


@dataclass(frozen=True, slots=True)
class KpiAsked:
    """Whose value of which KPI over which period, as of which moment."""

    kpi: str
    kind: str
    node: str
    period: str
    as_of: str
    where: tuple[tuple[str, str], ...] = ()
    """Dimensions of the business that narrow the node's rows."""

    @property
    def narrowed(self) -> str:
        """The conditions as the query of an address."""
        return urlencode([("where", f"{name}:{value}") for name, value in self.where])


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
        found = source_rows(
            workspace.company, workspace.engine, RowsAsked(asked.kpi, node, period, SHOWN, True, asked.where)
        )
        zone = ZoneInfo(workspace.company.profile.time_zone)
        return tuple(_shown(each, asked, zone) for each in found)


def _shown(component: ComponentRows, asked: KpiAsked, zone: ZoneInfo) -> ShownRows:
    columns = tuple(dict.fromkeys(name for row in component.rows for name in row.fields))
    rows = tuple(_row(row, columns, zone) for row in component.rows)
    shared = any(row.share for row in rows)
    whose = (component.kpi, asked.kind, asked.node, str(component.period))
    return ShownRows(*whose, component.total, columns, rows, component.sql, shared, asked.narrowed)


def _row(row: SourceRow, columns: tuple[str, ...], zone: ZoneInfo) -> ShownRow:
    share = "" if row.share == Fraction(1) else f"{plain(row.share * 100)}%"
    cells = tuple(on_own_clock(row.fields.get(name, ""), zone) for name in columns)
    return ShownRow(row.file, row.line, cells, share, row.counted)


def on_own_clock(text: str, zone: ZoneInfo) -> str:
    """Moments, which the store keeps in UTC, on the company's own clock."""
    if not _MOMENT.fullmatch(text):
        return text
    return f"{datetime.fromisoformat(text).astimezone(zone):%Y-%m-%d %H:%M:%S}"
