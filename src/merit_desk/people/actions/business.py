"""Shops, posts and matters: one row each, added or changed."""

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject
from merit_desk.people.actions.table_edit import Line, Rows, Told, edit_rows, own_lines
from merit_desk.people.queries.reach import require_everywhere

_KEYS = {"shops": "shop", "posts": "post", "matters": "matter"}


def row_of(table: str, key: str, seen: str = "") -> Rows:
    """The one row of a shop, post or matter."""
    return Rows(table, lambda line: line.get(_KEYS[table]) == key, seen)


def put_row(viewer: Viewer, rows: Rows, line: Line, new: bool, reason: str) -> None:
    """The row in place of the present one. Raises ConflictRefusal when a new one has the key of another."""
    require_everywhere(viewer)
    key = line[_KEYS[rows.table]]
    if new and own_lines(row_of(rows.table, key)):
        raise ConflictRefusal("people.row_there_already", key=key)
    told = Told(f"{_KEYS[rows.table]}.{'added' if new else 'changed'}", Subject(_KEYS[rows.table], key), reason)
    edit_rows(viewer, rows, lambda lines: [(lines[0] if lines else {}) | line], told)


def drop_row(viewer: Viewer, rows: Rows, key: str, reason: str) -> None:
    """Take the row away; the core refuses while something names it."""
    require_everywhere(viewer)
    told = Told(f"{_KEYS[rows.table]}.removed", Subject(_KEYS[rows.table], key), reason)
    edit_rows(viewer, rows, lambda _: [], told)
