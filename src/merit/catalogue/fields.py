"""Typed reading of the fields of a definition document; what is wrong becomes a Problem, never an exception."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from merit.kernel.document import Document
from merit.kernel.exact import exact
from merit.kernel.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Fields:
    """One mapping inside a document. Problems of all mappings of a document gather in one list."""

    document: Document
    data: dict[str, Any]
    path: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def place(self, name: str = "") -> Place:
        """Where that field stands."""
        return self.document.place(*self.path, *((name,) if name else ()))

    def report(self, code: str, name: str = "", **params: str | int) -> None:
        """Note a finding about that field."""
        self.problems.append(Problem(code, self.place(name), params))

    def only(self, known: Iterable[str]) -> None:
        """Report every field that is none of `known`."""
        expected = sorted(known)
        for name in self.data:
            if name not in expected:
                self.report("catalogue.unknown_field", str(name), field=str(name), known=", ".join(expected))

    def inside(self, name: str) -> "Fields | None":
        """The mapping under that field; None and a Problem when it is something else."""
        given = self.data.get(name)
        if isinstance(given, dict):
            return Fields(self.document, given, (*self.path, name), self.problems)
        self._wrong(name, "a mapping")
        return None

    def text(self, name: str, default: str = "") -> str:
        """The text of that field; a number or yes/no is read as it is written."""
        given = self.data.get(name)
        if given is None:
            return default
        if isinstance(given, bool):
            return "true" if given else "false"
        if isinstance(given, str | int | float | Decimal):
            return str(given)
        self._wrong(name, "text")
        return default

    def whole(self, name: str, default: int) -> int:
        """The whole number, not below 0, of that field."""
        given = self.data.get(name, default)
        if isinstance(given, int) and not isinstance(given, bool) and given >= 0:
            return given
        self._wrong(name, "a whole number from 0")
        return default

    def share(self, name: str) -> Fraction | None:
        """The number strictly between 0 and 1 of that field."""
        given = self.data.get(name)
        try:
            number = exact(str(given))
        except ValueError:
            number = Fraction(0)
        if 0 < number < 1:
            return number
        self._wrong(name, "a number between 0 and 1")
        return None

    def day(self, name: str) -> date | None:
        """The day of that field; None when it is not there."""
        given = self.data.get(name)
        if isinstance(given, date) and not isinstance(given, datetime):
            return given
        try:
            return None if given is None else date.fromisoformat(str(given))
        except ValueError:
            self._wrong(name, "a day such as 2026-03-16")
            return None

    def yes(self, name: str) -> bool:
        """Yes or no; a missing field is no."""
        given = self.data.get(name, False)
        if not isinstance(given, bool):
            self._wrong(name, "true or false")
        return given is True

    def choice(self, name: str, choices: Iterable[str], default: str = "") -> str:
        """One of `choices`; the default and a Problem when it is none of them."""
        given, expected = self.text(name, default), list(choices)
        if given in expected:
            return given
        self.report("catalogue.not_a_choice", name, field=name, given=given, choices=", ".join(expected))
        return default

    def wording(self, name: str) -> dict[str, str]:
        """A text per language, {zh: …, en: …}; one text alone serves both."""
        given = self.data.get(name)
        if given is None:
            return {}
        if isinstance(given, str):
            return {"zh": given, "en": given}
        if isinstance(given, dict) and given and all(isinstance(each, str) for each in given.values()):
            return {str(language): text for language, text in given.items()}
        self._wrong(name, "a text, or one per language {zh: …, en: …}")
        return {}

    def _wrong(self, name: str, expected: str) -> None:
        self.report("catalogue.wrong_kind", name, field=name, expected=expected)
