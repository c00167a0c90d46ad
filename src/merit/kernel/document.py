"""A definition file as plain data that remembers the line of every part, so that a Problem can point at it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from merit.kernel.problems import Place

PathIn: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document; `data` holds dicts, lists and scalars, and `lines` maps a path inside it to its line."""

    file: str
    data: dict[str, Any]
    lines: Mapping[PathIn, int] = field(default_factory=dict)

    def place(self, *path: str | int) -> Place:
        """Where that part stands; the nearest enclosing part whose line is known."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        return Place(self.file, self.lines.get(known, 1), ".".join(str(part) for part in path))
