"""Source rows below a KPI value in the explanation tree: query, file and line, the fields that were read."""

from datetime import datetime
from zoneinfo import ZoneInfo

from rich.markup import escape
from rich.tree import Tree

from merit.cli.explain_tree import Working
from merit.cli.show import word
from merit.engines.source_rows import ComponentRows, RowsAsked, SourceRow, source_rows
from merit.kernel.exact import plain
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.workspace import Workspace


def add_rows(workspace: Workspace, ref: Working, branch: Tree, limit: int) -> None:
    """For each number behind the value: how many rows counted, its query, and the first rows."""
    node = Node(NodeKind(ref["node_kind"]), ref["node"])
    asked = RowsAsked(ref["kpi"], node, Period.parse(ref["period"]), limit)
    for component in source_rows(workspace.company, workspace.engine, asked):
        _add_component(component, branch, ZoneInfo(workspace.company.profile.time_zone))


def _add_component(component: ComponentRows, branch: Tree, zone: ZoneInfo) -> None:
    title = f"{component.kpi} {component.period} · {len(component.rows)} {word('of_rows')} {component.total:,}"
    below = branch.add(escape(title))
    if component.sql:
        below.add(f"[dim]{word('query')} {escape(' '.join(component.sql.split()))}[/]")
    for row in component.rows:
        below.add(_row_text(row, zone))


def _row_text(row: SourceRow, zone: ZoneInfo) -> str:
    fields = "  ".join(f"{name}={_on_own_clock(value, zone)}" for name, value in row.fields.items() if value)
    share = "" if row.share == 1 else f"  {word('share')} {plain(row.share * 100)}%"
    left_out = "" if row.counted else f"  [yellow]{word('not_counted')}[/]"
    return f"[green]{escape(row.file)}:{row.line}[/]  {escape(fields)}{share}{left_out}"


def _on_own_clock(text: str, zone: ZoneInfo) -> str:
    """A moment as the company's clock showed it; any other field as it is."""
    if not text.endswith("+00:00"):
        return text
    return f"{datetime.fromisoformat(text).astimezone(zone):%Y-%m-%d %H:%M:%S}"
