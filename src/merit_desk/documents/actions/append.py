"""Rows that an app adds to a table of the company folder, once it has made sure itself that this person may."""

from collections.abc import Mapping, Sequence

from merit.sources.company_folder.columns import COLUMNS
from merit_desk.documents.actions.write import write_on_behalf
from merit_desk.documents.models import Version
from merit_desk.documents.queries.current import Current, table_lines, table_text


def append_rows(
    account: int | None,
    path: str,
    rows: Sequence[Mapping[str, str]],
    reason: str,
    replacing: tuple[str, ...] = (),
) -> Version:
    """Add the rows to the table (such as "ratings.csv"), under the folder's lock, as a version with its reason.

    Permission is the caller's: the judge of an appeal changes no file otherwise. Rows that stood there under the same
    values of the columns `replacing` give way; without them nothing is taken away. Columns and rows that were there
    stay as they are. Line breaks become blanks: an explanation points at a row by its line. Raises Unsound when the
    rows bring an error, NotFoundRefusal for a path that is no table.
    """
    return write_on_behalf(account, path, lambda now: _grown(now, path, rows, replacing), reason)


def _grown(now: Current, path: str, rows: Sequence[Mapping[str, str]], replacing: tuple[str, ...]) -> str:
    lines = table_lines(now.text)
    header = list(lines[0]) if lines else _header(now.text)
    written = {name.strip().lower(): name for name in header if name}
    columns = [*header, *(name for name in COLUMNS[path.removesuffix(".csv")].all if name not in written)]
    fresh = [{written.get(name, name): " ".join(value.split()) for name, value in row.items()} for row in rows]
    gone = {_key(row, replacing, written) for row in fresh} if replacing else set()
    kept = [line for line in lines if not replacing or _key(line, replacing, written) not in gone]
    return table_text(columns, [*kept, *fresh])


def _key(row: Mapping[str, str], names: tuple[str, ...], written: Mapping[str, str]) -> tuple[str, ...]:
    return tuple((row.get(written.get(name, name)) or "").strip() for name in names)


def _header(text: str | None) -> list[str]:
    first = (text or "").splitlines()[:1]
    return [name.strip() for name in first[0].split(",")] if first else []
