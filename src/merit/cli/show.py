"""How the command line shows Problems, tables and refusals; Chinese first, English beside it."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from merit.kernel.problems import Problem, Severity, in_order
from merit.kernel.refusals import Refusal
from merit.wording.sentences import LANGUAGES, problem_sentence, sentence

out = Console(highlight=False, soft_wrap=True)
wide = Console(highlight=False, width=400)
"""For trees and for tables in a pipe or a file, whose lines must not be cut."""
err = Console(stderr=True, highlight=False, soft_wrap=True)

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}


def language() -> str:
    """The reader's language for labels: MERIT_LANG, else English where the locale says so, else Chinese."""
    wanted = os.environ.get("MERIT_LANG") or ("en" if os.environ.get("LANG", "").startswith("en") else "zh")
    return wanted if wanted in LANGUAGES else "zh"


def word(name: str) -> str:
    """A label of the command line in the reader's language."""
    return sentence(f"words.{name}", {}, language())


def show_problems(problems: Iterable[Problem], console: Console = err) -> None:
    """Each Problem with severity, place and code, its sentence in Chinese and then in English."""
    for each in in_order(problems):
        colour = _COLOURS[each.severity]
        console.print(f"[{colour}]{each.severity}[/] {escape(str(each.place))} [dim]{each.code}[/]")
        for tongue in LANGUAGES:
            console.print(f"    {escape(problem_sentence(each, tongue))}", style="dim" if tongue == "en" else None)


def show_refusal(refusal: Refusal) -> None:
    """Why Merit does not do what was asked."""
    for tongue in LANGUAGES:
        err.print(escape(sentence(refusal.code, refusal.params, tongue)), style="dim" if tongue == "en" else "red")


def show_table(heading: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> None:
    """A table for people; numbers stand right. Where no terminal reads it no cell is folded, whatever COLUMNS says."""
    listed = list(rows)
    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for index, name in enumerate(heading):
        numbers = all(_is_number(row[index]) for row in listed) and listed
        table.add_column(name, justify="right" if numbers else "left", overflow="fold")
    for row in listed:
        table.add_row(*(escape(cell) for cell in row))
    (out if out.is_terminal else wide).print(table)


def inside(folder: Path, path: Path) -> str:
    """The path as the user would write it from the company folder."""
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def _is_number(cell: str) -> bool:
    return not cell or cell.lstrip("-−").replace(".", "", 1).replace(",", "").isdigit()
