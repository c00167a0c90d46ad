"""A guard table's document to its rows; everything wrong becomes a Problem with its line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from merit.guards.law_tables import Brackets, LawTables, Limits, MinimumWage, TaxKind, TaxTable
from merit.kernel.document import Document, PathIn
from merit.kernel.exact import exact, plain
from merit.kernel.explain import LineRef
from merit.kernel.money import Money
from merit.kernel.problems import Problem

WAGE_FIELDS = ("region", "names", "valid_from", "monthly", "sample", "basis")
FIELDS: dict[str, tuple[str, ...]] = {
    "minimum_wages": ("table", "sample", "rows", "currency"),
    TaxKind.COMPREHENSIVE: ("table", "valid_from", "valid_to", "brackets"),
    TaxKind.YEAR_END: ("table", "valid_from", "valid_to", "brackets"),
    "limits": ("table", "valid_from", "loss_share", "probation_share", "probation_months", "without_notice"),
}


def read_tables(documents: Iterable[Document]) -> tuple[LawTables, list[Problem]]:
    """Every row that can be read, and everything wrong with the others."""
    wages: list[MinimumWage] = []
    taxes: list[TaxTable] = []
    limits: list[Limits] = []
    problems: list[Problem] = []
    for document in documents:
        reading = _Reading(document, problems)
        match str(document.data.get("table", "")):
            case "minimum_wages":
                wages += reading.minimum_wages()
            case TaxKind.COMPREHENSIVE | TaxKind.YEAR_END as kind:
                taxes += reading.tax(TaxKind(kind))
            case "limits":
                limits += reading.limits()
            case other:
                known: dict[str, str | int] = {"table": other, "known": ", ".join(FIELDS)}
                problems.append(Problem("guards.unknown_table", document.place("table"), known))
    return LawTables(tuple(wages), tuple(taxes), tuple(limits)), problems


@dataclass(slots=True)
class _Reading:
    """One document while it is read."""

    document: Document
    problems: list[Problem] = field(default_factory=list)

    def minimum_wages(self) -> list[MinimumWage]:
        self._only(self.document.data, (), FIELDS["minimum_wages"])
        rows = self.document.data.get("rows")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._missing(("rows",))
            return []
        found = [self._minimum_wage(row, ("rows", place)) for place, row in enumerate(rows)]
        return [row for row in found if row is not None]

    def _minimum_wage(self, row: dict[str, Any], path: PathIn) -> MinimumWage | None:
        self._only(row, path, WAGE_FIELDS)
        region = str(row.get("region") or "")
        if not region:
            self._missing((*path, "region"))
        day, monthly = self._day(row, path, "valid_from"), self._number(row.get("monthly"), (*path, "monthly"))
        if not region or day is None or monthly is None:
            return None
        sample = row.get("sample", self.document.data.get("sample", False)) is not False
        names = row.get("names") or []
        listed = tuple(str(name) for name in names) if isinstance(names, list) else (str(names),)
        currency = str(self.document.data.get("currency", "CNY"))
        basis = str(row.get("basis") or "")
        return MinimumWage(region, listed, day, Money.of(monthly, currency), sample, self._line(path), basis)

    def tax(self, kind: TaxKind) -> list[TaxTable]:
        data = self.document.data
        self._only(data, (), FIELDS[kind])
        first, brackets = self._day(data, (), "valid_from"), self._brackets()
        last = self._day(data, (), "valid_to") if data.get("valid_to") is not None else None
        if first is None or not brackets:
            return []
        return [TaxTable(kind, first, last, brackets, self._line(()))]

    def _brackets(self) -> Brackets:
        rows = self.document.data.get("brackets")
        if not isinstance(rows, list) or not rows or not all(isinstance(row, list) and len(row) == 3 for row in rows):
            self.problems.append(Problem("guards.brackets_shape", self.document.place("brackets")))
            return ()
        brackets: list[tuple[Fraction | None, Fraction, Fraction]] = []
        for place, (end, rate, quick) in enumerate(rows):
            path: PathIn = ("brackets", place)
            numbers = [self._number(end, path) if end is not None else None, *self._pair(rate, quick, path)]
            if numbers[1] is None or numbers[2] is None:
                return ()
            brackets.append((numbers[0], numbers[1], numbers[2]))
        return tuple(brackets) if self._continuous(brackets) else ()

    def _pair(self, rate: object, quick: object, path: PathIn) -> tuple[Fraction | None, Fraction | None]:
        return self._number(rate, path, most=1), self._number(quick, path)

    def _continuous(self, brackets: list[tuple[Fraction | None, Fraction, Fraction]]) -> bool:
        """Ends and rates rise, only the last bracket is open, and no tax jumps at an end within the table."""
        if brackets[-1][0] is not None or any(end is None for end, _, _ in brackets[:-1]):
            self.problems.append(Problem("guards.brackets_open_end", self.document.place("brackets")))
            return False
        for place, ((end, rate, quick), (next_end, next_rate, next_quick)) in enumerate(pairwise(brackets), 1):
            rises = next_rate > rate and (next_end is None or end is None or next_end > end)
            expected = quick + (end or 0) * (next_rate - rate)
            if not rises or next_quick != expected:
                params: dict[str, str | int] = {"row": place + 1, "expected": plain(expected)}
                self.problems.append(Problem("guards.brackets_jump", self.document.place("brackets", place), params))
                return False
        return True

    def limits(self) -> list[Limits]:
        data = self.document.data
        self._only(data, (), FIELDS["limits"])
        first = self._day(data, (), "valid_from")
        loss = self._number(data.get("loss_share"), ("loss_share",), most=1)
        probation = self._number(data.get("probation_share"), ("probation_share",), most=1)
        months = self._months(data.get("probation_months"))
        if first is None or loss is None or probation is None or months is None:
            return []
        exempt = data.get("without_notice") or []
        listed = frozenset(str(each) for each in exempt) if isinstance(exempt, list) else frozenset({str(exempt)})
        return [Limits(first, loss, probation, months, listed, self._line(()))]

    def _months(self, value: object) -> tuple[tuple[int, int], ...] | None:
        rows = value if isinstance(value, list) else []
        pairs = [row for row in rows if isinstance(row, list) and len(row) == 2 and all(type(n) is int for n in row)]
        if not pairs or len(pairs) < len(rows) or any(after[0] <= before[0] for before, after in pairwise(pairs)):
            self.problems.append(Problem("guards.months_shape", self.document.place("probation_months")))
            return None
        return tuple((pair[0], pair[1]) for pair in pairs)

    def _only(self, data: dict[str, Any], path: PathIn, known: tuple[str, ...]) -> None:
        for key in data:
            if key not in known:
                params: dict[str, str | int] = {"key": str(key), "known": ", ".join(known)}
                self.problems.append(Problem("guards.unknown_field", self.document.place(*path, str(key)), params))

    def _day(self, data: dict[str, Any], path: PathIn, key: str) -> date | None:
        value = data.get(key)
        if type(value) is date:
            return value
        if value is None:
            self._missing((*path, key))
        else:
            params: dict[str, str | int] = {"key": key, "value": str(value)}
            self.problems.append(Problem("guards.not_a_date", self.document.place(*path, key), params))
        return None

    def _number(self, value: object, path: PathIn, most: int | None = None) -> Fraction | None:
        """A number from 0 on, up to `most` where given."""
        if value is None:
            self._missing(path)
            return None
        try:
            number = exact(str(value))
        except ValueError:
            number = Fraction(-1)
        if number >= 0 and (most is None or number <= most):
            return number
        params: dict[str, str | int] = {"key": str(path[-1]), "value": str(value)}
        self.problems.append(Problem("guards.not_such_a_number", self.document.place(*path), params))
        return None

    def _missing(self, path: PathIn) -> None:
        self.problems.append(Problem("guards.missing_field", self.document.place(*path), {"key": str(path[-1])}))

    def _line(self, path: PathIn) -> LineRef:
        place = self.document.place(*path)
        return LineRef(place.file, place.line)
