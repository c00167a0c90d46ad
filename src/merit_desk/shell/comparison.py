"""Two versions of a text side by side, line by line, with long runs of equal lines folded."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

AROUND = 3
"""How many equal lines stay visible beside a change."""


@dataclass(frozen=True, slots=True)
class BesideLine:
    """One row. `kind` is same, changed, added, removed or gap; of a gap `left` is the count of lines folded."""

    kind: str
    left: str = ""
    right: str = ""
    left_number: int | None = None
    right_number: int | None = None


def beside(before: str, after: str) -> list[BesideLine]:
    """Rows of the comparison; empty when the two are equal."""
    left, right = before.splitlines(), after.splitlines()
    if left == right:
        return []
    rows: list[BesideLine] = []
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    for at, (kind, *ends) in enumerate(blocks):
        start, end, other_start, other_end = ends
        pairs = list(_pairs(kind, (left, start, end), (right, other_start, other_end)))
        rows += _folded(pairs, at == 0, at == len(blocks) - 1) if kind == "equal" else pairs
    return rows


_Lines = tuple[list[str], int, int]


def _pairs(kind: str, left: _Lines, right: _Lines) -> Iterator[BesideLine]:
    numbered = (list(enumerate(text[start:end], start + 1)) for text, start, end in (left, right))
    for one, other in zip_longest(*numbered):
        if one and other:
            yield BesideLine("same" if kind == "equal" else "changed", one[1], other[1], one[0], other[0])
        elif one:
            yield BesideLine("removed", left=one[1], left_number=one[0])
        elif other:
            yield BesideLine("added", right=other[1], right_number=other[0])


def _folded(rows: list[BesideLine], first: bool, last: bool) -> list[BesideLine]:
    head, tail = (0 if first else AROUND), (0 if last else AROUND)
    hidden = len(rows) - head - tail
    if hidden < 2:
        return rows
    return [*rows[:head], BesideLine("gap", left=str(hidden)), *rows[len(rows) - tail :]]
