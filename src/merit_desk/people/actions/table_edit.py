"""One edit of a table: the rows that somebody saw and changed, put in the place of the same rows as they stand now.

Two people may change different rows at the same time; only a change of the same rows meanwhile is a stale edit.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from merit.sources.company_folder.columns import COLUMNS
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.documents.actions import Change, StaleEdit, write_documents
from merit_desk.documents.queries.current import Current, current, digest_of, table_lines, table_text

Line = dict[str, str]
MARK = "\ufeff"
"""Without it, spreadsheets read Chinese wrongly."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table that one form is about; `seen` is their digest when the form was opened."""

    table: str
    mine: Callable[[Line], bool]
    seen: str = ""

    @property
    def path(self) -> str:
        """The file."""
        return f"{self.table}.csv"


@dataclass(frozen=True, slots=True)
class Told:
    """What the trail says of the edit."""

    action: str
    subject: Subject
    reason: str


def lines_of(table: str) -> list[Line]:
    """The table as it stands, column names in lower case."""
    lines = table_lines(current(f"{table}.csv").text)
    return [{(name or "").strip().lower(): (cell or "").strip() for name, cell in line.items()} for line in lines]


def own_lines(rows: Rows) -> list[Line]:
    """The form's rows as they stand."""
    return [line for line in lines_of(rows.table) if rows.mine(line)]


def seen_now(rows: Rows) -> str:
    """The digest that a form opened now carries."""
    return digest_of(_text(rows.table, own_lines(rows)))


def edit_rows(viewer: Viewer, rows: Rows, change: Callable[[list[Line]], list[Line]], told: Told) -> None:
    """Put `change` of the rows in their place, in the file and on the trail.

    Raises what `write_documents` raises; StaleEdit only when these rows have changed since `rows.seen`.
    """
    write_rows(viewer, [(rows, change)], told)


def write_rows(viewer: Viewer, edits: Sequence[tuple[Rows, Callable[[list[Line]], list[Line]]]], told: Told) -> None:
    """The same for several tables at once."""
    changes: list[Change] = []
    before: list[Line] = []
    after: list[Line] = []
    for rows, change in edits:
        was = own_lines(rows)
        now = change([dict(line) for line in was])
        before += was
        after += now
        _not_stale(rows, was, now)
        changes.append(Change(rows.path, MARK + _replaced(rows, now), current(rows.path).digest))
    with transaction.atomic():
        write_documents(viewer, changes, told.reason)
        record(viewer.account, told.action, told.subject, before or None, after or None)


def _not_stale(rows: Rows, was: list[Line], now: list[Line]) -> None:
    here = _text(rows.table, was)
    if rows.seen and digest_of(here) != rows.seen:
        mine = Change(rows.path, _text(rows.table, now), rows.seen)
        raise StaleEdit(mine, Current(rows.path, here, digest_of(here)))


def _replaced(rows: Rows, now: list[Line]) -> str:
    """The whole table with the new rows where the first of the old ones stood, else at the end."""
    lines = lines_of(rows.table)
    place = next((at for at, line in enumerate(lines) if rows.mine(line)), len(lines))
    kept = [line for line in lines if not rows.mine(line)]
    place -= sum(1 for line in lines[:place] if rows.mine(line))
    return _text(rows.table, [*kept[:place], *now, *kept[place:]])


def _text(table: str, lines: list[Line]) -> str:
    return table_text(_columns(table), lines)


def _columns(table: str) -> list[str]:
    """The columns that the file has, in its order, then those of the table that it lacks."""
    text = current(f"{table}.csv").text or ""
    written = next(csv.reader(io.StringIO(text)), [])
    names = [name.strip().lower() for name in written]
    return list(dict.fromkeys([*filter(None, names), *COLUMNS[table].all]))
