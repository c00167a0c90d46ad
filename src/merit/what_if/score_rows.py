"""Every scorecard of every period in exact parts: what of its total moves with the sliders, and what does not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from merit.kernel.explain import Explained, given
from merit.scores.draft import Draft, SegmentResult
from merit.scores.plan.curves import NEEDS_TARGET, Curve, Reading
from merit.scores.plan.score_plan import Balance, Indicator
from merit.scores.scorecard import IndicatorScore, IndicatorStatus
from merit.scores.scoring import Scoring
from merit.scores.segments import Segment
from merit.scores.total.modifiers import Running, balanced, gated, with_cost, with_events
from merit.what_if.curve_points import exact_points

Key: TypeAlias = tuple[str, int, str]
"""Plan, version, indicator."""

_UNLIMITED = Fraction(10) ** 60
"""Stands for points and totals that nothing caps, while the caps are asked for."""


@dataclass(frozen=True, slots=True)
class LineParts:
    """One indicator that counts in a segment."""

    key: Key
    weight: Fraction
    points: Fraction
    """As the plan stands, before caps of gates and balance pairs."""
    cap: Fraction | None
    """The strictest that gates and balance pairs set."""
    curve: Curve | None
    """Only where a slider of the target moves the points."""
    ratio: Fraction
    """Actual ÷ target as the plan stands; under `target ÷ actual` that. 0 without a curve."""

    def points_at(self, times: Fraction) -> Fraction:
        """Points with the target multiplied, after caps."""
        found = self.points if self.curve is None or times == 1 else exact_points(self.curve, self.ratio, times)
        return found if self.cap is None else min(found, self.cap)


@dataclass(frozen=True, slots=True)
class SegmentParts:
    """total = ((Σ weight × points ÷ Σ weight + added) × factor, at most `total_cap`) within floor and cap."""

    days: int
    lines: tuple[LineParts, ...]
    added: Fraction
    """Bonus points less deductions."""
    factor: Fraction
    total_cap: Fraction | None
    floor: Fraction | None
    cap: Fraction | None

    def total_of(self, mean: Fraction) -> Fraction:
        """The segment's total, unrounded, from the weighted mean of its points."""
        total = (mean + self.added) * self.factor
        if self.total_cap is not None:
            total = min(total, self.total_cap)
        if self.floor is not None:
            total = max(total, self.floor)
        return total if self.cap is None else min(total, self.cap)


@dataclass(slots=True)
class ScoreRows:
    """All rows as they are gathered: (person, column) and the segments of each scorecard with a total."""

    places: list[tuple[str, int]] = field(default_factory=list)
    segments: list[tuple[SegmentParts, ...]] = field(default_factory=list)
    row_of: dict[tuple[str, int], int] = field(default_factory=dict)

    def add(self, column: int, drafts: Sequence[Draft], scoring: Scoring) -> None:
        """Take in one period; a draft without a total has no row, and no slider gives it one."""
        for draft in drafts:
            if draft.total is None:
                continue
            place = (draft.last.person, column)
            self.row_of[place] = len(self.places)
            self.places.append(place)
            scored = (each for each in draft.results if each.total is not None)
            self.segments.append(tuple(_segment(each, scoring) for each in scored))


def _segment(result: SegmentResult, scoring: Scoring) -> SegmentParts:
    segment = result.segment
    counting = [line for line in result.lines if line.weighted is not None]
    caps, total_cap = _caps([line.indicator for line in counting], segment, scoring)
    plain = Running(_figure(Fraction(0)), {}, {})
    indicators = {each.id: each for each in segment.plan.indicators}
    return SegmentParts(
        segment.days_on_duty,
        tuple(_line(line, indicators[line.indicator], caps, segment) for line in counting),
        with_events(plain, segment, scoring).total.value,
        with_cost(plain, segment, scoring).factor,
        total_cap,
        segment.plan.floor,
        segment.plan.cap,
    )


def _caps(
    indicators: Sequence[str], segment: Segment, scoring: Scoring
) -> tuple[dict[str, Fraction | None], Fraction | None]:
    """What balance pairs and gates cap: found by giving them points and a total that only a cap can lower."""
    points = {name: _figure(_UNLIMITED) for name in indicators}
    running = Running(_figure(_UNLIMITED), points, dict.fromkeys(indicators, Fraction(0)))
    for each in segment.plan.modifiers:
        if isinstance(each, Balance):
            running = balanced(running, each, segment, scoring)
    running, _ = gated(running, segment, scoring)
    return {name: _cap(running.points[name].value) for name in indicators}, _cap(running.total.value)


def _line(line: IndicatorScore, indicator: Indicator, caps: dict[str, Fraction | None], segment: Segment) -> LineParts:
    plan = segment.plan
    curve, ratio = _moving(line, indicator)
    return LineParts(
        (plan.plan, plan.version, indicator.id),
        indicator.weight,
        line.points.value if line.points is not None else Fraction(0),
        caps[indicator.id],
        curve,
        ratio,
    )


def _moving(line: IndicatorScore, indicator: Indicator) -> tuple[Curve | None, Fraction]:
    """The curve and its ratio where the target moves the points."""
    curve = indicator.curve
    if curve is None or curve.reads not in NEEDS_TARGET or line.status is not IndicatorStatus.SCORED:
        return None, Fraction(0)
    if line.actual is None or line.target is None:
        return None, Fraction(0)
    if curve.reads is not Reading.LOWER_RATIO:
        return curve, line.actual / line.target
    return (curve, line.target / line.actual) if line.actual > 0 else (None, Fraction(0))


def _figure(value: Fraction) -> Explained[Fraction]:
    return Explained(value, given(value=value).step)


def _cap(value: Fraction) -> Fraction | None:
    return None if value == _UNLIMITED else value
