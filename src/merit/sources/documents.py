"""YAML files to Documents that know the line of every part. Plain data only; numbers keep their written digits.

Read more strictly than YAML allows: a key stands once, only `true` and `false` are yes and no (so `on:` is a key),
a decimal becomes a Decimal with the digits as written, a date a date, and no tag can make any other object.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from merit.kernel.document import Document, PathIn
from merit.kernel.problems import Place, Problem

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)?\.[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = {"true": True, "True": True, "false": False, "False": False, "null": None, "~": None, "": None}
MOST_PARTS = 200_000
"""A file whose aliases unfold to more parts than this is refused instead of read."""
_MOST_TEXTS = 256
"""How many texts are remembered: the definitions of one company many times over."""


def read_documents(path: Path, name: str) -> tuple[list[Document], list[Problem]]:
    """Every document of a YAML file; `name` is its path inside the company folder, as Problems show it."""
    text = _decoded(path.read_bytes())
    if text is None:
        return [], [Problem("documents.not_text", Place(name))]
    return documents_of(text, name)


def _decoded(content: bytes) -> str | None:
    """UTF-8 with or without a mark, else GB18030, which Chinese editors write; a NUL byte is never text."""
    if b"\x00" in content:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def documents_of(text: str, name: str) -> tuple[list[Document], list[Problem]]:
    """Every document of a YAML text; the ones before a break in the text are kept, the rest is one Problem.

    The documents of a text that was read before are the same objects again: nobody changes what they hold.
    """
    documents, problems = _documents_of(text, name)
    return list(documents), list(problems)


@lru_cache(maxsize=_MOST_TEXTS)
def _documents_of(text: str, name: str) -> tuple[list[Document], list[Problem]]:
    documents: list[Document] = []
    problems: list[Problem] = []
    try:
        for node in yaml.compose_all(text, Loader=yaml.SafeLoader):
            document, found = _document(node, name)
            documents += [document] if document is not None else []
            problems += found
    except yaml.YAMLError as broken:
        problems.append(_broken(broken, text, name))
    except RecursionError:
        problems.append(Problem("documents.too_deep", Place(name)))
    return documents, problems


def _document(node: yaml.Node | None, name: str) -> tuple[Document | None, list[Problem]]:
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        return None, []
    if not isinstance(node, yaml.MappingNode):
        return None, [Problem("documents.not_fields", Place(name, _line(node)))]
    reading = _Reading(name)
    data = reading.value(node, ())
    return Document(name, data, reading.lines), reading.problems


@dataclass(slots=True)
class _Reading:
    """One document on its way to plain data."""

    name: str
    lines: dict[PathIn, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    open_nodes: set[int] = field(default_factory=set)
    parts: int = 0

    def value(self, node: yaml.Node, path: PathIn) -> Any:
        """The plain value of a node; the lines of its parts are noted on the way."""
        self.lines.setdefault(path, _line(node))
        self.parts += 1
        if self.parts > MOST_PARTS or id(node) in self.open_nodes:
            if not any(problem.code == "documents.circular" for problem in self.problems):
                self.problems.append(Problem("documents.circular", self._place(node, path)))
            return None
        self.open_nodes.add(id(node))
        plain = self._plain(node, path)
        self.open_nodes.discard(id(node))
        return plain

    def _plain(self, node: yaml.Node, path: PathIn) -> Any:
        if _is_foreign(node):
            self.problems.append(Problem("documents.tag", self._place(node, path), {"tag": str(node.tag)}))
            return None
        match node:
            case yaml.MappingNode():
                return {key: self.value(child, (*path, key)) for key, child in self._entries(node, path)}
            case yaml.SequenceNode():
                return [self.value(child, (*path, index)) for index, child in enumerate(node.value)]
            case yaml.ScalarNode():
                return self._scalar(node, path)
            case _:
                raise AssertionError(node)

    def _entries(self, node: yaml.MappingNode, path: PathIn) -> Iterator[tuple[str | int, yaml.Node]]:
        first_lines: dict[str | int, int] = {}
        for key_node, child in node.value:
            key = _key(key_node)
            if key is None:
                self.problems.append(Problem("documents.key_not_text", self._place(key_node, path)))
            elif key in first_lines:
                params: dict[str, str | int] = {"key": str(key), "first": first_lines[key]}
                self.problems.append(Problem("documents.key_twice", self._place(key_node, (*path, key)), params))
            else:
                first_lines[key] = _line(key_node)
                self.lines[(*path, key)] = _line(key_node)
                yield key, child

    def _scalar(self, node: yaml.ScalarNode, path: PathIn) -> Any:
        if node.tag == "tag:yaml.org,2002:str":
            return node.value
        if _DATE.fullmatch(node.value):
            return self._date(node, path)
        return _number_or_word(node.value)

    def _date(self, node: yaml.ScalarNode, path: PathIn) -> date | None:
        try:
            return date.fromisoformat(node.value)
        except ValueError:
            self.problems.append(Problem("documents.no_such_date", self._place(node, path), {"date": node.value}))
            return None

    def _place(self, node: yaml.Node, path: PathIn) -> Place:
        return Place(self.name, _line(node), ".".join(str(part) for part in path))


def _number_or_word(text: str) -> int | Decimal | bool | str | None:
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text


def _key(node: yaml.Node) -> str | int | None:
    """A key as text, or as a whole number when written so (`{1: 0.5}`); None for a key that has parts."""
    if not isinstance(node, yaml.ScalarNode):
        return None
    plain = node.style is None and _WHOLE.fullmatch(node.value)
    return int(node.value) if plain else str(node.value)


def _is_foreign(node: yaml.Node) -> bool:
    return not str(node.tag).startswith("tag:yaml.org,2002:") or "python" in str(node.tag)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _broken(broken: yaml.YAMLError, text: str, name: str) -> Problem:
    mark = getattr(broken, "problem_mark", None) or getattr(broken, "context_mark", None)
    if mark is None:
        position = getattr(broken, "position", 0)
        return Problem("documents.broken", Place(name, text.count("\n", 0, position) + 1), {"detail": _detail(broken)})
    line = text.splitlines()[mark.line] if mark.line < len(text.splitlines()) else ""
    place = Place(name, mark.line + 1)
    if line[: len(line) - len(line.lstrip())].count("\t"):
        return Problem("documents.tab", place)
    return Problem("documents.broken", place, {"detail": _detail(broken)})


def _detail(broken: yaml.YAMLError) -> str:
    return str(getattr(broken, "problem", None) or getattr(broken, "reason", None) or "")
