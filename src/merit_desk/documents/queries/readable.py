"""Which files a viewer may read, and with which columns: wages and ratings are not for everybody."""

from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.documents.queries.current import place_of, table_lines, table_text

_PAY = {"people.csv": ("bonus_base", "wage")}
_DECISIONS = "grade_decisions.csv"
_REVIEWS = ("ratings.csv", _DECISIONS)


def may_read(viewer: Viewer, path: str) -> bool:
    """Definitions are for whoever sees definitions of the whole company; ratings only for who sees review texts."""
    place_of(path)
    if path in _REVIEWS:
        return viewer.everywhere(Can.SEE_REVIEW_TEXT)
    return viewer.everywhere(Can.SEE_DEFINITIONS)


def readable_text(viewer: Viewer, path: str, text: str | None) -> str | None:
    """The text without the columns that the viewer may not see, and without what was decided about themselves."""
    if path == _DECISIONS:
        return _about_others(viewer, text)
    hidden = _PAY.get(path, ())
    if text is None or not hidden or viewer.everywhere(Can.SEE_PAY):
        return text
    lines = table_lines(text)
    columns = [name for name in (lines[0] if lines else {}) if name and name.strip().lower() not in hidden]
    return table_text(columns, lines)


def _about_others(viewer: Viewer, text: str | None) -> str | None:
    """Also HR reads their own grade on the page of their result, once it is released, and nowhere before."""
    lines = table_lines(text)
    others = [line for line in lines if not viewer.person or line.get("person", "").strip() != viewer.person]
    return text if len(others) == len(lines) else table_text(list(lines[0]), others)
