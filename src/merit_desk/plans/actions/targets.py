"""Setting a target: a row of targets.csv added or changed, with a reason; what stood before stays in the versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from merit.sources.company_folder.columns import COLUMNS
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.documents.actions import Change, StaleEdit, write_documents
from merit_desk.documents.queries.current import Current, current, table_lines, table_text
from merit_desk.forecasts.queries.difficulty import difficulty_at_setting

FILE = "targets.csv"
KEY = ("kpi", "node_kind", "node", "period", "from")
HARD = "difficulty"


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One row as it is typed; `start` is empty unless it takes over inside the period."""

    kpi: str
    node_kind: str
    node: str
    period: str
    target: str
    basis: str
    start: str
    reason: str

    @property
    def cells(self) -> dict[str, str]:
        """The row by column name."""
        return {
            "kpi": self.kpi,
            "node_kind": self.node_kind,
            "node": self.node,
            "period": self.period,
            "target": self.target,
            "basis": self.basis,
            "from": self.start,
            "reason": self.reason,
        }


def set_target(viewer: Viewer, row: TargetRow, seen: str) -> None:
    """Add the row, or change the one of the same KPI, node, period and start.

    `seen` is the target that the writer saw there, empty for none. Raises NotFoundRefusal (not permitted), StaleEdit
    when another target stands there by now, Unsound when the core refuses the row.
    """
    viewer.require(Can.EDIT_TARGETS)
    now = current(FILE)
    lines = table_lines(now.text)
    same = [line for line in lines if _key(line) == _key(row.cells)]
    stands = same[0]["target"] if same else ""
    if stands != seen:
        raise StaleEdit(
            Change(FILE, table_text(list(COLUMNS["targets"].all), [row.cells]), ""), _as_it_is(now.digest, same)
        )
    cells = row.cells | {HARD: difficulty_at_setting(row.cells)}
    if same:
        same[0].update(cells)
    else:
        lines.append(cells)
    columns = columns_of(lines)
    with transaction.atomic():
        write_documents(viewer, [Change(FILE, table_text(columns, lines), now.digest)], row.reason)
        before, after = {"target": stands}, {"target": row.target, "reason": row.reason}
        subject = Subject("target", "/".join(_key(row.cells)).rstrip("/"))
        record(viewer.account, "plans.target_set", subject, before, after)


def columns_of(lines: Sequence[Mapping[str, str]]) -> list[str]:
    """Those in the file and all known ones; that of the difficulty only once a row has it."""
    named = dict.fromkeys(name for line in lines[:1] for name in line)
    told = any(line.get(HARD) for line in lines)
    return [name for name in dict.fromkeys((*named, *COLUMNS["targets"].all)) if name != HARD or told or name in named]


def _key(line: dict[str, str]) -> tuple[str, ...]:
    return tuple((line.get(name) or "").strip() for name in KEY)


def _as_it_is(digest: str, lines: list[dict[str, str]]) -> Current:
    return Current(FILE, table_text(list(COLUMNS["targets"].all), lines), digest)
