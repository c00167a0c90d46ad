"""Brings a cube up to date where days have changed; everything else is taken over as it is.

What adds up over days is read again for those days alone; what does not, for the calendar years they lie in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from merit.catalogue.kpi import Aggregate, Measure
from merit.engines.cube.build import Gathering, MeasureColumns, Quarter, gather, quarter_start
from merit.engines.cube.entities import Ranks
from merit.engines.cube.node_codes import NodeCodes
from merit.engines.cube.rows import Source
from merit.kernel.period import Grain
from merit.metrics.components import Family
from merit.metrics.rollup import Whole, period_numbers

_EPOCH = date(1970, 1, 1)
_WEEK = 6
_WHOLE_YEARS = frozenset({Aggregate.DISTINCT, Aggregate.QUANTILE})


def refreshed(
    old: Mapping[Family, Gathering], source: Source, touched: Mapping[Family, Iterable[date]], nodes: NodeCodes
) -> dict[Family, Gathering]:
    """The gatherings of the new snapshot (`source` is open on it).

    `touched` names for each family that changed every day on which a row of its relation came, went or changed, before
    or after; a family named without days is read anew as a whole.
    """
    return {
        family: _family(each, replace(source, family=family, days=tuple(touched[family])), nodes)
        if family in touched
        else each
        for family, each in old.items()
    }


def _family(old: Gathering, source: Source, nodes: NodeCodes) -> Gathering:
    measures = tuple(old.measures)
    if not source.days or not old.quarters:
        return gather(replace(source, days=()), measures, nodes)
    found: Gathering | None = old
    for step in _steps(measures, source.days):
        if step.measures and found is not None:
            found = _patched(found, gather(replace(source, days=step.read), step.measures, nodes), step)
    return found or gather(replace(source, days=()), measures, nodes)


@dataclass(frozen=True, slots=True)
class _Step:
    """Measures to read again for `read`; the days in `kept` and all periods of the days in `periods` are replaced."""

    measures: tuple[Measure, ...]
    read: tuple[date, ...]
    kept: Whole
    periods: Whole


def _steps(measures: tuple[Measure, ...], days: tuple[date, ...]) -> tuple[_Step, _Step]:
    """A week belongs to two years at most, so six days more on either side make the years' weeks whole."""
    by_year = tuple(each for each in measures if each.aggregate in _WHOLE_YEARS)
    by_day = tuple(each for each in measures if each.aggregate not in _WHOLE_YEARS)
    years = np.unique(np.array([each.year for each in days]))
    edges = [(_number(date(year, 1, 1)), _number(date(year + 1, 1, 1))) for year in years.tolist()]
    inside = np.concatenate([np.arange(first, past) for first, past in edges])
    kept = np.unique(np.concatenate([np.arange(first, past + _WEEK) for first, past in edges]))
    read = np.unique(np.concatenate([np.arange(first - _WEEK, past + _WEEK) for first, past in edges]))
    touched = np.array(sorted(_number(each) for each in days))
    wide = tuple(_EPOCH + timedelta(days=each) for each in read.tolist())
    return _Step(by_day, days, touched, touched), _Step(by_year, wide, kept, inside)


def _patched(old: Gathering, new: Gathering, step: _Step) -> Gathering | None:
    """The old gathering with those days as the new one has them; None where its numbers are in other units."""
    if new.quarters and not _alike(old, new, step.measures):
        return None
    quarters = dict(old.quarters)
    numbers = period_numbers(Grain.QUARTER, step.kept)
    for number in np.unique(numbers).tolist():
        inside = step.kept[numbers == number] - quarter_start(number)
        quarters[number] = _patched_quarter(number, (old, new), step.measures, inside)
    days = np.union1d(np.setdiff1d(old.days, step.kept), np.intersect1d(new.days, step.kept))
    ranks = {
        key: _patched_ranks(held, new.ranks.get(key), period_numbers(key[1], step.periods))
        if key[0] in step.measures
        else held
        for key, held in old.ranks.items()
    }
    return Gathering(old.measures, quarters, days, ranks)


def _alike(old: Gathering, new: Gathering, measures: tuple[Measure, ...]) -> bool:
    """Whether the new numbers are whole in the old units."""
    for measure in measures:
        if measure not in new.measures:
            return False
        part = _times(old, new, measure).denominator
        column = new.measures[measure].value
        if part > 1 and column is not None and any(np.any(each.sums[column] % part) for each in new.quarters.values()):
            return False
    return True


def _times(old: Gathering, new: Gathering, measure: Measure) -> Fraction:
    """By what a new number is multiplied to stand in the old unit; a factor common to all was taken out of each."""
    return new.measures[measure].unit / old.measures[measure].unit


def _columns(held: MeasureColumns) -> list[int]:
    value = [] if held.value is None else [held.value]
    return [held.n, *value, *(held.firsts[grain] for grain in sorted(held.firsts))]


def _patched_quarter(
    number: int, both: tuple[Gathering, Gathering], measures: tuple[Measure, ...], inside: Whole
) -> Quarter:
    old, new = both
    length = quarter_start(number + 1) - quarter_start(number)
    width = next(iter(old.quarters.values())).sums.shape[0]
    nothing = Quarter(np.empty(0, np.int64), np.zeros((width, length + 1, 0), np.int64))
    before, after = old.quarters.get(number, nothing), new.quarters.get(number)
    nodes = before.nodes if after is None else np.union1d(before.nodes, after.nodes)
    daily = np.zeros((width, length + 1, len(nodes)), np.int64)
    daily[:, 1:, np.searchsorted(nodes, before.nodes)] = np.diff(before.sums, axis=1)
    for measure in measures:
        kept = _columns(old.measures[measure])
        for column in kept:
            daily[column, inside + 1] = 0
        if after is not None:
            at = np.searchsorted(nodes, after.nodes)
            fresh, times = new.measures[measure], _times(old, new, measure)
            for column, each in zip(kept, _columns(fresh), strict=True):
                found = np.diff(after.sums[each], axis=0)[inside]
                if each == fresh.value:
                    found = found * times.numerator // times.denominator
                daily[column, (inside + 1)[:, None], at] = found
    return Quarter(nodes, np.cumsum(daily, axis=1, out=daily))


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
