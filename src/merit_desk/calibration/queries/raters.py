"""Leniency of the managers who rated the people of a session, over everybody whom they rated in the period."""

from fractions import Fraction

from merit.kernel.period import Period
from merit.reviews.leniency import Leniency, RatedPerson, leniency
from merit.scores.indicators.ratings import Relation
from merit.scores.plan.score_plan import Indicator, IndicatorKind, ScorePlan
from merit_desk.accounts.viewer import Viewer
from merit_desk.calibration.queries.standing import Ground, kpi_points_of

_kept: tuple[object, str, list[RatedPerson]] | None = None


def leniency_here(viewer: Viewer, ground: Ground, period: str, people: frozenset[str]) -> list[Leniency]:
    """Raters of the people in the session, the mildest first. What the viewer was given is left out of all figures."""
    rated = [each for each in _rated(ground, period) if each.person != viewer.person]
    raters = {each.rater for each in rated if each.person in people}
    return [each for each in leniency(rated) if each.rater in raters]


def _rated(ground: Ground, period: str) -> list[RatedPerson]:
    """Worked out once for the same declarations and results, since every page of the session asks."""
    global _kept  # noqa: PLW0603 (one company is shown at a time; another one, or new results, begins anew)
    key = (ground.company, ground.files)
    if _kept is None or _kept[1] != period or not _same(_kept[0], key):
        _kept = (key, period, _worked_out(ground, period))
    return _kept[2]


def _same(kept: object, key: tuple[object, object]) -> bool:
    return isinstance(kept, tuple) and kept[0] is key[0] and kept[1] is key[1]


def _worked_out(ground: Ground, period: str) -> list[RatedPerson]:
    asked = Period.parse(period)
    given: dict[tuple[str, str], dict[str, Fraction]] = {}
    for rating in ground.company.ratings:
        if rating.relation is Relation.MANAGER and rating.period == asked and rating.score is not None:
            given.setdefault((rating.rater, rating.subject), {})[rating.indicator] = rating.score
    found = []
    for (rater, person), scores in sorted(given.items()):
        points, kpi = _points(ground, person, scores), kpi_points_of(ground, person)
        if points is not None and kpi is not None:
            found.append(RatedPerson(rater, person, float(points), float(kpi)))
    return found


def _points(ground: Ground, person: str, scores: dict[str, Fraction]) -> Fraction | None:
    """The manager's answers in points of 100, by the weight of the rated indicators of the person's plan."""
    row = ground.files.totals.get(person) if ground.files else None
    plan = ground.plans.get((row.plan, row.plan_version)) if row else None
    parts = [part for each in _rated_indicators(plan) if (part := _part(each, scores))]
    whole = sum((weight for weight, _ in parts), Fraction(0))
    return sum((weight * points for weight, points in parts), Fraction(0)) / whole if whole else None


def _rated_indicators(plan: ScorePlan | None) -> list[Indicator]:
    return [each for each in plan.indicators if each.kind is IndicatorKind.RATED] if plan else []


def _part(indicator: Indicator, scores: dict[str, Fraction]) -> tuple[Fraction, Fraction] | None:
    score, scheme = scores.get(indicator.subject, scores.get(indicator.id)), indicator.scheme
    if score is None or scheme is None or not scheme.low <= score <= scheme.high:
        return None
    return indicator.weight, 100 * (score - scheme.low) / (scheme.high - scheme.low)
