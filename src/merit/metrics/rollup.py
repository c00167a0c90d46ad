"""Arrays of whole numbers: rows shared out to nodes, summed per day, counted once per period, ranked. All exact."""

from collections.abc import Iterable, Iterator
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
class Numbered:
    """The different values in order, the position of each row's value among them, and a row that has each."""

    different: Whole
    positions: Whole
    shown: Whole


def numbered(values: Whole) -> Numbered:
    """Number the different values: without sorting where they lie close together."""
    low, high = (int(values.min()), int(values.max())) if len(values) else (0, 0)
    if high - low > max(8 * len(values), _CLOSE):
        different, shown, positions = np.unique(values, return_index=True, return_inverse=True)
        return Numbered(different, positions, shown)
    there = np.zeros(high - low + 1, bool)
    there[values - low] = True
    different = np.flatnonzero(there)
    positions = (np.cumsum(there) - 1)[values - low]
    shown = np.empty(len(different), np.int64)
    shown[positions] = np.arange(len(values))
    return Numbered(different + low, positions, shown)


_CLOSE = 1 << 16


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which nodes have which share (ten-thousandths) in each group of rows; each pair once."""

    groups: Whole
    nodes: Whole
    parts: Whole


def together(pairs: Iterable[Pairs]) -> Pairs:
    """Pairs of several kinds of node as one."""
    listed = list(pairs)
    return Pairs(*(np.concatenate([getattr(each, name) for each in listed]) for name in ("groups", "nodes", "parts")))


@dataclass(frozen=True, slots=True)
class Members:
    """Members of each of some sets: of set k, `members[starts[k]:starts[k + 1]]`."""

    starts: Whole
    members: Whole


def members_of(sets: Whole, members: Whole, count: int) -> Members:
    """Collect the members of `count` sets."""
    order = np.argsort(sets, kind="stable")
    starts = np.concatenate(([0], np.cumsum(np.bincount(sets, minlength=count))))
    return Members(starts.astype(np.int64), members[order])


def each_member(held: Members, sets: Whole) -> tuple[Whole, Whole]:
    """For a run of sets, the position in the run and the member, once per member."""
    times = held.starts[sets + 1] - held.starts[sets]
    rows = np.repeat(np.arange(len(sets)), times)
    skipped = np.repeat(held.starts[sets] - np.concatenate(([0], np.cumsum(times)[:-1]))[: len(sets)], times)
    return rows, held.members[skipped + np.arange(len(rows))]


@dataclass(frozen=True, slots=True)
class Classes:
    """Nodes that see exactly the same groups of rows are one class: what is counted for it is counted for all."""

    of_group: Members
    nodes: Members
    sizes: Whole
    """How many rows each class sees."""


def classes_of(pairs: Pairs, rows_in_group: Whole) -> Classes:
    """Find the classes."""
    order = np.lexsort((pairs.groups, pairs.nodes))
    nodes, groups = pairs.nodes[order], pairs.groups[order]
    starts = np.flatnonzero(np.concatenate(([True], nodes[1:] != nodes[:-1])))
    known: dict[bytes, int] = {}
    kinds = [known.setdefault(seen.tobytes(), len(known)) for seen in np.split(groups, starts[1:])]
    kind = np.repeat(np.array(kinds), np.diff(np.concatenate((starts, [len(nodes)]))))
    different, at = np.unique(np.column_stack((kind, groups)), axis=0, return_index=True)
    sizes = np.bincount(different[:, 0], rows_in_group[groups[at]], minlength=len(known)).astype(np.int64)
    of_group = members_of(different[:, 1], different[:, 0], len(rows_in_group))
    return Classes(of_group, members_of(np.array(kinds), nodes[starts], len(known)), sizes)


def batches(classes: Classes, most: int = 6_000_000) -> Iterator[Members]:
    """The classes of each group in turns that see not many more than `most` rows together."""
    turn = np.cumsum(classes.sizes) // most
    count = len(classes.of_group.starts) - 1
    of_group = np.repeat(np.arange(count), np.diff(classes.of_group.starts))
    for each in np.unique(turn):
        chosen = turn[classes.of_group.members] == each
        yield members_of(of_group[chosen], classes.of_group.members[chosen], count)


@dataclass(frozen=True, slots=True)
class Cells:
    """One entry per node and day on which there is anything, by day, then node; `columns` run along them."""

    days: Whole
    nodes: Whole
    columns: list[Whole]


def cells_of(pairs: Pairs, days: Whole, columns: list[tuple[Whole, bool]]) -> Cells:
    """Sum columns of the groups per node and day; each column says whether it is shared out or only counted."""
    width = int(pairs.nodes.max(initial=0)) + 1
    cell = days[pairs.groups] * width + pairs.nodes
    order = np.argsort(cell, kind="stable")
    cell, groups, parts = cell[order], pairs.groups[order], pairs.parts[order]
    starts = np.flatnonzero(np.concatenate(([True], cell[1:] != cell[:-1])))[: len(cell)]
    kept = cell[starts]
    if not len(kept):
        return Cells(kept, kept, [kept for _ in columns])
    sums = [np.add.reduceat(values[groups] * parts if shared else values[groups], starts) for values, shared in columns]
    return Cells(kept // width, kept % width, sums)


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


def first_occurrences(nodes: Whole, entities: Whole, days: Whole) -> Iterator[tuple[Grain, Cells]]:
    """Per grain, how many entities are at a node on a day for the first time in the period that the day lies in.

    Sums of these over the days of a period are its exact distinct counts: an entity counts on the first of its days
    in the period, which is the day whose previous occurrence lies in an earlier period. Raises TooWideError.
    """
    first_day, width = int(days.min(initial=0)), int(nodes.max(initial=0)) + 1
    day_bits = int(days.max(initial=0) - first_day).bit_length()
    bits = int(entities.max(initial=0)).bit_length() + day_bits
    if width.bit_length() + bits > 62:
        raise TooWideError
    ordered = (nodes << bits) | (entities << day_bits) | (days - first_day)
    ordered.sort()
    day = ordered & ((1 << day_bits) - 1)
    new = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:] >> day_bits, ordered[:-1] >> day_bits, out=new[1:])
    cells = numbered(day * width + (ordered >> bits))
    for grain in GRAINS:
        number = period_numbers(grain, np.arange(first_day, first_day + (1 << day_bits)))[day]
        is_first = new.copy()
        is_first[1:] |= number[1:] != number[:-1]
        counts = np.bincount(cells.positions[is_first], minlength=len(cells.different))
        there = np.flatnonzero(counts)
        found = cells.different[there]
        yield grain, Cells(found // width + first_day, found % width, [counts[there]])


def ranked(cells: Whole, ranks: Whole, times: Whole, quantiles: list[Fraction]) -> tuple[Whole, list[Whole]]:
    """Per cell (a node and period) and quantile, the smallest rank with at least that part of all at or below it."""
    if not len(cells):
        return cells, [ranks for _ in quantiles]
    rank_bits = int(ranks.max()).bit_length()
    order = np.argsort((cells << rank_bits) | ranks)
    cells, ranks, times = cells[order], ranks[order], times[order]
    up_to = np.cumsum(times)
    starts = np.flatnonzero(np.concatenate(([True], cells[1:] != cells[:-1])))
    before = up_to[starts] - times[starts]
    of = np.diff(np.concatenate((before, up_to[-1:])))
    needed = [np.maximum(-(-of * each.numerator // each.denominator), 1) for each in quantiles]
    return cells[starts], [ranks[np.searchsorted(up_to, before + each)] for each in needed]
