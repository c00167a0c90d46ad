"""What was agreed becomes rows of targets.csv, which scoring reads; what stood before stays in the file's versions."""

from collections.abc import Sequence
from datetime import date

from merit.kernel.period import Period
from merit.targets.target import TargetBasis
from merit_desk.accounts.viewer import Viewer
from merit_desk.agreements.models import Agreement, ChangeRequest
from merit_desk.agreements.queries.terms import line_named, lines_of, negotiable
from merit_desk.documents.actions import append_rows
from merit_desk.documents.queries.current import current, table_lines
from merit_desk.shell.sentences import say

FILE = "targets.csv"
KEY = ("kpi", "node_kind", "node", "period", "from")
Row = dict[str, str]


def agreed_rows(one: Agreement) -> list[Row]:
    """The person's rows for every KPI of which a target was agreed.

    A KPI that also stands under a later plan of the same cycle gets that plan's target from its first day on, as the
    agreed one would otherwise go on counting there.
    """
    agreed = {line["kpi"] for line in lines_of(one.terms) if line["agreed"]}
    first = Period.parse(one.terms["period"]).start if agreed else date.min
    rows: list[Row] = []
    for part in one.terms["parts"]:
        start = date.fromisoformat(part["from"])
        since = "" if start <= max(first, one.participant.start) else start.isoformat()
        lines = (line for line in part["lines"] if line["kpi"] in agreed and negotiable(one.terms, line))
        rows += [_row(one, line["kpi"], line["target"], line["basis"], since) for line in lines]
    return rows


def changed_rows(one: Agreement, change: ChangeRequest) -> list[Row]:
    """The rows that take over on the change's first day."""
    rows = []
    for point in change.points:
        line = line_named(one.terms, point["indicator"])
        if line is not None:
            row = _row(one, line["kpi"], point["target"], str(TargetBasis.ABSOLUTE), change.start.isoformat())
            rows.append({**row, "reason": change.reason[:200]})
    return rows


def _row(one: Agreement, kpi: str, target: str, basis: str, since: str) -> Row:
    where = {"kpi": kpi, "node_kind": "person", "node": one.participant.person, "period": one.terms["period"]}
    reason = say("agreements.row_reason", number=one.number)
    return {**where, "from": since, "target": target, "basis": basis, "reason": reason}


def write_targets(viewer: Viewer, rows: Sequence[Row], reason: str) -> bool:
    """Put the rows in the place of those of the same KPI, person, period and day, in one write; whether any changed.

    Raises Unsound when the core refuses them.
    """
    standing = {_key(line): line for line in table_lines(current(FILE).text)}
    fresh = [row for row in rows if not _same(standing.get(_key(row)), row)]
    if fresh:
        append_rows(viewer.account, FILE, fresh, reason, KEY)
    return bool(fresh)


def _same(line: Row | None, row: Row) -> bool:
    if line is None:
        return False
    return line.get("target") == row["target"] and (line.get("basis") or str(TargetBasis.ABSOLUTE)) == row["basis"]


def _key(line: Row) -> tuple[str, ...]:
    return tuple((line.get(name) or "").strip() for name in KEY)
