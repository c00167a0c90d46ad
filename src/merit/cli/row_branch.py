"""Source rows below a KPI value in the explanation tree: query, file and line, the fields that were read."""

from rich.markup import escape
from rich.tree import Tree

from merit.cli.explain_tree import Working
from merit.cli.show import word
from merit.engines.source_rows import ComponentRows, RowsAsked, SourceRow, source_rows
from merit.kernel.exact import plain
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.workspace import Workspace

SHOWN = 8


def add_rows(workspace: Workspace, ref: Working, branch: Tree) -> None:
    """For each number behind the value: how many rows counted, its query, and the first rows."""
    node = Node(NodeKind(ref["node_kind"]), ref["node"])
    asked = RowsAsked(ref["kpi"], node, Period.parse(ref["period"]), SHOWN)
    for component in source_rows(workspace.company, workspace.engine, asked):
        _add_component(component, branch)


def _add_component(component: ComponentRows, branch: Tree) -> None:
    title = f"{component.kpi} {component.period} · {len(component.rows)} {word('of_rows')} {component.total:,}"
    below = branch.add(escape(title))
    if component.sql:
        below.add(f"[dim]{word('query')} {escape(' '.join(component.sql.split()))}[/]")
    for row in component.rows:
        below.add(_row_text(row))


def _row_text(row: SourceRow) -> str:
    fields = "  ".join(f"{name}={value}" for name, value in row.fields.items() if value)
    share = "" if row.share == 1 else f"  {word('share')} {plain(row.share * 100)}%"
    left_out = "" if row.counted else f"  [yellow]{word('not_counted')}[/]"
    return f"[green]{escape(row.file)}:{row.line}[/]  {escape(fields)}{share}{left_out}"
