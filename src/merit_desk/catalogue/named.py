"""What subjects, tables and columns are called; subjects stand in the order in which a merchant thinks."""

from collections.abc import Iterable

from merit_desk.shell.sentences import knows, say

SUBJECTS = (
    *("sales", "profit", "growth", "traffic", "advertising", "customers", "service"),
    *("content", "logistics", "supply", "website", "finance", "tasks"),
)


def groups_in_order(groups: Iterable[str]) -> list[str]:
    """The known subjects first, the company's own after them."""
    there = list(groups)
    return [each for each in dict.fromkeys((*SUBJECTS, *there)) if each in there]


def group_title(group: str) -> str:
    """What a subject is called."""
    return say(f"group.{group}") if knows(f"group.{group}") else group.replace("_", " ")


def table_words(table: str) -> str:
    """A table as people call it, where the desk has a word for it."""
    return say(f"table.{table}") if knows(f"table.{table}") else table


def field_words(column: str) -> str:
    """A column as people call it, where the desk has a word for it."""
    return say(f"field.{column}") if knows(f"field.{column}") else column
