"""One row of a table while it is read: typed look-ups that note what is wrong with a cell and go on with a stand-in.

A row that had an error (`good` is False) is dropped by its reader, so a stand-in never reaches the company.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from merit.kernel.exact import exact
from merit.kernel.explain import LineRef
from merit.kernel.period import Grain, Period
from merit.kernel.problems import Place, Problem, has_errors

Choice = TypeVar("Choice", bound=StrEnum)

_DAMAGED = re.compile(r"\d(\.\d+)?[Ee]\+?\d+")
_NO_DAY = date(2000, 1, 1)
LAST_YEAR = 9998
"""A later year would leave no day after its last day."""


@dataclass(slots=True)
class Row:
    """The cells of one line by column name, as text without stray blanks; absent columns read as empty."""

    file: str
    line: int
    cells: dict[str, str]
    problems: list[Problem] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """False when a cell of this row cannot be read."""
        return not has_errors(self.problems)

    @property
    def source(self) -> LineRef:
        """Where the row stands."""
        return LineRef(self.file, self.line)

    def place(self, column: str) -> Place:
        """Where that cell stands."""
        return Place(self.file, self.line, column)

    def text(self, column: str) -> str:
        """The cell, empty when there is nothing."""
        return self.cells.get(column, "")

    def needed(self, column: str) -> str:
        """The cell of a required column."""
        text = self.text(column)
        if not text:
            self.problems.append(Problem("company.cell_empty", self.place(column), {"column": column}))
        return text

    def identifier(self, column: str) -> str:
        """A required id. What a spreadsheet turned into a number like 5.11E+18 has lost its digits and is no id."""
        text = self.needed(column)
        if _DAMAGED.fullmatch(text):
            params: dict[str, str | int] = {"column": column, "value": text}
            self.problems.append(Problem("company.damaged_id", self.place(column), params))
        return text

    def day(self, column: str) -> date | None:
        """A day (2026-10-12, also 2026/10/12); None when empty."""
        text = self.text(column)
        if not text:
            return None
        day = day_in(text)
        if day is None:
            params: dict[str, str | int] = {"column": column, "value": text}
            self.problems.append(Problem("company.not_a_day", self.place(column), params))
        return day

    def needed_day(self, column: str) -> date:
        """A day that must be there."""
        return (self.needed(column) and self.day(column)) or _NO_DAY

    def end_after(self, column: str) -> date | None:
        """The day after the last day written in the cell: files name last days, spans end before their end."""
        last = self.day(column)
        return last + timedelta(days=1) if last is not None else None

    def number(self, column: str) -> Fraction | None:
        """An exact decimal; None when empty."""
        text = self.text(column)
        if not text:
            return None
        try:
            return exact(text)
        except ValueError:
            params: dict[str, str | int] = {"column": column, "value": text}
            self.problems.append(Problem("company.not_a_number", self.place(column), params))
            return None

    def needed_number(self, column: str) -> Fraction:
        """A number that must be there."""
        number = self.number(column) if self.needed(column) else None
        return number if number is not None else Fraction(0)

    def amount(self, column: str) -> Fraction | None:
        """An amount of money that is not negative; None when empty."""
        amount = self.number(column)
        if amount is not None and amount < 0:
            self.problems.append(Problem("company.below_zero", self.place(column), {"column": column}))
        return amount

    def share(self, column: str) -> Fraction | None:
        """A part of one, from 0 to 1; None when empty."""
        share = self.number(column)
        if share is not None and not 0 <= share <= 1:
            self.problems.append(Problem("company.not_a_share", self.place(column), {"column": column}))
        return share

    def period(self, column: str) -> Period:
        """A period as users write it; must be there."""
        text = self.needed(column)
        try:
            return Period.parse(text)
        except (ValueError, OverflowError):
            if text:
                params: dict[str, str | int] = {"value": text}
                self.problems.append(Problem("company.not_a_period", self.place(column), params))
            return Period.containing(_NO_DAY, Grain.DAY)

    def choice(self, column: str, kind: type[Choice], default: Choice) -> Choice:
        """One of a closed set of words; the default when empty."""
        text = self.text(column)
        if not text:
            return default
        if text in set(kind):
            return kind(text)
        params: dict[str, str | int] = {"value": text, "choices": ", ".join(kind)}
        self.problems.append(Problem("company.not_a_choice", self.place(column), params))
        return default


def day_in(text: str) -> date | None:
    """A day written year first, with - or /, leading zeros or not; the midnight that spreadsheets add falls off."""
    written = text.removesuffix(" 00:00:00").removesuffix("T00:00:00").replace("/", "-")
    parts = written.split("-")
    if len(parts) != 3 or len(parts[0]) != 4 or not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    try:
        day = date(*(int(part) for part in parts))
    except ValueError:
        return None
    return day if day.year <= LAST_YEAR else None
