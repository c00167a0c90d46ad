"""The glossary names every public type of the stages, and gives each line in Chinese, in English and in code."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GLOSSARY = ROOT / "docs" / "glossary.md"
STAGES = (
    "kernel",
    "people",
    "facts",
    "catalogue",
    "metrics",
    "targets",
    "scores",
    "follow",
    "reviews",
    "rewards",
    "guards",
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def lines() -> list[tuple[str, ...]]:
    """The cells of every line of every table."""
    rows = [line for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("| ")]
    cells = (tuple(cell.strip() for cell in row.strip("|").split("|")) for row in rows)
    return [row for row in cells if row[0] != "zh"]


def public_types(stage: str) -> set[str]:
    """Names of the public dataclasses and closed sets of a stage."""
    return {
        node.name
        for file in (ROOT / "src" / "merit" / stage).rglob("*.py")
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and is_type(node)
    }


def is_type(node: ast.ClassDef) -> bool:
    """True for a dataclass and for a StrEnum."""
    return any("dataclass" in ast.unparse(each) for each in node.decorator_list) or any(
        ast.unparse(each) == "StrEnum" for each in node.bases
    )


@pytest.mark.parametrize("stage", STAGES)
def test_every_public_type_is_in_the_glossary(stage: str) -> None:
    named = {name for row in lines() for name in re.findall(r"`(\w+)`", row[-1])}
    assert public_types(stage) - named == set(), "give each of these a line in docs/glossary.md"


def test_every_line_has_a_chinese_and_an_english_word_and_a_name() -> None:
    for row in lines():
        assert len(row) == 3, row
        assert CHINESE.search(row[0]), row
        assert row[1], row
        assert row[2], row


def test_no_word_stands_twice() -> None:
    for column in (0, 1):
        words = [row[column] for row in lines()]
        assert {word for word in words if words.count(word) > 1} == set()
