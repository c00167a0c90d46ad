"""Brings a cube up to date: what the touched facts came to before is taken away, what they come to now is added.

Sums, counts and first occurrences of touched entities add up, so the rest is taken over as it is. Quantiles are ranked
again in the periods of the touched days. What no reach is known of is worked out as a whole.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from merit.catalogue.kpi import Aggregate, Measure
from merit.engines.cube.build import (
    Gathering,
    MeasureColumns,
    Quarter,
    by_entity,
    gather,
    quantiles_of,
    quarter_start,
)
from merit.engines.cube.entities import Ranks, rank_entities
from merit.engines.cube.node_codes import NodeCodes
from merit.engines.cube.rows import Source
from merit.engines.cube.touched import Side, TouchedEngine
from merit.kernel.period import Grain
from merit.metrics.components import Family
from merit.metrics.relations.reach import Touch, touch_of
from merit.metrics.rollup import GRAINS, Whole, period_numbers

_EPOCH = date(1970, 1, 1)
_WEEK = 6
_MOST = float(2**62)
_YEARS = Grain.YEAR


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a refresh reads: the touched facts of both moments (`engine` is open on them), or all facts of now.

    `reads` names the fact tables that each relation is made of (None: not only facts), `changed` those that changed.
    `whole` is for measures whose relations are read as a whole, `days` for a few years of them.
    """

    engine: TouchedEngine
    touched: Source
    whole: Callable[[tuple[Measure, ...]], Source]
    days: Callable[[], Source]
    reads: Callable[[str], frozenset[str] | None]
    changed: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Part:
    """Measures of a family that the same touch renews; `dates`: the family's days are those of this part."""

    family: Family
    measures: tuple[Measure, ...]
    dates: bool


@dataclass(frozen=True, slots=True)
class _Turned:
    """A part as it was and as it is."""

    part: _Part
    was: Gathering
    now: Gathering


def refreshed(old: Mapping[Family, Gathering], renewal: Renewal, nodes: NodeCodes) -> dict[Family, Gathering]:
    """The gatherings of the new moment; `old` are those of the moment before under the same definitions."""
    found, parts, anew = dict(old), dict[Touch, list[_Part]](), dict[Family, tuple[Measure, ...]]()
    for family, held in old.items():
        reads = renewal.reads(family.relation)
        if reads is None or reads & renewal.changed:
            own, anew[family] = _own_parts(family, held, reads or frozenset())
            for touch, part in own:
                parts.setdefault(touch, []).append(part)
    for touch, its in parts.items():
        for turned in _turned(renewal, touch, its, nodes):
            family = turned.part.family
            patched = _patched(found[family], turned)
            anew[family] += () if patched else turned.part.measures
            found[family] = _ranked_again(patched, turned, renewal, nodes) if patched else found[family]
    some = tuple(measure for measures in anew.values() for measure in measures)
    for family, measures in anew.items():
        if measures:
            found[family] = _anew(found[family], _Part(family, measures, dates=False), some, renewal, nodes)
    return found


def _anew(held: Gathering, part: _Part, some: tuple[Measure, ...], renewal: Renewal, nodes: NodeCodes) -> Gathering:
    """The part's measures, among `some` others, worked out as a whole; with all of the family where they do not fit."""
    source, measures = replace(renewal.whole(some), family=part.family), part.measures
    if len(measures) < len(held.measures):
        fresh = gather(source, measures, nodes)
        patched = _patched(held, _Turned(part, held, fresh))
        if patched is not None:
            others = {key: ranks for key, ranks in held.ranks.items() if key[0] not in measures}
            return replace(patched, ranks=others | fresh.ranks)
        source = replace(renewal.whole(tuple(held.measures)), family=part.family)
    return gather(source, tuple(held.measures), nodes)


