"""Which target row is in force on which days: a row with `from` takes over on that day, also in mid-period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from merit.kernel.period import Period
from merit.targets.target import Target


@dataclass(frozen=True, slots=True)
class InForce:
    """A target and the run of days on which it stands."""

    target: Target
    days: Period


def targets_in_force(sources: Sequence[Sequence[Target]], days: Period) -> list[InForce]:
    """The stretches of `days` in order, each with the row in force.

    `sources` come in the order of their right: on each day the first source with a row in force decides. Days before
    the first change of all belong to the earliest row. Empty when there is no row at all.
    """
    ranked = [sorted(rows, key=_begins) for rows in sources if rows]
    if not ranked:
        return []
    edges = sorted({days.start, *(start for row in _all(ranked) if (start := row.start) and start in days)})
    ends = [*edges[1:], days.end]
    stretches = [InForce(_on(ranked, start), _part(days, start, end)) for start, end in zip(edges, ends, strict=True)]
    return _joined(stretches, days)


def _on(ranked: list[list[Target]], day: date) -> Target:
    for rows in ranked:
        begun = [row for row in rows if row.start is None or row.start <= day]
        if begun:
            return begun[-1]
    return ranked[0][0]


def _joined(stretches: list[InForce], days: Period) -> list[InForce]:
    joined: list[InForce] = []
    for each in stretches:
        if joined and joined[-1].target == each.target:
            joined[-1] = InForce(each.target, _part(days, joined[-1].days.start, each.days.end))
        else:
            joined.append(each)
    return joined


def _part(whole: Period, start: date, end: date) -> Period:
    return whole.overlap(start, end) or whole


def _all(ranked: list[list[Target]]) -> list[Target]:
    return [row for rows in ranked for row in rows]


def _begins(row: Target) -> tuple[date, int]:
    return row.start or date.min, row.source.line
