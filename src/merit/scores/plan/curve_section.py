"""The curve of an indicator as a plan writes it, brought to the one type of curve."""

from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction

from merit.kernel.breakpoints import Breakpoints, read_breakpoints
from merit.kernel.exact import plain
from merit.kernel.problems import Problem
from merit.kernel.section import Section
from merit.scores.plan.curves import (
    DEFAULT_CAP,
    DEFAULT_FLOOR,
    FULL,
    Curve,
    Interpolation,
    PeerGroup,
    Reading,
    per_occurrence,
    proportional,
    target_range,
)


class _Method(StrEnum):
    LINEAR = "linear"
    RATIO = "ratio"


class _Edge(StrEnum):
    AT_LEAST = "at_least"
    ABOVE = "above"


class _On(StrEnum):
    ACTUAL = "actual"
    ATTAINMENT = "attainment"
    LOWER_LINEAR = "lower_linear"
    LOWER_RATIO = "lower_ratio"


class _By(StrEnum):
    DIFFERENCE = "difference"
    RATIO = "ratio"


def read_curve(section: Section) -> Curve | None:
    """The curve, or None after Problems."""
    kind = section.one_of(*_KINDS)
    if kind is None:
        return None
    section.known_keys(kind, *_BESIDE.get(kind, ()))
    return _KINDS[kind](section)


def _proportional(section: Section) -> Curve | None:
    inner = section.inner("proportional")
    inner.known_keys("floor", "cap")
    return _line(inner, Reading.ATTAINMENT)


def _lower_is_better(section: Section) -> Curve | None:
    inner = section.inner("lower_is_better")
    inner.known_keys("method", "floor", "cap")
    method = inner.choice("method", _Method, _Method.LINEAR)
    return _line(inner, Reading.LOWER_RATIO if method is _Method.RATIO else Reading.LOWER_LINEAR)


def _line(inner: Section, reads: Reading) -> Curve | None:
    limits = _limits(inner)
    return proportional(*limits, reads) if limits else None


def _limits(section: Section) -> tuple[Fraction, Fraction] | None:
    floor, cap = section.number("floor", DEFAULT_FLOOR), section.number("cap", DEFAULT_CAP)
    if floor is None or cap is None:
        return None
    if floor >= cap:
        section.add(Problem("scores.floor_not_below_cap", section.place(), {"floor": plain(floor), "cap": plain(cap)}))
        return None
    return floor, cap


def _bands(section: Section) -> Curve | None:
    edge = section.choice("edge", _Edge, _Edge.AT_LEAST)
    kind = Interpolation.STEP if edge is _Edge.AT_LEAST else Interpolation.STEP_ABOVE
    return _drawn(section, "bands", kind)


def _interpolated(section: Section) -> Curve | None:
    return _drawn(section, "interpolated", Interpolation.LINEAR)


def _drawn(section: Section, key: str, interpolation: Interpolation) -> Curve | None:
    breakpoints, limits = read_breakpoints(section, key), _limits(section)
    if not breakpoints or limits is None:
        return None
    reads = Reading(section.choice("on", _On, _On.ACTUAL))
    _warn_of_cut_points(section, breakpoints, limits)
    return Curve(breakpoints, interpolation, reads, *limits)


def _warn_of_cut_points(section: Section, breakpoints: Breakpoints, limits: tuple[Fraction, Fraction]) -> None:
    """Points that a floor or cap which nobody wrote would cut away."""
    floor, cap = limits
    for _, value in breakpoints:
        if (value < floor and not section.has("floor")) or (value > cap and not section.has("cap")):
            params: dict[str, str | int] = {"points": plain(value), "floor": plain(floor), "cap": plain(cap)}
            section.warn(Problem("scores.points_outside_limits", section.place(), params))


def _range(section: Section) -> Curve | None:
    inner = section.inner("range")
    inner.known_keys("low", "high", "slope", "floor")
    if not all([inner.needed("low"), inner.needed("high"), inner.needed("slope")]):
        return None
    low, high, slope = inner.number("low"), inner.number("high"), inner.above_zero("slope")
    floor = _floor_below_full(inner)
    if low is None or high is None or slope is None or floor is None:
        return None
    if low > high:
        inner.add(Problem("scores.range_upside_down", inner.place(), {"low": plain(low), "high": plain(high)}))
        return None
    return target_range(low, high, slope, floor)


def _per_occurrence(section: Section) -> Curve | None:
    inner = section.inner("per_occurrence")
    inner.known_keys("each", "floor")
    inner.needed("each")
    each, floor = inner.above_zero("each"), _floor_below_full(inner)
    return per_occurrence(each, floor) if each is not None and floor is not None else None


def _floor_below_full(inner: Section) -> Fraction | None:
    floor = inner.number("floor", DEFAULT_FLOOR)
    if floor is not None and floor >= FULL:
        inner.add(Problem("scores.floor_not_below_cap", inner.place(), {"floor": plain(floor), "cap": plain(FULL)}))
        return None
    return floor


def _relative(section: Section) -> Curve | None:
    inner = section.inner("relative")
    inner.known_keys("to", "by", "points", "interpolation", "floor", "cap")
    peers = inner.choice("to", PeerGroup, PeerGroup.PEERS)
    by = inner.choice("by", _By, _By.DIFFERENCE)
    interpolation = inner.choice("interpolation", Interpolation, Interpolation.LINEAR)
    breakpoints, limits = read_breakpoints(inner, "points"), _limits(inner)
    if not breakpoints or limits is None:
        return None
    reads = Reading.PEER_DIFFERENCE if by is _By.DIFFERENCE else Reading.PEER_RATIO
    _warn_of_cut_points(inner, breakpoints, limits)
    return Curve(breakpoints, interpolation, reads, *limits, peers)


_KINDS: dict[str, Callable[[Section], Curve | None]] = {
    "proportional": _proportional,
    "lower_is_better": _lower_is_better,
    "bands": _bands,
    "interpolated": _interpolated,
    "range": _range,
    "per_occurrence": _per_occurrence,
    "relative": _relative,
}
_BESIDE = {"bands": ("on", "edge", "floor", "cap"), "interpolated": ("on", "floor", "cap")}
