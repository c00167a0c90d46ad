"""Which files a viewer may read, and with which columns: wages and ratings are not for everybody."""

from collections.abc import Callable

from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.documents.queries.current import current, place_of, table_lines, table_text
from merit_desk.results.models import Release

_PAY = {"people.csv": ("bonus_base", "wage")}
_DECISIONS = "grade_decisions.csv"
_OF_PAY = ("pay_decisions.csv", "payroll.csv", "contracts.csv", "losses.csv", "guard_overrides.csv")
_RATINGS = "ratings.csv"
_REVIEWS = (_RATINGS, _DECISIONS)


def may_read(viewer: Viewer, path: str) -> bool:
    """Definitions are for whoever sees definitions of the whole company; ratings only for who sees review texts."""
    place_of(path)
    if path in _OF_PAY:
        return viewer.everywhere(Can.SEE_PAY)
    if path in _REVIEWS:
        return viewer.everywhere(Can.SEE_REVIEW_TEXT)
    return viewer.everywhere(Can.SEE_DEFINITIONS)


def readable_text(viewer: Viewer, path: str, text: str | None) -> str | None:
    """The text without the columns that the viewer may not see, and without what was said and decided about themselves.

    Also HR reads their own grade on the page of their result, and what others answered about them on their review: once
    it is released, and nowhere before.
    """
    if path == _DECISIONS:
        return _about_others(text, lambda line: _cell(line, "person") == viewer.person) if viewer.person else text
    if path == _RATINGS and viewer.person:
        return _without_own_answers(viewer, text)
    hidden = _PAY.get(path, ())
    if text is None or not hidden or viewer.everywhere(Can.SEE_PAY):
        return text
    lines = table_lines(text)
    columns = [name for name in (lines[0] if lines else {}) if name and name.strip().lower() not in hidden]
    return table_text(columns, lines)


def reads_whole(viewer: Viewer, path: str) -> bool:
    """Whether nothing of the file as it stands is kept from the viewer; who replaces it would else delete that."""
    text = current(path).text
    return may_read(viewer, path) and readable_text(viewer, path, text) == text


def _without_own_answers(viewer: Viewer, text: str | None) -> str | None:
    released = set(Release.objects.filter(person__in=("", viewer.person)).values_list("period", flat=True))
    return _about_others(
        text, lambda line: _cell(line, "subject") == viewer.person and _cell(line, "period") not in released
    )


def _about_others(text: str | None, hidden: Callable[[dict[str, str]], bool]) -> str | None:
    """The text as it is where no row is hidden, so that bytes stay bytes."""
    lines = table_lines(text)
    shown = [line for line in lines if not hidden(line)]
    return text if len(shown) == len(lines) else table_text(list(lines[0]), shown)


def _cell(line: dict[str, str], column: str) -> str:
    """The cell of a column however its head is written."""
    return next((value.strip() for name, value in line.items() if name and name.strip().lower() == column), "")
