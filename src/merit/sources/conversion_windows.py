"""Ad reports that tell the same spend once per conversion window (转化周期): one window is read, the others left out.

A row of another window is left out only where the chosen window has a row with the same keys and the same spend; one
without such a partner is set aside, so that no spend is lost in silence.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from merit.kernel.problems import Place, Problem, Severity
from merit.sources.parsing.numbers import scaled_number
from merit.sources.parsing.parsed import EMPTY_MARKS
from merit.sources.profile import ConversionWindow, MappingProfile, headers_of
from merit.sources.raw_rows import BrokenRow, RawPart, RawRows, plain_header

LONGEST = 365
_DAYS = re.compile(r"\D*(?:1\s*-\s*)?(\d{1,3})\D*")
_WORDS = {"当天": 1, "当日": 1, "一天": 1, "三天": 3, "七天": 7, "十五天": 15, "三十天": 30}

_Key: TypeAlias = tuple[str | int, ...]


def with_window(
    profile: MappingProfile, entry: Mapping[str, Any], place: Place
) -> tuple[MappingProfile, list[Problem]]:
    """The profile with the window that an entry of sources.yaml asks for, such as `window: 7` (days)."""
    asked = entry.get("window")
    if asked is None:
        return profile, []
    if profile.window is None:
        if entry.get("profile") is None and entry.get("table") is None:
            return profile, []  # one pattern for many reports: it is meant for those that have windows
        return profile, [Problem("sources.window_not_known", place, {"profile": profile.name})]
    days = window_days(str(asked))
    if days is None:
        return profile, [Problem("sources.window_days_wrong", place, {"text": str(asked)})]
    return replace(profile, window=replace(profile.window, days=days, asked=True)), []


def window_days(text: str) -> int | None:
    """Days of a window as reports write it: `15天`, `1-15累计天数`, `当天`. None where that is no number of days."""
    plain = text.strip()
    if plain in _WORDS:
        return _WORDS[plain]
    found = _DAYS.fullmatch(plain)
    days = int(found.group(1)) if found else 0
    return days if 0 < days <= LONGEST else None


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the held pieces: where it is, what it says its window is, and what it tells the spend of."""

    piece: int
    at: int
    window: str
    days: int | None
    key: _Key


@dataclass(slots=True)
class OneWindow:
    """One file on its way; one whose header names a window is held back whole, since windows may stand far apart."""

    profile: MappingProfile
    file: str
    held: list[RawRows] = field(default_factory=list)

    def parts(self, parts: Iterable[RawPart]) -> Iterator[RawPart]:
        """The same parts without the rows of other windows; nothing changes for a file that names no window."""
        window = self.profile.window
        for part in parts:
            if window and isinstance(part, RawRows) and _position(part.header, window.headers) is not None:
                self.held.append(part)
            else:
                yield part
        if window and self.held:
            rows = [row for number, piece in enumerate(self.held) for row in self._rows(number, piece, window)]
            yield from self._handed_on(rows, *self._chosen(window, {row.days for row in rows if row.window}))

    def _rows(self, number: int, piece: RawRows, window: ConversionWindow) -> Iterator[_Row]:
        spend = _position(piece.header, window.spend)
        keys = [
            rule for output in self.profile.outputs for name in output.one_row_per if (rule := output.columns.get(name))
        ]
        at = _position(piece.header, window.headers)
        asked = [_position(piece.header, [name]) for rule in keys for name in headers_of(rule)]
        dimensions = sorted({each for each in asked if each is not None} - {at, spend})
        for row in range(len(piece)):
            cells = piece.cells(row)
            text = "" if at is None or cells[at].strip() in EMPTY_MARKS else cells[at].strip()
            key = tuple(cells[each].strip() for each in dimensions)
            yield _Row(number, row, text, window_days(text), (*key, _amount(cells[spend]) if spend is not None else ""))

    def _chosen(self, window: ConversionWindow, found: set[int | None]) -> tuple[int | None, list[Problem]]:
        """Which window is read: that of the entry, the only one there is, or the platform's usual one."""
        if window.asked or len(found) != 1 or None in found:
            return window.days, []
        only = next(each or 0 for each in found)
        if window.days in (None, only):
            return only, []
        params: dict[str, str | int] = {"found": only, "usual": window.days or 0}
        return only, [Problem("sources.window_unusual", Place(self.file), params, Severity.WARNING)]

    def _handed_on(self, rows: Sequence[_Row], chosen: int | None, told: list[Problem]) -> Iterator[RawPart]:
        if not any(row.window for row in rows):
            yield from self.held
            return
        yield from told
        free = Counter((days, row.key) for row in rows if row.days == chosen for days in {each.days for each in rows})
        left: Counter[int] = Counter()
        for row in rows:
            if row.days is None or row.days != chosen:
                problem = _wrong(row, chosen, free)
                if problem is not None:
                    yield self._set_aside(row, problem)
                left[row.days or 0] += problem is None
        taken = [np.zeros(len(piece), bool) for piece in self.held]
        for row in rows:
            taken[row.piece][row.at] = chosen is not None and row.days == chosen
        for piece, kept in zip(self.held, map(pa.array, taken), strict=True):
            columns = tuple(column.filter(kept) for column in piece.columns)
            yield RawRows(piece.header, columns, piece.lines.filter(kept))
        if left.total():
            params: dict[str, str | int] = {"count": left.total(), "chosen": chosen or 0, "others": _listed(+left)}
            yield Problem("sources.windows_left_out", Place(self.file), params, Severity.NOTE)

    def _set_aside(self, row: _Row, problem: Problem) -> BrokenRow:
        piece = self.held[row.piece]
        place = Place(self.file, piece.lines[row.at].as_py(), problem.place.field)
        return BrokenRow(replace(problem, place=place), piece.header, piece.cells(row.at))


def _wrong(row: _Row, chosen: int | None, free: Counter[tuple[int | None, _Key]]) -> Problem | None:
    """Why a row of no or another window cannot just be left out; its partner in the chosen window is used up."""
    if row.days is None:
        return Problem("sources.window_unread", params={"text": row.window})
    if chosen is None:
        return Problem("sources.windows_mixed", params={"found": row.days})
    if free[row.days, row.key] > 0:
        free[row.days, row.key] -= 1
        return None
    if row.key[-1] == 0:
        return None
    return Problem("sources.window_alone", params={"found": row.days, "chosen": chosen})


def _position(header: Sequence[str], asked: Iterable[str]) -> int | None:
    names = [plain_header(name) for name in header]
    return next((names.index(plain) for plain in map(plain_header, asked) if plain in names), None)


def _amount(cell: str) -> str | int:
    """The spend, `1,020.00` and `1020` being the same; nothing is 0, and text that is no amount stays as it is."""
    found = 0 if cell.strip() in EMPTY_MARKS else scaled_number(cell.strip())
    return cell.strip() if isinstance(found, Problem) else found


def _listed(days: Iterable[int]) -> str:
    return "、".join(str(each) for each in sorted(days))
