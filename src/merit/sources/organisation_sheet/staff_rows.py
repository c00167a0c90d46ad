"""One row of a list of staff: cells read forgivingly, and what cannot be read is a Problem with its line."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from merit.kernel.exact import exact, plain
from merit.kernel.problems import Place, Problem, Severity
from merit.sources.company_folder.row import day_in
from merit.sources.organisation_sheet.staff_columns import STATUS_WORDS, YES

_SERIAL = re.compile(r"[1-6]\d{4}(\.0+)?")
_SERIAL_START = date(1899, 12, 30)
"""Day 0 of the numbers that spreadsheets keep dates as."""
_WRITTEN_DAY = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})(?:\s*[月./-]\s*(\d{1,2})?\s*日?)?")
_SPLIT_PATH = re.compile(r"\s*[/／>＞›→\\]\s*")
_SPLIT_NAMES = re.compile(r"\s*[;；、,，/]\s*")


@dataclass(slots=True)
class StaffRow:
    """A person as the list names them; ids and leaders are worked out once all rows are read."""

    line: int
    name: str
    person: str
    post: str
    path: tuple[str, ...]
    """Teams from the department down; empty for somebody right under the company."""
    managers: tuple[str, ...]
    leads: bool
    start: date | None
    last: date | None
    status: str
    bonus_base: str
    wage: str


@dataclass(slots=True)
class CellReading:
    """The cells of one line by column, and the Problems that they give."""

    file: str
    line: int
    cells: dict[str, str]
    headings: dict[str, str]
    problems: list[Problem] = field(default_factory=list)

    def staff_row(self) -> StaffRow:
        """The row with everything that can be read."""
        return StaffRow(
            line=self.line,
            name=self._needed("name"),
            person=self.cells.get("person", "").removesuffix(".0"),
            post=self._needed("post"),
            path=self._path(),
            managers=tuple(name for name in _SPLIT_NAMES.split(self.cells.get("manager", "")) if name),
            leads=self.cells.get("leads", "").lower() in YES,
            start=self._day("from"),
            last=self._day("to"),
            status=self._status(),
            bonus_base=self._amount("bonus_base"),
            wage=self._amount("wage"),
        )

    def place(self, column: str) -> Place:
        """Where the cell stands, under the heading that the list gives it."""
        return Place(self.file, self.line, self.headings.get(column, column))

    def _needed(self, column: str) -> str:
        text = self.cells.get(column, "")
        if not text:
            params: dict[str, str | int] = {"column": self.headings.get(column, column)}
            self.problems.append(Problem("company.cell_empty", self.place(column), params))
        return text

    def _path(self) -> tuple[str, ...]:
        parts = [*_SPLIT_PATH.split(self.cells.get("team", "")), self.cells.get("group", "")]
        return tuple(part for part in parts if part)

    def _day(self, column: str) -> date | None:
        text = self.cells.get(column, "")
        if not text or text in ("-", "—", "/", "无"):
            return None
        day = day_of(text)
        if day is None:
            params: dict[str, str | int] = {"column": self.headings.get(column, column), "value": text}
            self.problems.append(Problem("company.not_a_day", self.place(column), params))
        return day

    def _status(self) -> str:
        text = self.cells.get("status", "").lower()
        for status, words in STATUS_WORDS.items():
            if any(word in text for word in words):
                return status
        if text:
            problem = Problem("sources.status_not_known", self.place("status"), {"value": text}, Severity.WARNING)
            self.problems.append(problem)
        return "regular"

    def _amount(self, column: str) -> str:
        text = self.cells.get(column, "").replace(",", "").replace("，", "").strip("¥￥元 ")
        if not text:
            return ""
        try:
            return plain(exact(text))
        except ValueError:
            params: dict[str, str | int] = {"column": self.headings.get(column, column), "value": text}
            self.problems.append(Problem("company.not_a_number", self.place(column), params))
            return ""


def day_of(text: str) -> date | None:
    """A day as people write it: 2024-3-1, 2024.3.1, 2024年3月1日, 20240301, 2024-03, the number of a spreadsheet."""
    found = day_in(text)
    if found is not None:
        return found
    if _SERIAL.fullmatch(text):
        return _SERIAL_START + timedelta(days=int(float(text)))
    written = _WRITTEN_DAY.match(text)
    if re.fullmatch(r"\d{8}", text):
        return day_in(f"{text[:4]}-{text[4:6]}-{text[6:]}")
    return day_in(f"{written[1]}-{written[2]}-{written[3] or 1}") if written else None
