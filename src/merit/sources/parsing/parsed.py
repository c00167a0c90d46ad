"""A column on its way from cells to stored values, with the faults found, and how text is read by distinct values."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from merit.kernel.problems import Problem

EMPTY_MARKS = ("", "-", "--", "—", "——", "/", "无", "null", "NULL", "N/A", "n/a", "#N/A", "NaN", "nan")
"""What exports write where there is nothing."""
QUOTED_IN_PROBLEMS = 60
"""A Problem shows at most that many letters of a cell."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be read: its row in the chunk and what is wrong (the place is filled in later)."""

    row: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class Parsed:
    """A column read; where a cell has a fault the value is empty."""

    values: pa.Array
    faults: tuple[Fault, ...] = ()


Reading: TypeAlias = "int | str | bool | Problem | None"


def trimmed(cells: pa.Array) -> pa.Array:
    """Text without blanks (tabs and full-width ones too) at both ends; marks of emptiness become nothing."""
    texts = pc.utf8_trim_whitespace(cells)
    empty = pc.is_in(texts, value_set=pa.array(EMPTY_MARKS))
    return pc.if_else(empty, pa.scalar(None, pa.string()), texts) if pc.any(empty).as_py() else texts


def read_distinct(texts: pa.Array, one: Callable[[str], Reading], kind: pa.DataType) -> Parsed:
    """Read each distinct text once. `one` gives the stored value, None for nothing, or what is wrong."""
    coded = texts.dictionary_encode()
    readings = [one(text) for text in coded.dictionary.to_pylist()]
    table = pa.array([None if isinstance(each, Problem) else each for each in readings], kind)
    wrong = {code: each for code, each in enumerate(readings) if isinstance(each, Problem)}
    return Parsed(table.take(coded.indices), _faults(coded.indices, wrong))


def _faults(codes: pa.Array, wrong: dict[int, Problem]) -> tuple[Fault, ...]:
    if not wrong:
        return ()
    numbers = pc.fill_null(codes, -1).to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(np.isin(numbers, list(wrong)))
    return tuple(Fault(int(row), wrong[int(numbers[row])]) for row in rows)


def read_mostly(texts: pa.Array, usual: pa.Array, fast: Callable[[pa.Array], pa.Array], slow: Parsed) -> Parsed:
    """The fast reading where `usual`, the slow one elsewhere. `slow` was read with the usual cells left out."""
    quick = fast(pc.if_else(usual, texts, pa.scalar(None, pa.string())))
    return Parsed(pc.if_else(pc.fill_null(usual, False), quick, slow.values), slow.faults)


def rest_of(texts: pa.Array, usual: pa.Array) -> pa.Array:
    """The cells that the fast reading does not take; the others are empty."""
    return pc.if_else(usual, pa.scalar(None, pa.string()), texts)


def faults_where(mask: pa.Array, problem: Callable[[int], Problem]) -> tuple[Fault, ...]:
    """A fault for every row where the mask holds."""
    rows = np.flatnonzero(pc.fill_null(mask, False).to_numpy(zero_copy_only=False))
    return tuple(Fault(int(row), problem(int(row))) for row in rows)


def shown(text: object) -> str:
    """A cell as a Problem quotes it, cut when long."""
    written = str(text)
    return written if len(written) <= QUOTED_IN_PROBLEMS else written[:QUOTED_IN_PROBLEMS] + "…"
