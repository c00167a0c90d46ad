"""What differs between two versions of a definition document, part by part, as data."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

PathIn: TypeAlias = tuple[str, ...]

_NAMES = ("name", "kpi", "task", "rated", "counted")
"""What tells one entry of a list from another, the first that is there."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One part that is not the same; None where the part is not there at all. Lists of numbers are one part."""

    path: PathIn
    before: Any
    after: Any


def differences(before: Any, after: Any, path: PathIn = ()) -> list[Difference]:
    """Every part that differs, in the order of `after`, parts that are gone last. Numbers are compared by value."""
    return list(_differences(before, after, path))


def _differences(before: Any, after: Any, path: PathIn) -> Iterator[Difference]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*after, *before)):
            yield from _differences(before.get(key), after.get(key), (*path, str(key)))
    elif _named(before) and _named(after):
        yield from _differences(_by_name(before), _by_name(after), path)
    elif before != after or isinstance(before, bool) != isinstance(after, bool):
        yield Difference(path, before, after)


def _named(entries: Any) -> bool:
    """Whether every entry of the list is called something, and no two the same."""
    if not isinstance(entries, list) or not all(isinstance(each, dict) and _name(each) for each in entries):
        return False
    return len(_by_name(entries)) == len(entries)


def _by_name(entries: list[dict[str, Any]]) -> dict[str, Any]:
    return {_name(each): each for each in entries}


def _name(entry: dict[str, Any]) -> str:
    return next((str(entry[key]) for key in _NAMES if entry.get(key) is not None), "")
