"""Writing rows of targets.csv: a row of the same KPI, node, period and start takes the other's place."""

from collections.abc import Mapping, Sequence

from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.documents.actions import Change, write_documents
from merit_desk.documents.models import Version
from merit_desk.documents.queries.current import current, table_lines, table_text
from merit_desk.plans.actions.targets import columns_of

_FILE = "targets.csv"
_KEY = ("kpi", "node_kind", "node", "period", "from")


def write_targets(viewer: Viewer, rows: Sequence[Mapping[str, str]], reason: str) -> Version:
    """The new version of targets.csv. Raises as `write_documents` does; all rows are written or none."""
    viewer.require(Can.EDIT_TARGETS)
    now = current(_FILE)
    lines = {_key(line): line for line in table_lines(now.text)}
    for row in rows:
        lines[_key(row)] = {**lines.get(_key(row), {}), **row}
    text = table_text(columns_of(list(lines.values())), list(lines.values()))
    return write_documents(viewer, [Change(_FILE, text, now.digest)], reason)[0]


def _key(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row.get(name) or "" for name in _KEY)
