"""Rejected rows of the latest loads, as they may be shown: with reason, file, line and what stood there."""

import csv
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from merit.kernel.refusals import NotFoundRefusal
from merit.sources.feeds import feeds_of
from merit.sources.profile import headers_of
from merit.sources.raw_rows import plain_header
from merit.sources.rejected import FOLDER, MASK
from merit.wording.sentences import sentence
from merit_desk.intake.queries.places import company_folder
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say

_OWN = ("reason", "params", "file", "line", "column", "row_mark")
_DIGEST = re.compile(r"[0-9a-f]{32}")
"""How the name of a buyer looks once it is hashed."""
_HOPELESS = frozenset({"sources.damaged_id", "sources.quote_not_closed", "sources.wrong_encoding"})
"""What the file has lost cannot be put back by hand: it has to be exported again."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a rejected row.

    `faulty`: a reason names it; `hidden`: it holds personal data; `used`: something is made of it.
    """

    column: str
    text: str
    faulty: bool
    hidden: bool
    used: bool


@dataclass(frozen=True, slots=True)
class Returned:
    """One rejected row. `mark` is empty where it cannot be mended on the screen."""

    file: str
    line: int
    mark: str
    reasons: tuple[str, ...]
    codes: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def mendable(self) -> bool:
        """Whether correcting cells can help."""
        return bool(self.mark) and not _HOPELESS & set(self.codes)

    @property
    def faulty(self) -> tuple[Cell, ...]:
        """The cells to correct: those that are named, or where none is all of which something is made."""
        shown = [cell for cell in self.cells if not cell.hidden]
        named = tuple(cell for cell in shown if cell.faulty)
        return named or tuple(cell for cell in shown if cell.used)


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """The rejected rows of one file, counted. `name` is the file in rejected/."""

    name: str
    file: str
    rows: int
    reasons: tuple[tuple[str, int], ...]


def returned_files() -> list[ReturnedFile]:
    """Every file with rejected rows."""
    found = []
    for path in sorted((company_folder() / FOLDER).glob("*.csv")):
        rows = _rows(path)
        if rows is None:
            continue
        codes = Counter(code for row in rows for code in row["reason"].split())
        words = tuple((reason_word(code), count) for code, count in codes.most_common())
        found.append(ReturnedFile(path.name, rows[0]["file"] if rows else path.stem, len(rows), words))
    return [each for each in found if each.rows]


def returned_rows(name: str) -> list[Returned]:
    """The rejected rows of one file. Raises NotFoundRefusal when there are none."""
    rows = _rows(place_of(name))
    if not rows:
        raise NotFoundRefusal("refusal.no_such_page")
    headers = headers_by_column(rows[0]["file"])
    return [_returned(row, headers) for row in rows]


def headers_by_column(file: str) -> dict[str, set[str]]:
    """Plain headers by the column that they feed: a reason names the column, a row shows its headers."""
    found: dict[str, set[str]] = {}
    for feed in feeds_of(company_folder())[0]:
        if file in feed.names:
            for output in feed.profile.outputs:
                for column, rule in output.columns.items():
                    found.setdefault(column, set()).update(map(plain_header, headers_of(rule)))
    return found


def place_of(name: str) -> Path:
    """The file in rejected/. Raises NotFoundRefusal for a name that is none of its files."""
    known = {path.name: path for path in (company_folder() / FOLDER).glob("*.csv")}
    if name not in known:
        raise NotFoundRefusal("refusal.no_such_page")
    return known[name]


def reason_word(code: str) -> str:
    """The reason in few words, for counting."""
    return say(code.replace("sources.", "intake.reason."))


def _rows(path: Path) -> list[dict[str, str]] | None:
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        if tuple(header[: len(_OWN) - 1]) != _OWN[:-1]:
            return None
        own = len(_OWN) if header[len(_OWN) - 1 : len(_OWN)] == ["row_mark"] else len(_OWN) - 1
        return [_as_row(header, own, cells) for cells in reader]


def _as_row(header: list[str], own: int, cells: list[str]) -> dict[str, str]:
    named = dict(zip(_OWN, cells[:own], strict=False))
    named.setdefault("row_mark", "")
    named["cells"] = json.dumps(cells[own:], ensure_ascii=False)
    named["header"] = json.dumps(header[own:], ensure_ascii=False)
    return named


def _returned(row: dict[str, str], headers: dict[str, set[str]]) -> Returned:
    codes, params = row["reason"].split(), json.loads(row["params"] or "[]")
    named = {name for column in row["column"].split() for name in headers.get(column, {plain_header(column)})}
    used = {name for names in headers.values() for name in names}
    header, cells = json.loads(row["header"]), json.loads(row["cells"])
    shown = [*cells, *[""] * (len(header) - len(cells))]
    return Returned(
        row["file"],
        int(row["line"] or 0),
        row["row_mark"],
        tuple(dict.fromkeys(_said(code, params, at) for at, code in enumerate(codes))),
        tuple(codes),
        tuple(_cell(name, text, named, used) for name, text in zip(header, shown, strict=False)),
    )


def _cell(name: str, text: str, named: set[str], used: set[str]) -> Cell:
    hidden = text == MASK or bool(_DIGEST.fullmatch(text))
    plain = plain_header(name)
    return Cell(name, text, plain in named, hidden, plain in used)


def _said(code: str, params: list[dict[str, str | int]], at: int) -> str:
    """The reason as a sentence; params stand beside the problems, of which codes are named once."""
    fitting = params[at] if at < len(params) else {}
    try:
        return sentence(code, fitting, current_language())
    except (KeyError, IndexError):
        return next((text for each in params if (text := _filled(code, each))), code)


def _filled(code: str, params: dict[str, str | int]) -> str:
    try:
        return sentence(code, params, current_language())
    except (KeyError, IndexError):
        return ""
