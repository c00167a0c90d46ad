"""From a reading (actual, attainment, distance from peers) to points. Every curve is breakpoints, joined or stepped."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from merit.kernel.breakpoints import Breakpoints
from merit.kernel.explain import rule

DEFAULT_FLOOR = Fraction(0)
DEFAULT_CAP = Fraction(120)
FULL = Fraction(100)
"""Points of a target that is met exactly."""


class Interpolation(StrEnum):
    """How points run between breakpoints. An edge belongs to the band above it (`step`) or below (`step_above`)."""

    LINEAR = "linear"
    STEP = "step"
    STEP_ABOVE = "step_above"


class Reading(StrEnum):
    """What the curve reads. Lower is better has two attainments: 2 − actual ÷ target, and target ÷ actual."""

    ACTUAL = "actual"
    ATTAINMENT = "attainment"
    LOWER_LINEAR = "lower_linear"
    LOWER_RATIO = "lower_ratio"
    PEER_DIFFERENCE = "peer_difference"
    PEER_RATIO = "peer_ratio"


class PeerGroup(StrEnum):
    """With whom a relative curve compares: the same post, those credited for the same shop, or the same team."""

    PEERS = "peers"
    SHOP = "shop"
    TEAM = "team"


NEEDS_TARGET = frozenset({Reading.ATTAINMENT, Reading.LOWER_LINEAR, Reading.LOWER_RATIO})
COMPARES = frozenset({Reading.PEER_DIFFERENCE, Reading.PEER_RATIO})


@dataclass(frozen=True, slots=True)
class Curve:
    """Breakpoints [x, points], x strictly rising. Outside them the end value holds; below the first step, the floor."""

    breakpoints: Breakpoints
    interpolation: Interpolation = Interpolation.LINEAR
    reads: Reading = Reading.ACTUAL
    floor: Fraction = DEFAULT_FLOOR
    cap: Fraction = DEFAULT_CAP
    peers: PeerGroup | None = None


def proportional(
    floor: Fraction = DEFAULT_FLOOR, cap: Fraction = DEFAULT_CAP, reads: Reading = Reading.ATTAINMENT
) -> Curve:
    """比例: 100 × attainment between floor and cap; also lower-is-better, by its own attainment."""
    line = ((floor / FULL, floor), (cap / FULL, cap))
    return Curve(line, reads=reads, floor=floor, cap=cap)


def target_range(low: Fraction, high: Fraction, slope: Fraction, floor: Fraction = DEFAULT_FLOOR) -> Curve:
    """区间: 100 from low to high; outside, `slope` points fewer for each 1 of distance."""
    reach = (FULL - floor) / slope
    inside = ((low, FULL),) if low == high else ((low, FULL), (high, FULL))
    return Curve(((low - reach, floor), *inside, (high + reach, floor)), floor=floor)


def per_occurrence(each: Fraction, floor: Fraction = DEFAULT_FLOOR) -> Curve:
    """按次扣分: 100 less `each` per occurrence, not below the floor."""
    return Curve(((Fraction(0), FULL), ((FULL - floor) / each, floor)), floor=floor)


@rule("scores.attainment")
def attainment(*, actual: Fraction, target: Fraction) -> Fraction:
    """达成率, higher is better. The target is above zero."""
    return actual / target


@rule("scores.attainment_lower_linear")
def attainment_lower_linear(*, actual: Fraction, target: Fraction) -> Fraction:
    """Lower is better: 1 at target, 2 at zero, 0 at twice the target."""
    return 2 - actual / target


@rule("scores.attainment_lower_ratio")
def attainment_lower_ratio(*, actual: Fraction, target: Fraction) -> Fraction | None:
    """Lower is better: target ÷ actual; None when the actual is 0 or below, which is better than any ratio can say."""
    return target / actual if actual > 0 else None


@rule("scores.peer_difference")
def peer_difference(*, actual: Fraction, peers: Fraction) -> Fraction:
    """How far the actual is above the average of the others."""
    return actual - peers


@rule("scores.peer_ratio")
def peer_ratio(*, actual: Fraction, peers: Fraction) -> Fraction:
    """The actual as a multiple of the average of the others. The average is not zero."""
    return actual / peers


@rule("scores.peer_average")
def peer_average(*, others: tuple[Fraction, ...]) -> Fraction:
    """Plain mean of the other people's values; the person is not among them."""
    return sum(others, Fraction(0)) / len(others)


@rule("scores.points")
def points(
    *, reading: Fraction | None, curve: Breakpoints, interpolation: str, floor: Fraction, cap: Fraction
) -> Fraction:
    """Points of a reading on the curve, within floor and cap. A reading of None is better than any number: the cap."""
    if reading is None:
        return cap
    joined = interpolation == Interpolation.LINEAR
    found = _joined(reading, curve) if joined else _stepped(reading, curve, interpolation, floor)
    return min(max(found, floor), cap)


def _joined(x: Fraction, curve: Breakpoints) -> Fraction:
    if x <= curve[0][0]:
        return curve[0][1]
    for (low, from_points), (high, to_points) in pairwise(curve):
        if x <= high:
            return from_points + (to_points - from_points) * (x - low) / (high - low)
    return curve[-1][1]


def _stepped(x: Fraction, curve: Breakpoints, interpolation: str, below: Fraction) -> Fraction:
    def reached(edge: Fraction) -> bool:
        return x > edge if interpolation == Interpolation.STEP_ABOVE else x >= edge

    found = [value for edge, value in curve if reached(edge)]
    return found[-1] if found else below
