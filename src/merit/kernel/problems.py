"""Findings about a user's data are values: a code, a place and parameters. All are collected and shown together."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the figure it touches; a warning does not; a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the user's files: path inside the company folder, line (1 is the first), column or field name."""

    file: str = ""
    line: int = 0
    field: str = ""

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        return f"{self.file}{line}" + (f" [{self.field}]" if self.field else "")


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `code` is "<stage>.<what>", with a sentence in each language; `params` fill its gaps."""

    code: str
    place: Place = Place()
    params: dict[str, str | int] = field(default_factory=dict)
    severity: Severity = Severity.ERROR


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """By file, line, field and code, each finding once."""
    unique = {(each.place, each.code, tuple(sorted(each.params.items(), key=str))): each for each in problems}
    return [unique[key] for key in sorted(unique, key=lambda key: (key[0], key[1], str(key[2])))]


def has_errors(problems: Iterable[Problem]) -> bool:
    """True when at least one finding stops a figure."""
    return any(each.severity is Severity.ERROR for each in problems)
