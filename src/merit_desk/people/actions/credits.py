"""Who is credited for a subject: all its shares are written together."""

from collections.abc import Iterable

from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject
from merit_desk.people.actions.table_edit import Line, Rows, Told, edit_rows
from merit_desk.people.queries.reach import require_everywhere

SHARE = ("person", "share", "role", "from", "to")


def rows_of_subject(kind: str, subject: str, seen: str = "") -> Rows:
    """The shares of one subject."""
    return Rows("credits", lambda line: (line.get("kind"), line.get("subject")) == (kind, subject), seen)


def write_credits(viewer: Viewer, rows: Rows, subject: tuple[str, str], shares: Iterable[Line], reason: str) -> None:
    """All shares of (kind, subject) in place of the present ones; none takes them away."""
    require_everywhere(viewer)
    kind, name = subject
    fresh = [{"kind": kind, "subject": name} | {column: share.get(column, "") for column in SHARE} for share in shares]
    told = Told("credits.changed", Subject("credits", f"{kind}:{name}"), reason)
    edit_rows(viewer, rows, lambda _: fresh, told)
