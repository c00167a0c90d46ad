"""Whether results moved more for those who attended a course than for comparable people who did not.

Difference in differences (Card and Krueger, American Economic Review 84, 1994) of two groups of people, each with a
mean before and after: effect = mean change of those who attended less mean change of the others, with the interval of
Welch (Biometrika 34, 1947), as the two groups need not vary alike. Statistics for a talk, never for pay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import fmean, variance

from scipy.special import stdtrit

FEWEST = 5
"""Fewer people than this in either group say nothing."""
CONFIDENCE = 0.95
FAR_APART = 10.0
"""Groups whose means before lie farther apart than this, in points, were not alike to begin with."""


class EffectReading(StrEnum):
    """What may be said in words."""

    TOO_FEW = "too_few"
    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = "unclear"
    """The interval holds zero."""


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """One person's mean result, points of 100, before and after the course."""

    person: str
    before: float
    after: float

    @property
    def change(self) -> float:
        """After less before."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class CourseEffect:
    """`effect` in points, `low` to `high` with 95 % confidence; all None where there are too few people.

    `unlike`: the groups stood far apart before, so that a return to the mean may look like an effect.
    """

    attended: int
    others: int
    attended_change: float | None
    others_change: float | None
    effect: float | None
    low: float | None
    high: float | None
    reading: EffectReading
    unlike: bool = False


def course_effect(attended: Sequence[BeforeAfter], others: Sequence[BeforeAfter]) -> CourseEffect:
    """The effect with its interval; TOO_FEW where a group is smaller than FEWEST or nothing varies."""
    sizes = (len(attended), len(others))
    if min(sizes) < FEWEST:
        return CourseEffect(*sizes, None, None, None, None, None, EffectReading.TOO_FEW)
    went, stayed = [each.change for each in attended], [each.change for each in others]
    effect = fmean(went) - fmean(stayed)
    half = _half_width(went, stayed)
    apart = abs(fmean(each.before for each in attended) - fmean(each.before for each in others)) > FAR_APART
    low, high = effect - half, effect + half
    reading = EffectReading.BETTER if low > 0 else EffectReading.WORSE if high < 0 else EffectReading.UNCLEAR
    return CourseEffect(*sizes, fmean(went), fmean(stayed), effect, low, high, reading, apart)


def _half_width(one: Sequence[float], other: Sequence[float]) -> float:
    """Welch: t of the Satterthwaite degrees of freedom times the standard error; 0 where nobody differs."""
    parts = (variance(one) / len(one), variance(other) / len(other))
    total = sum(parts)
    if total == 0:
        return 0.0
    freedom = total**2 / (parts[0] ** 2 / (len(one) - 1) + parts[1] ** 2 / (len(other) - 1))
    return float(stdtrit(freedom, (1 + CONFIDENCE) / 2)) * sqrt(total)
