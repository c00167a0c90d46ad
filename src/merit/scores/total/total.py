"""The arithmetic of a total: weighted sum, what modifiers take and add, segments, and the one rounding."""

from collections.abc import Mapping
from fractions import Fraction

from merit.kernel.exact import half_up
from merit.kernel.explain import rule
from merit.scores.plan.curves import FULL
from merit.scores.plan.score_plan import Comparison

TOTAL_PLACES = 2


def compares(value: Fraction, comparison: str, limit: Fraction) -> bool:
    """`above` and `below` are strict; `at_least` and `at_most` include the limit."""
    match Comparison(comparison):
        case Comparison.ABOVE:
            return value > limit
        case Comparison.AT_LEAST:
            return value >= limit
        case Comparison.BELOW:
            return value < limit
        case Comparison.AT_MOST:
            return value <= limit


@rule("scores.weighted_sum")
def weighted_sum(*, indicators: Mapping[str, Fraction]) -> Fraction:
    """Σ weighted points of the indicators."""
    return sum(indicators.values(), Fraction(0))


@rule("scores.balanced_points")
def balanced_points(*, points: Fraction, paired: Fraction, comparison: str, limit: Fraction) -> Fraction:
    """Points above 100 count only while the paired KPI holds."""
    return points if compares(paired, comparison, limit) else min(points, FULL)


@rule("scores.gated_points")
def gated_points(*, points: Fraction, value: Fraction, comparison: str, limit: Fraction, cap: Fraction) -> Fraction:
    """An indicator's points, capped while the gate's condition is true."""
    return min(points, cap) if compares(value, comparison, limit) else points


@rule("scores.total_after_points")
def total_after_points(
    *, total: Fraction, before: Fraction, after: Fraction, weight: Fraction, factor: Fraction
) -> Fraction:
    """The total once an indicator's points have become fewer: less the difference at its weight and cost factor."""
    return total - (before - after) * weight / 100 * factor


@rule("scores.counted_points")
def counted_points(*, count: Fraction, points: Fraction, limit: Fraction | None) -> Fraction:
    """Points × count, up to the limit; corrections that outweigh the count turn no bonus into a deduction."""
    counted = max(count, Fraction(0)) * points
    return counted if limit is None else min(counted, limit)


@rule("scores.earned_points")
def earned_points(
    *, value: Fraction, comparison: str, limit: Fraction, points: Fraction, cap: Fraction | None
) -> Fraction:
    """The points, once and up to their own limit, while the condition is true."""
    if not compares(value, comparison, limit):
        return Fraction(0)
    return points if cap is None else min(points, cap)


@rule("scores.total_with_events")
def total_with_events(
    *, total: Fraction, bonus_points: tuple[Fraction, ...], deductions: tuple[Fraction, ...]
) -> Fraction:
    """The total with bonus points and less deductions."""
    return total + sum(bonus_points, Fraction(0)) - sum(deductions, Fraction(0))


@rule("scores.cost_factor")
def cost_factor(*, value: Fraction, limit: Fraction, slope: Fraction) -> Fraction:
    """1 − slope × (value − limit) when the value is above the limit, never below 0."""
    return max(Fraction(0), 1 - slope * max(value - limit, Fraction(0)))


@rule("scores.total_times_factor")
def total_times_factor(*, total: Fraction, factors: tuple[Fraction, ...]) -> Fraction:
    """The total times every cost factor."""
    for factor in factors:
        total *= factor
    return total


@rule("scores.gated_total")
def gated_total(*, total: Fraction, value: Fraction, comparison: str, limit: Fraction, cap: Fraction) -> Fraction:
    """The total, capped while the gate's condition is true."""
    return min(total, cap) if compares(value, comparison, limit) else total


@rule("scores.limited_total")
def limited_total(*, total: Fraction, floor: Fraction | None, cap: Fraction | None) -> Fraction:
    """The total within the plan's own floor and cap."""
    raised = total if floor is None else max(total, floor)
    return raised if cap is None else min(raised, cap)


@rule("scores.segment_mean")
def segment_mean(*, segments: tuple[Mapping[str, Fraction], ...]) -> Fraction:
    """Mean of the segments' totals, weighted by working days on duty."""
    days = sum((each["days_on_duty"] for each in segments), Fraction(0))
    return sum((each["total"] * each["days_on_duty"] for each in segments), Fraction(0)) / days


@rule("scores.total")
def rounded_total(*, total: Fraction) -> Fraction:
    """Rounded to 0.01, half up: the only rounding of a score."""
    return half_up(total, TOTAL_PLACES)


@rule("scores.on_duty")
def on_duty(*, days_on_duty: int, working_days: int) -> Fraction:
    """Share of the period's working days on duty; a period without working days counts as none."""
    return Fraction(days_on_duty, working_days) if working_days else Fraction(0)
