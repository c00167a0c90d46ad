"""From an indicator and a segment to points: actual, target, attainment, curve."""

from collections.abc import Callable
from fractions import Fraction

from merit.catalogue.kpi import Direction
from merit.kernel.exact import plain
from merit.kernel.explain import Explained, Rule, rule
from merit.kernel.period import Period
from merit.kernel.problems import Problem
from merit.metrics.figures import ValueStatus
from merit.people.tree import managers_in
from merit.scores.indicators.indicator_targets import target_of
from merit.scores.indicators.judged import Finding, Judged
from merit.scores.indicators.peers import values_of_others
from merit.scores.indicators.rated import heard, rated_mean, rated_points
from merit.scores.plan.curves import (
    COMPARES,
    NEEDS_TARGET,
    Curve,
    Reading,
    attainment,
    attainment_lower_linear,
    attainment_lower_ratio,
    peer_average,
    peer_difference,
    peer_ratio,
    points,
)
from merit.scores.plan.score_plan import Indicator, IndicatorKind
from merit.scores.scoring import Figure, Scoring, place_of, usable
from merit.scores.segments import Segment

_ATTAINMENTS: dict[Reading, Rule[Fraction] | Rule[Fraction | None]] = {
    Reading.ATTAINMENT: attainment,
    Reading.LOWER_LINEAR: attainment_lower_linear,
    Reading.LOWER_RATIO: attainment_lower_ratio,
}


@rule("scores.event_count")
def event_count(*, counts: tuple[Fraction, ...]) -> Fraction:
    """Σ count of the events; none is 0, and never a gap."""
    return sum(counts, Fraction(0))


def judge(indicator: Indicator, segment: Segment, scoring: Scoring) -> Judged:
    """What the indicator comes to on the segment; findings about data go to the run's Problems."""
    match indicator.kind:
        case IndicatorKind.MEASURED | IndicatorKind.TASK:
            return _measured(indicator, segment, scoring)
        case IndicatorKind.COUNTED:
            return _on_curve(
                indicator, count_events(indicator.subject, segment.person, segment.days, scoring), segment, scoring
            )
        case IndicatorKind.RATED:
            return _rated(indicator, segment, scoring)


def _measured(indicator: Indicator, segment: Segment, scoring: Scoring) -> Judged:
    figure = Figure(indicator.subject, indicator.of, indicator.source)
    found = scoring.kpi(figure, segment, segment.days)
    if found is None:
        return Judged(indicator, Finding.UNUSABLE)
    if found.status is ValueStatus.UNRECONCILED:
        params: dict[str, str | int] = {"indicator": indicator.id, "person": segment.person}
        scoring.problems.append(Problem("scores.unreconciled", place_of(indicator.source), params))
        return Judged(indicator, Finding.UNUSABLE, found.value)
    actual = usable(found)
    if actual is None:
        return Judged(indicator, Finding.MISSING, target=target_of(indicator, segment, scoring))
    if found.n < indicator.min_n:
        return Judged(indicator, Finding.INSUFFICIENT, actual.value, target_of(indicator, segment, scoring))
    return _on_curve(indicator, actual, segment, scoring)


def count_events(event: str, person: str, days: Period, scoring: Scoring) -> Explained[Fraction]:
    """How often the event happened to the person on those days, citing the lines."""
    happened = scoring.events_of(person, event, days)
    return event_count(counts=tuple(each.count for each in happened)).citing(*(each.source for each in happened))


def _on_curve(indicator: Indicator, actual: Explained[Fraction], segment: Segment, scoring: Scoring) -> Judged:
    curve = indicator.curve
    if curve is None:
        raise ValueError(f"{indicator.id} has no curve")
    target = target_of(indicator, segment, scoring)
    if curve.reads in NEEDS_TARGET and not _target_serves(target, indicator, segment, scoring):
        return Judged(indicator, Finding.UNUSABLE, actual.value, target)
    reading = _reading(curve, actual, target, _others(indicator, segment, scoring))
    if reading is None:
        return Judged(indicator, Finding.MISSING, actual.value, target)
    found = points(
        reading=reading,
        curve=curve.breakpoints,
        interpolation=str(curve.interpolation),
        floor=curve.floor,
        cap=curve.cap,
    )
    reached = _reached(indicator, curve, actual.value, target, scoring)
    return Judged(indicator, Finding.JUDGED, actual.value, target, reached, found.citing(segment.plan.ref))


def _target_serves(
    target: Explained[Fraction] | None, indicator: Indicator, segment: Segment, scoring: Scoring
) -> bool:
    if target is not None and target.value > 0:
        return True
    params: dict[str, str | int] = {"indicator": indicator.id, "person": segment.person}
    if target is None:
        scoring.problems.append(Problem("scores.no_target", place_of(indicator.source), params))
    else:
        params["target"] = plain(target.value)
        scoring.problems.append(Problem("scores.target_found_not_positive", place_of(indicator.source), params))
    return False


def _others(indicator: Indicator, segment: Segment, scoring: Scoring) -> Callable[[], tuple[Explained[Fraction], ...]]:
    return lambda: values_of_others(indicator, segment, scoring)


def _reading(
    curve: Curve,
    actual: Explained[Fraction],
    target: Explained[Fraction] | None,
    others: Callable[[], tuple[Explained[Fraction], ...]],
) -> Explained[Fraction] | Explained[Fraction | None] | None:
    if curve.reads is Reading.ACTUAL:
        return actual
    if curve.reads not in COMPARES:
        return _ATTAINMENTS[curve.reads](actual=actual, target=target)
    values = others()
    if not values:
        return None
    average = peer_average(others=values)
    if curve.reads is Reading.PEER_DIFFERENCE:
        return peer_difference(actual=actual, peers=average)
    return peer_ratio(actual=actual, peers=average) if average.value else None


def _reached(
    indicator: Indicator, curve: Curve, actual: Fraction, target: Explained[Fraction] | None, scoring: Scoring
) -> Fraction | None:
    """Attainment for the scorecard, also where the curve does not read it."""
    if target is None or target.value <= 0:
        return None
    catalogue = scoring.declared.catalogue
    falls = indicator.subject in catalogue and catalogue[indicator.subject].direction is Direction.DOWN
    shown = Reading.LOWER_LINEAR if falls else Reading.ATTAINMENT
    how = curve.reads if curve.reads in NEEDS_TARGET else shown
    return _ATTAINMENTS[how](actual=actual, target=target).value


def _rated(indicator: Indicator, segment: Segment, scoring: Scoring) -> Judged:
    scheme = indicator.scheme
    if scheme is None:
        raise ValueError(f"{indicator.id} has no scale")
    mine = [
        each
        for each in scoring.ratings.get(segment.person, [])
        if each.indicator in (indicator.subject, indicator.id) and each.period == segment.whole
    ]
    found = heard(mine, scheme)
    for rating in found.outside:
        params: dict[str, str | int] = {"low": plain(scheme.low), "high": plain(scheme.high)}
        scoring.problems.append(Problem("scores.rating_outside_scale", place_of(rating.source), params))
    managers = managers_in(scoring.declared.organisation, segment.person, segment.days)
    mean = rated_mean(found, scheme, scoring.declared.profile.anonymity_floor, managers)
    if mean is None:
        return Judged(indicator, Finding.MISSING)
    result = rated_points(mean=mean, low=scheme.low, high=scheme.high)
    return Judged(indicator, Finding.JUDGED, mean.value, points=result.citing(segment.plan.ref))
