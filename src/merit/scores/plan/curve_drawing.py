"""The points through which a curve is drawn, each asked of the rule that scores people."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from merit.scores.plan.curves import Curve, Interpolation, points

_MARGIN = Fraction(1, 8)
"""How far the drawing goes on beyond the outermost breakpoints, of their distance."""


@dataclass(frozen=True, slots=True)
class DrawnCurve:
    """`points` rise in x (two of the same x are a step); `marks` are the corners, x and points, for the table."""

    points: tuple[tuple[Fraction, Fraction], ...]
    marks: tuple[tuple[Fraction, Fraction], ...]
    stepped: bool


def drawn(curve: Curve) -> DrawnCurve:
    """The curve with its floor and cap, a little wider than its breakpoints."""
    edges = [x for x, _ in curve.breakpoints]
    reach = (edges[-1] - edges[0]) * _MARGIN or max(abs(edges[0]) * _MARGIN, Fraction(1))
    first, last = edges[0] - reach, edges[-1] + reach
    first = first if edges[0] < 0 else max(first, Fraction(0))
    if curve.interpolation is not Interpolation.LINEAR:
        steps = _steps(curve, sorted({first, *edges, last}))
        return DrawnCurve(steps, tuple((x, level) for x, level in steps[::2] if x in edges), stepped=True)
    corners = sorted({*edges, *_where_limited(curve)})
    line = sorted({first, *corners, last})
    marks = tuple((x, _points(curve, x)) for x in corners)
    return DrawnCurve(tuple((x, _points(curve, x)) for x in line), marks, stepped=False)


def _points(curve: Curve, x: Fraction) -> Fraction:
    return points(
        reading=x, curve=curve.breakpoints, interpolation=curve.interpolation, floor=curve.floor, cap=curve.cap
    ).value


def _where_limited(curve: Curve) -> list[Fraction]:
    """Where a straight part meets the floor or the cap."""
    if curve.interpolation is not Interpolation.LINEAR:
        return []
    return [
        low + (limit - before) * (high - low) / (after - before)
        for (low, before), (high, after) in pairwise(curve.breakpoints)
        for limit in (curve.floor, curve.cap)
        if min(before, after) < limit < max(before, after)
    ]


def _steps(curve: Curve, xs: list[Fraction]) -> tuple[tuple[Fraction, Fraction], ...]:
    """Between two edges the points are those in the middle; each edge is drawn twice, before and after the step."""
    found: list[tuple[Fraction, Fraction]] = []
    for left, right in pairwise(xs):
        level = _points(curve, (left + right) / 2)
        found += [(left, level), (right, level)]
    return tuple(found)
