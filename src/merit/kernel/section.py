"""One part of a definition document while it is read: typed look-ups that collect every Problem with its line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from merit.kernel.document import Document, PathIn
from merit.kernel.exact import exact, plain
from merit.kernel.explain import LineRef
from merit.kernel.problems import Place, Problem, Severity

Choice = TypeVar("Choice", bound=StrEnum)
Params = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Section:
    """A mapping inside a document. Look-ups give None, or the default, after reporting what is wrong."""

    document: Document
    path: PathIn
    data: Mapping[Any, Any]
    problems: list[Problem]

    def place(self, *more: str | int) -> Place:
        """Where that key stands."""
        return self.document.place(*self.path, *more)

    def source(self, *more: str | int) -> LineRef:
        """The same as a reference for explanations."""
        return LineRef(self.document.file, self.place(*more).line)

    def add(self, problem: Problem) -> None:
        """Keep a finding."""
        self.problems.append(problem)

    def warn(self, problem: Problem) -> None:
        """Keep a finding that stops nothing."""
        self.add(Problem(problem.code, problem.place, problem.params, Severity.WARNING))

    def has(self, key: str) -> bool:
        """True when the key is there and not empty."""
        return self.data.get(key) is not None

    def known_keys(self, *keys: str) -> None:
        """Report every other key, with the nearest known one."""
        for key in self.data:
            if key in keys:
                continue
            near = get_close_matches(str(key), keys, 1)
            if near:
                params: Params = {"key": str(key), "nearest": near[0]}
                self.add(Problem("documents.misspelt_key", self.place(key), params))
            else:
                params = {"key": str(key), "known": ", ".join(keys)}
                self.add(Problem("documents.unknown_key", self.place(key), params))

    def one_of(self, *keys: str) -> str | None:
        """The single key of `keys` that is there; several or none are a Problem."""
        found = [key for key in keys if key in self.data]
        if len(found) == 1:
            return found[0]
        params: Params = {"choices": ", ".join(keys), "found": ", ".join(found) or "-"}
        self.add(Problem("documents.one_of", self.place(), params))
        return None

    def needed(self, *keys: str) -> bool:
        """True when all are there; reports each that is absent."""
        missing = [key for key in keys if not self.has(key)]
        for key in missing:
            self.add(Problem("documents.key_missing", self.place(), {"key": key}))
        return not missing

    def text(self, key: str, default: str = "") -> str:
        """A word; numbers are taken as written, because ids are text."""
        value = self.data.get(key)
        if value is None:
            return default
        if isinstance(value, bool | list | dict):
            self.add(Problem("documents.not_a_word", self.place(key), {"key": key}))
            return default
        return str(value).strip()

    def names(self, key: str) -> tuple[str, ...]:
        """One word or a list of words."""
        value = self.data.get(key)
        if isinstance(value, list):
            return tuple(str(each).strip() for each in value)
        return (name,) if (name := self.text(key)) else ()

    def number(
        self, key: str, default: Fraction | None = None, low: int | None = None, high: int | None = None
    ) -> Fraction | None:
        """An exact number within limits, both included."""
        return self.as_number(self.data[key], (key,), low, high) if self.has(key) else default

    def as_number(
        self, value: object, where: PathIn, low: int | None = None, high: int | None = None
    ) -> Fraction | None:
        """Read a value found at `where`; anything but a number within limits is a Problem."""
        found = number_in(value)
        params: Params = {"key": str(where[0]), "value": str(value) if found is None else plain(found)}
        if found is None:
            self.add(Problem("documents.not_a_number", self.place(*where), params))
        elif low is not None and found < low:
            self.add(Problem("documents.too_low", self.place(*where), {**params, "low": low}))
        elif high is not None and found > high:
            self.add(Problem("documents.too_high", self.place(*where), {**params, "high": high}))
        else:
            return found
        return None

    def above_zero(self, key: str, default: Fraction | None = None) -> Fraction | None:
        """A number that must be greater than zero."""
        value = self.number(key, default)
        if value is not None and value <= 0:
            self.add(Problem("documents.not_above_zero", self.place(key), {"key": key}))
            return None
        return value

    def share(self, key: str) -> Fraction | None:
        """A number from 0 to 1."""
        return self.number(key, low=0, high=1)

    def whole(self, key: str, default: int, low: int = 0) -> int:
        """A whole number."""
        value = self.number(key, Fraction(default), low)
        if value is not None and value.denominator != 1:
            self.add(Problem("documents.not_whole", self.place(key), {"key": key}))
        return default if value is None or value.denominator != 1 else int(value)

    def flag(self, key: str, default: bool) -> bool:
        """Yes or no."""
        value = self.data.get(key, default)
        if isinstance(value, bool):
            return value
        self.add(Problem("documents.not_a_flag", self.place(key), {"key": key, "value": str(value)}))
        return default

    def choice(self, key: str, kind: type[Choice], default: Choice) -> Choice:
        """One of a closed set of words."""
        written = self.text(key, default)
        if written in set(kind):
            return kind(written)
        self.not_a_choice(written, kind, key)
        return default

    def not_a_choice(self, written: str, choices: Iterable[str], key: str, *more: str | int) -> None:
        """Report a word outside its closed set."""
        params: Params = {"key": key, "value": written, "choices": ", ".join(choices)}
        self.add(Problem("documents.not_a_choice", self.place(key, *more), params))

    def day(self, key: str) -> date | None:
        """A calendar day."""
        value = self.data.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.add(Problem("documents.not_a_day", self.place(key), {"key": key, "value": str(value)}))
            return None

    def part(self, key: str) -> "Section | None":
        """The mapping under a key; None when there is none."""
        return self._below((key,), self.data[key]) if self.has(key) else None

    def inner(self, key: str) -> "Section":
        """The mapping under a key; an empty one when there is none."""
        return self.part(key) or Section(self.document, (*self.path, key), {}, self.problems)

    def rows(self, key: str) -> list[Any]:
        """The list under a key."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, list):
            self.add(Problem("documents.not_a_list", self.place(key), {"key": key}))
        return value if isinstance(value, list) else []

    def sections(self, key: str) -> list["Section"]:
        """The list of mappings under a key."""
        found = [self._below((key, number), value) for number, value in enumerate(self.rows(key))]
        return [each for each in found if each is not None]

    def one_or_more(self, key: str) -> list["Section"]:
        """The same, or the one mapping that stands there."""
        if self.has(key) and not isinstance(self.data[key], list):
            return [only] if (only := self.part(key)) else []
        return self.sections(key)

    def _below(self, where: PathIn, value: object) -> "Section | None":
        if isinstance(value, Mapping):
            return Section(self.document, (*self.path, *where), with_words(value), self.problems)
        self.add(Problem("documents.not_a_mapping", self.place(*where), {"key": str(where[0])}))
        return None


def document_section(document: Document, problems: list[Problem]) -> Section:
    """The whole document as a section."""
    return Section(document, (), with_words(document.data), problems)


def number_in(value: object) -> Fraction | None:
    """The exact number, or None. A float is read by its shortest text, so 0.1 is one tenth."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        return exact(value) if isinstance(value, str) else Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        return None


def total_of(values: Iterable[Fraction | None]) -> Fraction:
    """Sum of the numbers that could be read."""
    return sum((value for value in values if value is not None), Fraction(0))


def with_words(data: Mapping[Any, Any]) -> dict[Any, Any]:
    """Keys as words, but whole numbers as they are. YAML 1.1 reads the bare key `on` as yes."""
    return {"on" if key is True else key if isinstance(key, int) else str(key): value for key, value in data.items()}
