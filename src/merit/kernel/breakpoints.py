"""A table of breakpoints as a document writes it: rows [x, result], or bands [from, to, result]; x rises throughout."""

from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from merit.kernel.exact import plain
from merit.kernel.problems import Problem
from merit.kernel.section import Section, number_in

Breakpoints: TypeAlias = tuple[tuple[Fraction, Fraction], ...]
"""Pairs of (from, result), rising."""

_Row: TypeAlias = tuple[Fraction, Fraction | None, Fraction]


def read_breakpoints(section: Section, key: str, low: int | None = None) -> Breakpoints:
    """The table; empty after Problems: x must rise, bands must join up, results must not be below `low`."""
    if not section.needed(key):
        return ()
    rows = [_row(section, key, number, row) for number, row in enumerate(section.rows(key))]
    read = [row for row in rows if row is not None]
    if section.data[key] == []:
        section.add(Problem("documents.no_breakpoints", section.place(key), {"key": key}))
    joined = [_joins(section, key, number, pair) for number, pair in enumerate(pairwise(read))]
    enough = [section.as_number(value, (key,), low) is not None for _, _, value in read]
    if len(read) < len(rows) or not all(joined) or not all(enough):
        return ()
    return tuple((x, value) for x, _, value in read)


def _row(section: Section, key: str, number: int, row: object) -> _Row | None:
    cells = row if isinstance(row, list) else []
    match [number_in(cell) for cell in cells]:
        case [Fraction() as x, Fraction() as value]:
            return x, None, value
        case [Fraction() as x, (Fraction() | None) as to, Fraction() as value] if to is not None or cells[1] is None:
            return x, to, value
        case _:
            section.add(Problem("documents.not_a_breakpoint", section.place(key, number), {"row": str(row)}))
            return None


def _joins(section: Section, key: str, number: int, pair: tuple[_Row, _Row]) -> bool:
    (x, to, _), (following, _, _) = pair
    place = section.place(key, number + 1)
    params: dict[str, str | int] = {"from": plain(following), "before": plain(to if to is not None else x)}
    if following == x or (to is not None and x < following < to):
        section.add(Problem("documents.bands_overlap", place, params))
    elif following < x:
        section.add(Problem("documents.bands_unsorted", place, params))
    elif to is not None and following > to:
        section.add(Problem("documents.bands_gap", place, params))
    else:
        return True
    return False
