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
    if len(days) > _CLOSE:
        low = int(days.min())
        return _months(grain, np.arange(low, int(days.max()) + 1))[days - low]
    return _months(grain, days)


def _months(grain: Grain, days: Whole) -> Whole:
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.asarray(months // _MONTHS_IN[grain], np.int64)


def in_order(values: Whole) -> Whole:
    """Positions that put the values in order, equal ones as they stand: value and position sorted as one number."""
    low = int(values.min(initial=0))
    bits = len(values).bit_length()
    if (int(values.max(initial=0)) - low).bit_length() + bits > 62:
        return np.argsort(values, kind="stable")
    both = ((values - low) << bits) | np.arange(len(values))
    both.sort()
    return both & ((1 << bits) - 1)


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
        order = in_order(values)
        ordered = values[order]
        first = np.concatenate(([True], ordered[1:] != ordered[:-1]))
        positions = np.empty(len(values), np.int64)
        positions[order] = np.cumsum(first) - 1
        return Numbered(ordered[first], positions, order[first])
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
    order = in_order(sets)
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
    bits = len(rows_in_group).bit_length()
    pairs_in_order = np.sort((pairs.nodes << bits) | pairs.groups)
    nodes, groups = pairs_in_order >> bits, pairs_in_order & ((1 << bits) - 1)
    starts = np.flatnonzero(np.concatenate(([True], nodes[1:] != nodes[:-1])))
    known: dict[bytes, int] = {}
    seen = np.split(groups, starts[1:])
    kinds = [known.setdefault(each.tobytes(), len(known)) for each in seen]
    shown = [seen[at] for at in np.unique(kinds, return_index=True)[1]]
    sizes = np.array([rows_in_group[each].sum() for each in shown], np.int64)
    kind = np.repeat(np.arange(len(shown)), [len(each) for each in shown])
    of_group = members_of(np.concatenate(shown), kind, len(rows_in_group))
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
    order = in_order(cell)
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
    every_day = np.arange(first_day, first_day + (1 << day_bits))
    weeks = period_numbers(Grain.WEEK, every_day)[day]
    changed = _changed(every_day, day, new)
    new[1:] |= weeks[1:] != weeks[:-1]
    size = len(cells.different)
    counts = np.bincount(cells.positions * _LEVELS + changed, minlength=size * _LEVELS).reshape(size, _LEVELS)
    at_least = np.cumsum(counts[:, ::-1], axis=1)[:, ::-1]
    for grain in GRAINS:
        by_week = grain is Grain.WEEK
        firsts = np.bincount(cells.positions[new], minlength=size) if by_week else at_least[:, _LEVEL[grain]]
        there = np.flatnonzero(firsts)
        found = cells.different[there]
        yield grain, Cells(found // width + first_day, found % width, [firsts[there].astype(np.int64)])


_LEVEL = {Grain.DAY: 1, Grain.MONTH: 2, Grain.QUARTER: 3, Grain.HALF: 4, Grain.YEAR: 5}
_LEVELS = 6
_DIFFERENT = np.searchsorted((1, 4, 8, 16), np.arange(17), "right") + 1


def _changed(every_day: Whole, day: Whole, new: NDArray[np.bool_]) -> Whole:
    """The level of the longest period that is another than that of the row before; of a new entity, the highest.

    A month is written as year, half, quarter of the half and month of the quarter, in bits: the highest bit in which
    two months differ tells.
    """
    year, month = np.divmod(_months(Grain.MONTH, every_day), 12)
    written = ((year << 4) | (month // 6 << 3) | (month // 3 % 2 << 2) | month % 3)[day]
    changed = np.full(len(day), _LEVELS - 1)
    changed[1:] = _DIFFERENT[np.minimum(written[1:] ^ written[:-1], 16)]
    changed[1:][day[1:] == day[:-1]] = 0
    changed[new] = _LEVELS - 1
    return changed


def ranked(cells: Whole, ranks: Whole, times: Whole, quantiles: list[Fraction]) -> tuple[Whole, list[Whole]]:
    """Per cell (a node and period) and quantile, the smallest rank with at least that part of all at or below it."""
    if not len(cells):
        return cells, [ranks for _ in quantiles]
    rank_bits = int(ranks.max()).bit_length()
    order = in_order((cells << rank_bits) | ranks)
    cells, ranks, times = cells[order], ranks[order], times[order]
    up_to = np.cumsum(times)
    starts = np.flatnonzero(np.concatenate(([True], cells[1:] != cells[:-1])))
    before = up_to[starts] - times[starts]
    of = np.diff(np.concatenate((before, up_to[-1:])))
    needed = [np.maximum(-(-of * each.numerator // each.denominator), 1) for each in quantiles]
    return cells[starts], [ranks[np.searchsorted(up_to, before + each)] for each in needed]