def _own_parts(
    family: Family, held: Gathering, reads: frozenset[str]
) -> tuple[list[tuple[Touch, _Part]], tuple[Measure, ...]]:
    """The touches that renew the family's measures, and the measures that have to be worked out as a whole."""
    if not held.quarters:
        return [], tuple(held.measures)
    alike: dict[Touch, tuple[Measure, ...]] = {}
    rest: tuple[Measure, ...] = ()
    for measure in held.measures:
        touch = touch_of(family.relation, measure, reads)
        if touch is None:
            rest = (*rest, measure)
        else:
            alike[touch] = (*alike.get(touch, ()), measure)
    return [(touch, _Part(family, some, dates=not at)) for at, (touch, some) in enumerate(alike.items())], rest


def _turned(renewal: Renewal, touch: Touch, parts: list[_Part], nodes: NodeCodes) -> list[_Turned]:
    sides: list[list[Gathering]] = []
    for side in Side:
        renewal.engine.show(touch, side)
        sources = [(replace(renewal.touched, family=part.family), part.measures) for part in parts]
        sides.append([gather(source, measures, nodes, ranked=False) for source, measures in sources])
    return [_Turned(*each) for each in zip(parts, *sides, strict=True)]


def _patched(old: Gathering, turned: _Turned) -> Gathering | None:
    """The old gathering less what was, with what is; None where that cannot be said in the old units."""
    sides = [(-1, turned.was), (1, turned.now)]
    if not all(_alike(old, side, turned.part.measures) for _, side in sides):
        return None
    quarters = dict(old.quarters)
    for number in sorted({*turned.was.quarters, *turned.now.quarters}):
        fresh, highest = _patched_quarter(number, old, sides, turned.part.measures)
        if highest * float(len(quarters) + 1) >= _MOST:
            return None
        quarters[number] = fresh
    days, rows = _days(old, turned) if turned.part.dates else (old.days, old.rows)
    return replace(old, quarters=quarters, days=days, rows=rows)


def _alike(old: Gathering, side: Gathering, measures: tuple[Measure, ...]) -> bool:
    """Whether the numbers of a side are whole, and not too large, in the old units."""
    for measure in measures if side.quarters else ():
        if measure not in side.measures:
            return False
        times, column = _times(old, side, measure), side.measures[measure].value
        for each in side.quarters.values() if column is not None and times != 1 else ():
            sums = each.sums[column]
            if np.any(sums % times.denominator) or np.abs(sums).max(initial=0) * float(times) >= _MOST:
                return False
    return True


def _times(old: Gathering, side: Gathering, measure: Measure) -> Fraction:
    """By what a number of the side is multiplied to stand in the old unit; factors common to all were taken out."""
    return side.measures[measure].unit / old.measures[measure].unit


def _columns(held: MeasureColumns) -> list[int]:
    value = [] if held.value is None else [held.value]
    return [held.n, *value, *(held.firsts[grain] for grain in sorted(held.firsts))]


def _patched_quarter(
    number: int, old: Gathering, sides: list[tuple[int, Gathering]], measures: tuple[Measure, ...]
) -> tuple[Quarter, int]:
    """Running sums of what adds up add up too; beside the quarter the largest number of these measures."""
    shifts = [(sign, side, side.quarters[number]) for sign, side in sides if number in side.quarters]
    nodes, sums = _widened(number, old, [each.nodes for _, _, each in shifts])
    for sign, side, shift in shifts:
        at = np.searchsorted(nodes, shift.nodes)
        for measure in measures:
            kept, fresh, times = old.measures[measure], side.measures[measure], _times(old, side, measure)
            for column, each in zip(_columns(kept), _columns(fresh), strict=True):
                added = shift.sums[each]
                if each == fresh.value and times != 1:
                    added = added // times.denominator * times.numerator
                sums[column][:, at] += sign * added
    own = [column for measure in measures for column in _columns(old.measures[measure])]
    highest = np.max([np.abs(sums[column]).max(axis=0) for column in own], axis=0)
    gone = np.flatnonzero(highest == 0)
    gone = gone[~sums[:, :, gone].any(axis=(0, 1))]
    if len(gone):
        nodes, sums = np.delete(nodes, gone), np.delete(sums, gone, axis=2)
    return Quarter(nodes, sums), int(highest.max(initial=0))


