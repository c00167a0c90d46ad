"""What others gave each person, in points of 100, and what each person was paid beside their base."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from statistics import fmean

from merit.kernel.period import Period
from merit.people.organisation import Organisation
from merit.people.spells import spells_in
from merit.scores.indicators.ratings import Rating, Relation
from merit.scores.plan.score_plan import Indicator, IndicatorKind, ScorePlan

FULL = 100


def rated_points(ratings: Iterable[Rating], plan_of: Mapping[str, ScorePlan], period: Period) -> dict[str, list[float]]:
    """Person → one mean per rater, over the rated indicators of the person's plan; what people say of themselves apart.

    Ratings outside of the scale, "cannot judge", and people without a plan are left out.
    """
    given: dict[tuple[str, str], list[float]] = {}
    for each in ratings:
        scheme = _scheme(plan_of.get(each.subject), each.indicator)
        if each.period != period or each.relation is Relation.SELF or each.score is None or scheme is None:
            continue
        low, high = scheme
        if low <= each.score <= high:
            given.setdefault((each.subject, each.rater), []).append(float(FULL * (each.score - low) / (high - low)))
    found: dict[str, list[float]] = {}
    for (person, _), points in sorted(given.items()):
        found.setdefault(person, []).append(fmean(points))
    return found


def beside_base(organisation: Organisation, period: Period, paid: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Person → what was paid ÷ the bonus base, or else the wage, of the person's last spell in the period."""
    found = {}
    for person, amount in paid.items():
        parts = spells_in(organisation, person, period)
        base = (parts[-1].spell.bonus_base or parts[-1].spell.wage) if parts else None
        if base:
            found[person] = amount / base
    return found


def _scheme(plan: ScorePlan | None, indicator: str) -> tuple[Fraction, Fraction] | None:
    for each in plan.indicators if plan is not None else ():
        if _is(each, indicator) and each.scheme is not None:
            return each.scheme.low, each.scheme.high
    return None


def _is(each: Indicator, indicator: str) -> bool:
    return each.kind is IndicatorKind.RATED and indicator in (each.subject, each.id)
