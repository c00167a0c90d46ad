"""Rounded totals of every scorecard where the sliders stand, in floats with a proven bound, in fractions where needed.

The bound. With u = UNIT and weights above zero, N = Σ w·p and D = Σ w over k lines are computed within γ(k+1), so the
mean is off by at most e + (2k+4)·u·M, where M bounds |p| and e the errors of the points. What is added, the factor and
the limits add a few u of their own sizes, and the mean over segments and × 100 a few more; every factor below is
rounded up, and the sum doubled, which also covers terms in u².
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from merit.scores.plan.curves import Curve
from merit.what_if.changes import Changes
from merit.what_if.curve_points import FastCurve, fast_points
from merit.what_if.rounding import UNIT, Floats, Marks, Whole, floats, half_up_whole, rounded
from merit.what_if.score_rows import Key, LineParts, ScoreRows, SegmentParts


@dataclass(frozen=True, slots=True)
class Moving:
    """The lines of one indicator on one curve whose points move with its target."""

    key: int
    curve: FastCurve
    lines: Whole
    ratios: Floats


@dataclass(frozen=True, slots=True)
class Totals:
    """Arrays over all lines, segments and rows, in order; `*_starts` are the first line or segment of each."""

    rows: tuple[tuple[SegmentParts, ...], ...]
    keys: tuple[Key, ...]
    weights: tuple[Fraction, ...]
    """By key, as the plans stand."""
    line_key: Whole
    points: Floats
    point_caps: Floats
    moving: tuple[Moving, ...]
    line_starts: Whole
    segment_starts: Whole
    days: Floats
    added: Floats
    factor: Floats
    total_cap: Floats
    floor: Floats
    cap: Floats
    slack: Floats
    """By segment: the part of the error bound that no slider moves but for the size of the points."""
    lines_in: Floats
    """By segment: number of lines."""

    def at(self, changes: Changes) -> tuple[Whole, Marks]:
        """Totals in hundredths of a point by row, and which were worked out in exact fractions."""
        weights, times = self._weights(changes), self._times(changes)
        values, errors = self._floats(weights, times)
        found, near = rounded(100 * values, 100 * errors + 4 * UNIT * np.abs(100 * values))
        for row in np.flatnonzero(near):
            found[row] = self._exactly(self.rows[row], weights, times)
        return found, near

    def _weights(self, changes: Changes) -> dict[Key, Fraction]:
        stated = zip(self.keys, self.weights, strict=True)
        return {key: changes.weights.get((key[0], key[2]), weight) for key, weight in stated}

    def _times(self, changes: Changes) -> dict[Key, Fraction]:
        one = Fraction(1)
        return {key: changes.target_times.get((key[0], key[2]), one) for key in self.keys}

    def _floats(self, weights: dict[Key, Fraction], times: dict[Key, Fraction]) -> tuple[Floats, Floats]:
        points, errors = self._points(times)
        by_line = floats(list(weights.values()))[self.line_key]
        mean = self._per_segment(by_line * points) / self._per_segment(by_line)
        largest = np.maximum.reduceat(np.abs(points), self.line_starts)
        off = np.maximum.reduceat(errors, self.line_starts)
        off = off + (4 * self.lines_in + 16) * UNIT * (largest + off + np.abs(self.added))
        total = np.minimum((mean + self.added) * self.factor, self.total_cap)
        total = np.minimum(np.maximum(total, self.floor), self.cap)
        off = 2 * (off * self.factor + self.slack)
        if len(self.segment_starts) == len(total):
            return total, off
        days = np.add.reduceat(self.days, self.segment_starts)
        means = np.add.reduceat(total * self.days, self.segment_starts) / days
        wide = np.maximum.reduceat(off + 512 * UNIT * np.abs(total), self.segment_starts)
        return means, 2 * wide

    def _points(self, times: dict[Key, Fraction]) -> tuple[Floats, Floats]:
        points, errors = self.points, UNIT * np.abs(self.points)
        moved = [each for each in self.moving if times[self.keys[each.key]] != 1]
        if moved:
            points = points.copy()
        for each in moved:
            tried = fast_points(each.curve, each.ratios, float(times[self.keys[each.key]]))
            points[each.lines], errors[each.lines] = tried
        return np.minimum(points, self.point_caps), errors

    def _per_segment(self, by_line: Floats) -> Floats:
        return np.add.reduceat(by_line, self.line_starts)

    def _exactly(self, row: tuple[SegmentParts, ...], weights: dict[Key, Fraction], times: dict[Key, Fraction]) -> int:
        totals = [(each.total_of(_mean(each.lines, weights, times)), each.days) for each in row]
        if len(totals) == 1:
            return half_up_whole(totals[0][0] * 100)
        days = sum(days for _, days in totals)
        return half_up_whole(sum((total * days for total, days in totals), Fraction(0)) / days * 100)


def _mean(lines: Sequence[LineParts], weights: dict[Key, Fraction], times: dict[Key, Fraction]) -> Fraction:
    whole = sum((weights[each.key] for each in lines), Fraction(0))
    return sum((weights[each.key] * each.points_at(times[each.key]) for each in lines), Fraction(0)) / whole


def totals_of(rows: ScoreRows) -> Totals:
    """Ready the rows for arrays."""
    segments = [segment for row in rows.segments for segment in row]
    lines = [line for segment in segments for line in segment.lines]
    stated = {line.key: line.weight for line in lines}
    places = {key: place for place, key in enumerate(stated)}
    line_key = np.array([places[line.key] for line in lines], np.int64)
    limits = [_limits(each) for each in segments]
    return Totals(
        rows=tuple(rows.segments),
        keys=tuple(stated),
        weights=tuple(stated.values()),
        line_key=line_key,
        points=floats([line.points for line in lines]),
        point_caps=_or_infinite([line.cap for line in lines]),
        moving=_moving(lines, line_key),
        line_starts=_starts([len(each.lines) for each in segments]),
        segment_starts=_starts([len(row) for row in rows.segments]),
        days=np.array([each.days for each in segments], np.float64),
        added=floats([each.added for each in segments]),
        factor=floats([each.factor for each in segments]),
        total_cap=_or_infinite([each.total_cap for each in segments]),
        floor=-_or_infinite([None if each.floor is None else -each.floor for each in segments]),
        cap=_or_infinite([each.cap for each in segments]),
        slack=8 * UNIT * np.array(limits, np.float64),
        lines_in=np.array([len(each.lines) for each in segments], np.float64),
    )


def _limits(segment: SegmentParts) -> float:
    """Sizes of the limits on the total and of its lines' caps, which enter the bound as they are."""
    caps = [*(line.cap for line in segment.lines), segment.total_cap, segment.floor, segment.cap]
    return float(sum(abs(each) for each in caps if each is not None)) * max(float(segment.factor), 1.0)


def _moving(lines: Sequence[LineParts], line_key: Whole) -> tuple[Moving, ...]:
    """An indicator has one curve, so its key names it."""
    curves: dict[int, Curve] = {}
    groups: dict[int, list[int]] = {}
    for place, (key, line) in enumerate(zip(line_key.tolist(), lines, strict=True)):
        if line.curve is not None:
            curves[key] = line.curve
            groups.setdefault(key, []).append(place)
    return tuple(
        Moving(key, FastCurve.of(curves[key]), np.array(places), floats([lines[each].ratio for each in places]))
        for key, places in groups.items()
    )


def _starts(sizes: Sequence[int]) -> Whole:
    return np.cumsum([0, *sizes])[: len(sizes)].astype(np.int64)


def _or_infinite(limits: Sequence[Fraction | None]) -> Floats:
    return np.array([np.inf if each is None else float(each) for each in limits], np.float64)