def _widened(number: int, old: Gathering, more: list[Whole]) -> tuple[Whole, Whole]:
    """The nodes of the old quarter and more nodes, and a copy of its sums with room for these."""
    length = quarter_start(number + 1) - quarter_start(number)
    width = next(iter(old.quarters.values())).sums.shape[0]
    before = old.quarters.get(number, Quarter(np.empty(0, np.int64), np.zeros((width, length + 1, 0), np.int64)))
    nodes = np.unique(np.concatenate([before.nodes, *more]))
    if len(nodes) == len(before.nodes):
        return nodes, np.array(before.sums)
    sums = np.zeros((width, length + 1, len(nodes)), np.int64)
    sums[:, :, np.searchsorted(nodes, before.nodes)] = before.sums
    return nodes, sums


def _days(old: Gathering, turned: _Turned) -> tuple[Whole, Whole]:
    """The days that have rows now, and how many."""
    parts = [(old.days, old.rows), (turned.was.days, -turned.was.rows), (turned.now.days, turned.now.rows)]
    days, at = np.unique(np.concatenate([part for part, _ in parts]), return_inverse=True)
    rows = np.zeros(len(days), np.int64)
    np.add.at(rows, at, np.concatenate([part for _, part in parts]))
    return days[rows > 0], rows[rows > 0]


def _ranked_again(old: Gathering, turned: _Turned, renewal: Renewal, nodes: NodeCodes) -> Gathering:
    measures = tuple(each for each in turned.part.measures if each.aggregate is Aggregate.QUANTILE)
    touched = np.union1d(turned.was.days, turned.now.days)
    if not measures or not len(touched):
        return old
    periods = {grain: np.unique(period_numbers(grain, touched)) for grain in GRAINS}
    source = replace(renewal.days(), family=turned.part.family, days=tuple(_whole_years(periods[_YEARS])))
    ranks = dict(old.ranks)
    for together in by_entity(measures):
        fresh = dict(rank_entities(source.entities(together[0]), nodes, quantiles_of(together), periods))
        for grain in GRAINS:
            for at, measure in enumerate(together):
                held = ranks.get((measure, grain), Ranks(np.empty(0, np.int64), np.empty(0, np.int64), 1))
                new = fresh[grain][at] if grain in fresh else None
                ranks[measure, grain] = _patched_ranks(held, new, periods[grain])
    return replace(old, ranks=ranks)


def _whole_years(years: Iterable[int]) -> Iterable[date]:
    """Their days; a week belongs to two years at most, so six days more on either side make the years' weeks whole."""
    edges = [(_number(date(1970 + int(year), 1, 1)), _number(date(1971 + int(year), 1, 1))) for year in years]
    read = np.unique(np.concatenate([np.arange(first - _WEEK, past + _WEEK) for first, past in edges]))
    return (_EPOCH + timedelta(days=each) for each in read.tolist())


def _patched_ranks(old: Ranks, new: Ranks | None, periods: Whole) -> Ranks:
    """Those periods as the new ranks have them, the others as they were."""
    width = max(old.width, new.width if new else 0)
    parts = [_chosen(old, ~np.isin(old.cells // old.width, periods), width)]
    if new is not None:
        parts.append(_chosen(new, np.isin(new.cells // new.width, periods), width))
    cells, values = (np.concatenate([part[at] for part in parts]) for at in (0, 1))
    order = np.argsort(cells)
    return Ranks(cells[order], values[order], width)


def _chosen(ranks: Ranks, which: NDArray[np.bool_], width: int) -> tuple[Whole, Whole]:
    periods, nodes = ranks.cells[which] // ranks.width, ranks.cells[which] % ranks.width
    return periods * width + nodes, ranks.values[which]


def _number(day: date) -> int:
    return (day - _EPOCH).days
