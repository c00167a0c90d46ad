"""Points of many readings on one curve, in floats with a bound on the error of each.

The bound. A reading is made by at most three roundings, so it is off by at most 4·UNIT of the parts it is made of. On a
joined curve an error of the reading is magnified at most by the steepest slope, and joining itself is off by a few
units of the breakpoints' sizes; the factors below are rounded up generously, and doubled. On a stepped curve an error
matters only where an edge lies within it: there the bound is infinite, which sends the figure to exact arithmetic.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from merit.scores.plan.curves import Curve, Interpolation, Reading, points
from merit.what_if.rounding import UNIT, Floats, floats

_TOO_CLOSE = Fraction(1, 10**6)
"""Breakpoints closer to each other than this share of their size are left to exact arithmetic."""


@dataclass(frozen=True, slots=True)
class FastCurve:
    """A curve that reads an attainment, ready for arrays."""

    curve: Curve
    xs: Floats
    ys: Floats
    slope: float
    """The steepest, in points for 1 of the reading; infinite when breakpoints are too close."""
    reach: float
    """Size of the largest x."""
    height: float
    """Size of the largest number of points, floor and cap among them."""

    @classmethod
    def of(cls, curve: Curve) -> "FastCurve":
        """Ready the curve."""
        marks = curve.breakpoints
        reach = max(abs(x) for x, _ in marks)
        height = max(abs(y) for y in (*(y for _, y in marks), curve.floor, curve.cap))
        close = any(high - low < _TOO_CLOSE * max(reach, Fraction(1)) for (low, _), (high, _) in pairwise(marks))
        slopes = [abs((to - start) / (high - low)) for (low, start), (high, to) in pairwise(marks)]
        slope = float("inf") if close else float(max(slopes, default=Fraction(0)))
        xs, ys = floats([x for x, _ in marks]), floats([y for _, y in marks])
        return cls(curve, xs, ys, slope * (1 + 2 * UNIT), float(reach), float(height))


def reading_at(curve: Curve, ratio: Fraction, times: Fraction) -> Fraction:
    """What the curve reads when the target is multiplied. `ratio`: actual ÷ target, of LOWER_RATIO target ÷ actual."""
    match curve.reads:
        case Reading.LOWER_LINEAR:
            return 2 - ratio / times
        case Reading.LOWER_RATIO:
            return ratio * times
        case _:
            return ratio / times


def exact_points(curve: Curve, ratio: Fraction, times: Fraction) -> Fraction:
    """The engine's own points of that reading."""
    return points.compute(
        reading=reading_at(curve, ratio, times),
        curve=curve.breakpoints,
        interpolation=str(curve.interpolation),
        floor=curve.floor,
        cap=curve.cap,
    )


def fast_points(fast: FastCurve, ratios: Floats, times: float) -> tuple[Floats, Floats]:
    """Points and the bound on their error; `ratios` as in `reading_at`, each within UNIT of the exact one."""
    curve = fast.curve
    readings, errors = _readings(curve.reads, ratios, times)
    if curve.interpolation is Interpolation.LINEAR:
        found = np.interp(readings, fast.xs, fast.ys)
        off = 2 * (fast.slope * (errors + 8 * UNIT * fast.reach) + 16 * UNIT * fast.height)
        off = np.where(np.isnan(off), np.inf, off)
    else:
        found, off = _stepped(fast, readings, errors)
    return np.clip(found, float(curve.floor), float(curve.cap)), off


def _readings(reads: Reading, ratios: Floats, times: float) -> tuple[Floats, Floats]:
    parts = ratios * times if reads is Reading.LOWER_RATIO else ratios / times
    errors = 4 * UNIT * np.abs(parts)
    if reads is Reading.LOWER_LINEAR:
        parts = 2 - parts
        errors = errors + 4 * UNIT
    return parts, errors


def _stepped(fast: FastCurve, readings: Floats, errors: Floats) -> tuple[Floats, Floats]:
    side = "left" if fast.curve.interpolation is Interpolation.STEP_ABOVE else "right"
    reached = np.searchsorted(fast.xs, readings, side=side)  # type: ignore[call-overload]
    values = np.concatenate(([float(fast.curve.floor)], fast.ys))
    nearest = np.min(np.abs(readings[:, None] - fast.xs[None, :]), axis=1)
    edge = nearest <= 2 * (errors + UNIT * fast.reach)
    return values[reached], np.where(edge, np.inf, 4 * UNIT * fast.height)
