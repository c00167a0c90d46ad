"""Arrays of whole numbers: rows shared out to nodes, summed per day, counted once per period, ranked. All exact."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from merit.kernel.period import Grain

Whole = NDArray[np.int64]

GRAINS = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR)
_MONTHS_IN = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}


def period_numbers(grain: Grain, days: Whole) -> Whole:
    """Which period of the grain each day (days since 1970-01-01) lies in, counted from 1970."""
    if grain is Grain.DAY:
        return days
    if grain is Grain.WEEK:
        return (days + 3) // 7
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.asarray(months // _MONTHS_IN[grain], np.int64)


@dataclass(frozen=True, slots=True)
class Shares:
    """Which nodes have a share in each key: of key k, the entries starts[k] to starts[k + 1]."""

    starts: Whole
    nodes: Whole
    parts: Whole


def shares_of(keys: Whole, nodes: Whole, parts: Whole, count: int) -> Shares:
    """Put the pairs of key and node in the order of the `count` keys."""
    order = np.argsort(keys, kind="stable")
    starts = np.concatenate(([0], np.cumsum(np.bincount(keys, minlength=count)))).astype(np.int64)
    return Shares(starts, nodes[order], parts[order])


@dataclass(frozen=True, slots=True)
class Spread:
    """Rows once per node that has a share: the row's position, the node, the share in ten-thousandths."""

    rows: Whole
    nodes: Whole
    parts: Whole


def spread(shares: Shares, keys: Whole) -> Spread:
    """Share out rows by the key of each."""
    times = shares.starts[keys + 1] - shares.starts[keys]
    rows = np.repeat(np.arange(len(keys)), times)
    first = np.repeat(shares.starts[keys] - np.concatenate(([0], np.cumsum(times)[:-1])), times)
    at = first + np.arange(len(rows))
    return Spread(rows, shares.nodes[at], shares.parts[at])


@dataclass(frozen=True, slots=True)
class Cells:
    """One entry per node and day on which there is anything, by day, then node; `columns` run along them."""

    days: Whole
    nodes: Whole
    columns: list[Whole]


def cells_of(found: Spread, days: Whole, columns: list[tuple[Whole, bool]]) -> Cells:
    """Sum columns of the rows per node and day; of each column it is said whether it is shared out or only counted."""
    width = int(found.nodes.max(initial=0)) + 1
    cell = days[found.rows] * width + found.nodes
    order = np.argsort(cell, kind="stable")
    cell, rows, parts = cell[order], found.rows[order], found.parts[order]
    starts = np.flatnonzero(np.concatenate(([True], cell[1:] != cell[:-1]))) if len(cell) else cell
    kept = cell[starts]
    if not len(kept):
        return Cells(kept, kept, [kept for _ in columns])
    sums = [np.add.reduceat(values[rows] * parts if shared else values[rows], starts) for values, shared in columns]
    return Cells(kept // width, kept % width, sums)


def merged(cells: list[Cells]) -> Cells:
    """Cells of different nodes together, by day, then node."""
    days = np.concatenate([each.days for each in cells])
    nodes = np.concatenate([each.nodes for each in cells])
    order = np.lexsort((nodes, days))
    width = len(cells[0].columns)
    columns = [np.concatenate([each.columns[at] for each in cells])[order] for at in range(width)]
    return Cells(days[order], nodes[order], columns)


class TooWideError(ValueError):
    """The numbers do not fit in 64 bits; queries, which use 128, must answer."""


_HALF_RANGE = float(2**62)


def narrowed(low: Whole, high: Whole, whole: int) -> tuple[Whole, int]:
    """128-bit numbers as 64-bit ones and the common factor taken out, such that any sum of them × `whole` fits.

    Raises TooWideError.
    """
    if np.any(high != low >> 63):
        raise TooWideError
    if _total(low) * whole < _HALF_RANGE:
        return low, 1
    factor = int(np.gcd.reduce(low))
    smaller = low // factor
    if _total(smaller) * whole >= _HALF_RANGE:
        raise TooWideError
    return smaller, factor


def _total(values: Whole) -> float:
    return float(np.abs(values.astype(np.float64)).sum())


def packed(nodes: Whole, entities: Whole, days: Whole, day_bits: int) -> Whole:
    """Node, entity and day in one sortable number. Raises TooWideError when they do not fit."""
    entity_bits = int(entities.max(initial=0)).bit_length()
    if int(nodes.max(initial=0)).bit_length() + entity_bits + day_bits > 62:
        raise TooWideError
    return np.asarray((nodes << (entity_bits + day_bits)) | (entities << day_bits) | days, np.int64)


def first_occurrences(nodes: Whole, entities: Whole, days: Whole, width: int) -> Iterator[tuple[Grain, Whole, Whole]]:
    """Per grain, cells (day × width + node) and how many entities are there for the first time in their period.

    Sums of these over the days of a period are its exact distinct counts: an entity counts on the first of its days
    in the period, which is the day whose previous occurrence lies in an earlier period.
    """
    first_day = int(days.min(initial=0))
    day_bits = int(days.max(initial=0) - first_day).bit_length()
    entity_bits = int(entities.max(initial=0)).bit_length()
    ordered = np.sort(packed(nodes, entities, days - first_day, day_bits))
    day = (ordered & ((1 << day_bits) - 1)) + first_day
    again = np.concatenate(([False], ordered[1:] >> day_bits == ordered[:-1] >> day_bits))[: len(ordered)]
    before = np.concatenate(([0], day[:-1]))[: len(day)]
    cell = day * width + (ordered >> (entity_bits + day_bits))
    for grain in GRAINS:
        number = period_numbers(grain, np.arange(first_day, first_day + (1 << day_bits)))
        is_first = ~again | (number[day - first_day] != number[before - first_day])
        yield grain, *_counted(cell[is_first])


def _counted(cells: Whole) -> tuple[Whole, Whole]:
    if not len(cells):
        return cells, cells
    lowest = int(cells.min())
    counts = np.bincount(cells - lowest)
    found = np.flatnonzero(counts)
    return found + lowest, counts[found]


def ranked(cells: Whole, ranks: Whole, times: Whole, quantile: Fraction) -> tuple[Whole, Whole]:
    """Per cell (a node and period), the smallest rank with at least that part of all at or below it."""
    rank_bits = int(ranks.max(initial=0)).bit_length()
    order = np.argsort((cells << rank_bits) | ranks)
    cells, ranks, up_to = cells[order], ranks[order], np.cumsum(times[order])
    starts = np.flatnonzero(np.concatenate(([True], cells[1:] != cells[:-1])))[: len(cells)]
    before = up_to[starts] - times[order][starts]
    of = np.diff(np.concatenate((before, up_to[-1:]))) if len(starts) else before
    needed = np.maximum(-(-of * quantile.numerator // quantile.denominator), 1)
    return cells[starts], ranks[np.searchsorted(up_to, before + needed)]
