"""One part of a plan's document while it is read: typed look-ups that collect Problems with their line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from merit.kernel.document import Document
from merit.kernel.explain import LineRef
from merit.kernel.problems import Place, Problem, Severity

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Section:
    """A mapping inside a document. Look-ups give None, or the default, after reporting what is wrong."""

    document: Document
    path: tuple[str | int, ...]
    data: Mapping[str, Any]
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
                params: dict[str, str | int] = {"key": str(key), "nearest": near[0]}
                self.add(Problem("scores.misspelt_key", self.place(key), params))
            else:
                params = {"key": str(key), "known": ", ".join(keys)}
                self.add(Problem("scores.unknown_key", self.place(key), params))

    def one_of(self, *keys: str) -> str | None:
        """The single key of `keys` that is there; several or none are a Problem."""
        found = [key for key in keys if key in self.data]
        if len(found) == 1:
            return found[0]
        params: dict[str, str | int] = {"choices": ", ".join(keys), "found": ", ".join(found) or "-"}
        self.add(Problem("scores.one_of", self.place(), params))
        return None

    def needed(self, key: str) -> bool:
        """Report the key when it is absent."""
        if not self.has(key):
            self.add(Problem("scores.key_missing", self.place(), {"key": key}))
        return self.has(key)

    def text(self, key: str) -> str:
        """A word; numbers are taken as written, because ids are text."""
        value = self.data.get(key)
        if value is None or isinstance(value, bool | list | dict):
            if value is not None:
                self.add(Problem("scores.not_text", self.place(key), {"key": key}))
            return ""
        return str(value).strip()

    def names(self, key: str) -> tuple[str, ...]:
        """One word or a list of words."""
        value = self.data.get(key)
        if isinstance(value, list):
            return tuple(str(each).strip() for each in value)
        return (name,) if (name := self.text(key)) else ()

    def number(self, key: str, default: Fraction | None = None) -> Fraction | None:
        """An exact number."""
        if not self.has(key):
            return default
        return self.as_number(self.data[key], key)

    def as_number(self, value: object, *where: str | int) -> Fraction | None:
        """Read a value found at `where`; anything but a plain number is a Problem."""
        found = number_in(value)
        if found is None:
            params: dict[str, str | int] = {"key": str(where[0]) if where else "", "value": str(value)}
            self.add(Problem("scores.not_a_number", self.place(*where), params))
        return found

    def above_zero(self, key: str, default: Fraction | None = None) -> Fraction | None:
        """A number that must be greater than zero."""
        value = self.number(key, default)
        if value is not None and value <= 0:
            self.add(Problem("scores.not_above_zero", self.place(key), {"key": key}))
            return None
        return value

    def share(self, key: str) -> Fraction | None:
        """A number from 0 to 1."""
        value = self.number(key)
        if value is not None and not 0 <= value <= 1:
            self.add(Problem("scores.not_a_share", self.place(key), {"key": key}))
            return None
        return value

    def whole(self, key: str, default: int) -> int:
        """A whole number, 0 or above."""
        value = self.number(key, Fraction(default))
        if value is None:
            return default
        if value.denominator != 1 or value < 0:
            self.add(Problem("scores.not_whole", self.place(key), {"key": key}))
            return default
        return int(value)

    def choice(self, key: str, kind: type[Choice], default: Choice) -> Choice:
        """One of a closed set of words."""
        if not self.has(key):
            return default
        written = self.text(key)
        if written in set(kind):
            return kind(written)
        params: dict[str, str | int] = {"key": key, "value": written, "choices": ", ".join(kind)}
        self.add(Problem("scores.not_a_choice", self.place(key), params))
        return default

    def day(self, key: str) -> date | None:
        """A calendar day."""
        value = self.data.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.add(Problem("scores.not_a_day", self.place(key), {"key": key, "value": str(value)}))
            return None

    def section(self, key: str | int, value: object) -> "Section":
        """The mapping found at `key`; anything else is a Problem and reads as empty. Nothing at all is an empty one."""
        if value is not None and not isinstance(value, Mapping):
            self.add(Problem("scores.not_a_mapping", self.place(key), {"key": str(key)}))
        data = {_word(name): inner for name, inner in value.items()} if isinstance(value, Mapping) else {}
        return Section(self.document, (*self.path, key), data, self.problems)

    def inner(self, key: str) -> "Section":
        """The mapping under a key."""
        return self.section(key, self.data.get(key))

    def rows(self, key: str) -> list[Any]:
        """The list under a key."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, list):
            self.add(Problem("scores.not_a_list", self.place(key), {"key": key}))
        return value if isinstance(value, list) else []

    def sections(self, key: str) -> list["Section"]:
        """The list of mappings under a key."""
        whole = Section(self.document, (*self.path, key), {}, self.problems)
        return [whole.section(number, value) for number, value in enumerate(self.rows(key))]

    def warn(self, problem: Problem) -> None:
        """Keep a finding that stops nothing."""
        self.add(Problem(problem.code, problem.place, problem.params, Severity.WARNING))


def document_section(document: Document, problems: list[Problem]) -> Section:
    """The whole document as a section."""
    return Section(document, (), {_word(key): value for key, value in document.data.items()}, problems)


def number_in(value: object) -> Fraction | None:
    """The exact number, or None. A float is read by its shortest text, so 0.1 is one tenth."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        return value if isinstance(value, Fraction) else Fraction(str(value).strip())
    except (ValueError, ZeroDivisionError):
        return None


def total_of(values: Iterable[Fraction | None]) -> Fraction:
    """Sum of the numbers that could be read."""
    return sum((value for value in values if value is not None), Fraction(0))


def _word(key: object) -> Any:
    """YAML 1.1 reads the bare key `on` as yes."""
    return "on" if key is True else key if isinstance(key, int) else str(key)
