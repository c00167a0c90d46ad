"""What the missing and insufficient policies make of a segment's indicators: weights in effect and weighted points."""

from collections.abc import Sequence
from fractions import Fraction

from merit.kernel.explain import Explained, rule
from merit.scores.indicators.judged import Finding, Judged
from merit.scores.plan.curves import FULL
from merit.scores.plan.score_plan import Policy
from merit.scores.scorecard import IndicatorScore, IndicatorStatus
from merit.scores.segments import Segment


@rule("scores.reweighted")
def reweighted(*, weight: Fraction, judged: Fraction) -> Fraction:
    """The weight raised in proportion, so that the indicators that are judged total 100."""
    return weight * 100 / judged


@rule("scores.weighted")
def weighted(*, points: Fraction, weight: Fraction) -> Fraction:
    """Points times weight in percent."""
    return points * weight / 100


@rule("scores.policy_points")
def policy_points(*, policy: str) -> Fraction:
    """Points that the plan gives where there is nothing to judge: `neutral` 100, `zero` none."""
    return FULL if policy == Policy.NEUTRAL else Fraction(0)


_STATUS = {
    Policy.REWEIGHT: IndicatorStatus.REWEIGHTED,
    Policy.ZERO: IndicatorStatus.ZERO,
    Policy.NEUTRAL: IndicatorStatus.NEUTRAL,
    Policy.BLOCK: IndicatorStatus.BLOCKED,
}


def status_of(judged: Judged) -> IndicatorStatus:
    """How the indicator's points come about."""
    return IndicatorStatus.SCORED if judged.finding is Finding.JUDGED else _STATUS[judged.policy]


def weigh(found: Sequence[Judged], segment: Segment) -> list[IndicatorScore]:
    """The lines of the scorecard, in the plan's order. Left-out indicators weigh 0, the rest total 100 again."""
    kept = sum(
        (each.indicator.weight for each in found if status_of(each) is not IndicatorStatus.REWEIGHTED), Fraction(0)
    )
    return [_line(each, kept, segment) for each in found]


def _line(judged: Judged, kept: Fraction, segment: Segment) -> IndicatorScore:
    status = status_of(judged)
    weight = _weight(judged, kept)
    found = _points(judged, status)
    return IndicatorScore(
        indicator=judged.indicator.id,
        kind=str(judged.indicator.kind),
        segment=segment.days,
        actual=judged.actual,
        target=judged.target.value if judged.target else None,
        attainment=judged.attainment,
        weight=weight.value if isinstance(weight, Explained) else weight,
        points=found,
        weighted=weighted(points=found, weight=weight) if found else None,
        status=status,
    )


def _weight(judged: Judged, kept: Fraction) -> Explained[Fraction] | Fraction:
    if status_of(judged) is IndicatorStatus.REWEIGHTED:
        return Fraction(0)
    own = judged.indicator.weight
    return own if kept == 100 else reweighted(weight=own, judged=kept)


def _points(judged: Judged, status: IndicatorStatus) -> Explained[Fraction] | None:
    if status in (IndicatorStatus.ZERO, IndicatorStatus.NEUTRAL):
        return policy_points(policy=str(judged.policy)).citing(judged.indicator.source)
    return judged.points
