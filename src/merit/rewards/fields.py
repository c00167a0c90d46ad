"""One mapping of a definition document, read field by field; everything wrong becomes a Problem with its line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeVar

from merit.kernel.document import Document, PathIn
from merit.kernel.exact import exact, plain
from merit.kernel.problems import Place, Problem
from merit.rewards.plan import Bands

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(slots=True)
class Fields:
    """The mapping at `path`. Every reader returns a usable stand-in after noting a Problem, so that all are found."""

    document: Document
    path: PathIn
    data: dict[Any, Any]
    problems: list[Problem] = field(default_factory=list)

    def place(self, *path: str | int) -> Place:
        """Where a part below this mapping stands."""
        return self.document.place(*self.path, *path)

    def add(self, problem: Problem) -> None:
        """Keep a finding."""
        self.problems.append(problem)

    def not_one_of(self, value: str, choices: str, key: str, *path: str | int) -> None:
        """Note a word outside its closed set."""
        params: dict[str, str | int] = {"key": key, "value": value, "choices": choices}
        self.add(Problem("rewards.unknown_choice", self.place(key, *path), params))

    def has(self, key: str) -> bool:
        """True when the key is given with something."""
        return self.data.get(key) is not None

    def only(self, *known: str) -> None:
        """Note every key that is not known, with the nearest known one."""
        for key in self.data:
            if str(key) not in known:
                near = get_close_matches(str(key), known, 1)
                params: dict[str, str | int] = {"key": str(key), "nearest": near[0] if near else ", ".join(known)}
                self.add(Problem("rewards.unknown_key", self.place(str(key)), params))

    def required(self, *keys: str) -> bool:
        """True when all are given; notes each that is not."""
        missing = [key for key in keys if not self.has(key)]
        for key in missing:
            self.add(Problem("rewards.missing_key", self.place(), {"key": key}))
        return not missing

    def text(self, key: str, default: str = "") -> str:
        """A plain text; numbers are taken as written."""
        value = self.data.get(key)
        if value is None:
            return default
        if isinstance(value, (dict, list)):
            self.add(Problem("rewards.not_a_text", self.place(key), {"key": key}))
            return default
        return str(value)

    def number(self, key: str, low: int | None = 0, high: int | None = None) -> Fraction | None:
        """An exact number within limits, both included; None when absent or wrong."""
        return self.number_at((key,), self.data.get(key), low, high) if self.has(key) else None

    def number_at(self, path: PathIn, value: object, low: int | None = 0, high: int | None = None) -> Fraction | None:
        """The same for a value inside a list or mapping of this one."""
        try:
            number = exact(str(value))
        except ValueError:
            self.add(Problem("rewards.not_a_number", self.place(*path), {"key": str(path[0]), "value": str(value)}))
            return None
        if low is not None and number < low:
            self.add(
                Problem("rewards.too_low", self.place(*path), {"key": str(path[0]), "value": plain(number), "low": low})
            )
            return None
        if high is not None and number > high:
            self.add(
                Problem(
                    "rewards.too_high", self.place(*path), {"key": str(path[0]), "value": plain(number), "high": high}
                )
            )
            return None
        return number

    def day(self, key: str) -> date | None:
        """A date, YYYY-MM-DD."""
        value = self.data.get(key)
        if value is None or type(value) is date:
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.add(Problem("rewards.not_a_date", self.place(key), {"key": key, "value": str(value)}))
            return None

    def flag(self, key: str, default: bool) -> bool:
        """yes or no."""
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            self.add(Problem("rewards.not_a_flag", self.place(key), {"key": key, "value": str(value)}))
            return default
        return value

    def choice(self, key: str, choices: type[Choice], default: Choice) -> Choice:
        """One of a closed set."""
        written = self.text(key, default)
        try:
            return choices(written)
        except ValueError:
            self.not_one_of(written, ", ".join(choices), key)
            return default

    def part(self, key: str) -> "Fields | None":
        """The mapping below `key`; None when absent or no mapping."""
        return self._mapping((key,), self.data[key]) if self.has(key) else None

    def parts(self, key: str) -> list["Fields"]:
        """A list of mappings below `key`, or the one mapping that stands there."""
        value = self.data.get(key)
        if value is None:
            return []
        if isinstance(value, list):
            found: Iterable[Fields | None] = [self._mapping((key, place), each) for place, each in enumerate(value)]
        else:
            found = [self._mapping((key,), value)]
        return [each for each in found if each is not None]

    def texts(self, key: str) -> tuple[str, ...]:
        """A text or a list of texts."""
        value = self.data.get(key)
        if value is None:
            return ()
        return tuple(str(each) for each in value) if isinstance(value, list) else (self.text(key),)

    def bands(self, key: str, low: int | None = 0) -> Bands:
        """[[from, result]…], rising; results not below `low`. Notes empty, unsorted and overlapping tables."""
        value = self.data.get(key)
        if not isinstance(value, list) or not value:
            self.add(Problem("rewards.bands_empty", self.place(key), {"key": key}))
            return ()
        pairs = [self._band(key, place, each, low) for place, each in enumerate(value)]
        bands = [pair for pair in pairs if pair is not None]
        for place, (before, after) in enumerate(pairwise(bands), 1):
            if after[0] == before[0]:
                self.add(
                    Problem("rewards.bands_overlap", self.place(key, place), {"key": key, "edge": plain(after[0])})
                )
            elif after[0] < before[0]:
                self.add(
                    Problem(
                        "rewards.bands_unsorted",
                        self.place(key, place),
                        {"key": key, "edge": plain(after[0]), "before": plain(before[0])},
                    )
                )
        return tuple(bands)

    def _band(self, key: str, place: int, pair: object, low: int | None) -> tuple[Fraction, Fraction] | None:
        if not isinstance(pair, list) or len(pair) != 2:
            self.add(Problem("rewards.band_not_a_pair", self.place(key, place), {"key": key}))
            return None
        edge = self.number_at((key, place), pair[0], None)
        result = self.number_at((key, place), pair[1], low)
        return None if edge is None or result is None else (edge, result)

    def _mapping(self, path: PathIn, value: object) -> "Fields | None":
        if isinstance(value, dict):
            return Fields(self.document, (*self.path, *path), value, self.problems)
        self.add(Problem("rewards.not_a_mapping", self.place(*path), {"key": str(path[0])}))
        return None
