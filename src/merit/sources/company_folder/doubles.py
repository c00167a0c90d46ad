"""Rows that say the same thing twice: the second one is named together with the line of the first."""

from collections.abc import Hashable, Iterable, Iterator

from merit.kernel.explain import LineRef
from merit.kernel.problems import Place, Problem, Severity
from merit.sources.company_folder.row import Row

KEYS: dict[str, tuple[str, ...]] = {
    "shops": ("shop",),
    "posts": ("post",),
    "matters": ("matter",),
    "targets": ("kpi", "node_kind", "node", "period", "basis", "from"),
    "benchmarks": ("kpi", "segment", "period", "source"),
    "ratings": ("period", "subject", "rater", "relation", "indicator"),
    "manual_values": ("kpi", "node_kind", "node", "period"),
    "platform_figures": ("day", "shop", "kpi"),
    "reconciliation_releases": ("kpi", "shop", "from", "to", "released_at"),
    "notices": ("plan", "version", "given_on", "person"),
    "contracts": ("person", "from"),
    "payroll": ("period", "person"),
    "losses": ("loss",),
    "guard_overrides": ("guard", "period", "person", "reference", "decided_at"),
    "pay_budgets": ("period", "team"),
    "pay_decisions": ("period", "person", "reward", "concerns", "dispute", "decided_at"),
    "refund_bearers": ("shop", "refund_id", "decided_at"),
    "grade_decisions": ("period", "person", "stage", "decided_at"),
}
"""What may stand in a table only once; people, teams and credits have rules of their own."""

WHOLE_ROWS = ("credits", "events")
"""Tables where a row that repeats another word for word may be meant, but seldom is."""


def doubled_rows(table: str, rows: Iterable[Row]) -> Iterator[Problem]:
    """An error for a row whose key stood before, a warning for one that repeats another word for word."""
    if table in KEYS:
        keyed = ((row.source, tuple(row.text(column) for column in KEYS[table])) for row in rows)
        for at, first in _later(keyed):
            columns = ", ".join(KEYS[table])
            yield Problem("company.row_twice", Place(at.file, at.line), {"first": first, "columns": columns})
    if table in WHOLE_ROWS:
        for at, first in _later((row.source, tuple(sorted(row.cells.items()))) for row in rows):
            yield Problem("company.row_repeated", Place(at.file, at.line), {"first": first}, Severity.WARNING)


def _later(rows: Iterable[tuple[LineRef, Hashable]]) -> Iterator[tuple[LineRef, int]]:
    first: dict[Hashable, int] = {}
    for source, key in rows:
        line = first.setdefault(key, source.line)
        if line != source.line:
            yield source, line
