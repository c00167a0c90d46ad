"""The written working of a figure (explain.jsonl) as a tree for the terminal."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from rich.markup import escape
from rich.tree import Tree

from merit.kernel.exact import plain
from merit.wording.sentences import sentence, sentences

Working = dict[str, Any]
_FRACTION = re.compile(r"-?\d+/\d+")
RowsBelow = Callable[[Working, Tree], None]
"""Adds the source rows of a KPI reference below its branch."""


@dataclass(frozen=True, slots=True)
class TreeReader:
    """Who reads: in which language, under which titles KPIs are known, and how source rows are shown."""

    language: str
    titles: Mapping[str, str]
    rows_below: RowsBelow

    def rule(self, code: str) -> str:
        """The rule's name."""
        return sentence(code, {}, self.language)

    def name(self, field: str) -> str:
        """The word for an input: a KPI's title, a word of the rules, or the field itself."""
        return self.titles.get(field) or sentences(self.language).get(f"words.in.{field}") or field.replace("_", " ")


def explain_tree(title: str, working: Working, reader: TreeReader) -> Tree:
    """The whole descent from a figure to its sources."""
    tree = Tree(f"[bold]{escape(title)}[/]")
    _grow(tree, "", working, reader)
    return tree


def _grow(tree: Tree, name: str, thing: Any, reader: TreeReader) -> None:
    label = f"[dim]{escape(reader.name(name))}[/] " if name else ""
    if isinstance(thing, dict) and "rule" in thing:
        _grow_step(tree, label, thing, reader)
    elif isinstance(thing, dict) and "ref" in thing:
        _grow_reference(tree, thing, reader)
    elif isinstance(thing, dict) and "money" not in thing:
        branch = tree.add(label or "·")
        for key, each in thing.items():
            _grow(branch, key, each, reader)
    elif isinstance(thing, list) and any(isinstance(each, dict | list) for each in thing):
        branch = tree.add(label or "·")
        for each in thing:
            _grow(branch, "", each, reader)
    else:
        tree.add(f"{label}{escape(shown(thing))}")


def _grow_step(tree: Tree, label: str, step: Working, reader: TreeReader) -> None:
    branch = tree.add(f"{label}{escape(reader.rule(step['rule']))} [bold]{escape(shown(step['value']))}[/]")
    if step["rule"] != "given":
        for key, each in step["inputs"].items():
            _grow(branch, key, each, reader)
    for ref in step.get("about", ()):
        _grow_reference(branch, ref, reader)


def _grow_reference(tree: Tree, ref: Working, reader: TreeReader) -> None:
    branch = tree.add(f"[cyan]{escape(reference_text(ref, reader.titles))}[/]")
    if ref["ref"] == "kpi":
        reader.rows_below(ref, branch)


def reference_text(ref: Working, titles: Mapping[str, str]) -> str:
    """A reference in one line."""
    match ref["ref"]:
        case "kpi":
            title = titles.get(ref["kpi"], "")
            return f"KPI {ref['kpi']} v{ref['version']} {title} · {ref['node_kind']} {ref['node']} · {ref['period']}"
        case "line":
            return f"{ref['file']}:{ref['line']}"
        case "decision":
            return f"{ref['by']} · {ref['at']} · {ref['reason']}"
        case _:
            return f"{ref['kind']} {ref['name']} v{ref['version']}"


def shown(thing: Any) -> str:
    """A scalar, money or list of scalars as text; what does not end as a decimal is shown with six places."""
    if isinstance(thing, dict) and "money" in thing:
        return f"{thing['money']} {thing['currency']}"
    if isinstance(thing, list):
        return ", ".join(shown(each) for each in thing)
    if isinstance(thing, str) and _FRACTION.fullmatch(thing):
        return plain(Fraction(thing))
    return "—" if thing is None else str(thing)


def references(thing: Any) -> Iterator[Working]:
    """Every reference inside a written working, in reading order."""
    if isinstance(thing, dict):
        if "ref" in thing:
            yield thing
        for each in thing.values():
            yield from references(each)
    elif isinstance(thing, list):
        for each in thing:
            yield from references(each)
