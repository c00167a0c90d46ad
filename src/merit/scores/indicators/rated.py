"""Rated indicators: answers of raters to one mean on the scale, without giving any single answer away.

Whatever leaves this module knows a relation's mean only, and only of relations with enough answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor as whole_part

from merit.kernel.explain import Explained, given, rule
from merit.scores.indicators.ratings import Rating, Relation
from merit.scores.plan.score_plan import BelowFloor, RatingScheme

NO_FLOOR = frozenset({Relation.SELF, Relation.MANAGER})
"""These raters are known to the person anyway."""


@rule("scores.relation_mean")
def relation_mean(*, relations: Mapping[str, Mapping[str, Fraction]]) -> Fraction:
    """Mean of the relations' means by their weights; the weight of a relation that is left out goes to the rest."""
    weights = sum((each["weight"] for each in relations.values()), Fraction(0))
    return sum((each["mean"] * each["weight"] for each in relations.values()), Fraction(0)) / weights


@rule("scores.rated_points")
def rated_points(*, mean: Fraction, low: Fraction, high: Fraction) -> Fraction:
    """0 at the bottom of the scale, 100 at its top."""
    return 100 * (mean - low) / (high - low)


@dataclass(frozen=True, slots=True)
class Heard:
    """Answers that count: on the scale, the last of each rater, "cannot judge" left out."""

    answers: dict[Relation, dict[str, Fraction]]
    outside: tuple[Rating, ...]
    """Ratings that are not on the scale."""


def heard(ratings: Sequence[Rating], scheme: RatingScheme) -> Heard:
    """Sort the ratings of one person on one indicator."""
    answers: dict[Relation, dict[str, Fraction]] = {}
    outside: list[Rating] = []
    for rating in sorted(ratings, key=lambda each: (each.source.file, each.source.line)):
        if rating.score is None:
            continue
        if not scheme.low <= rating.score <= scheme.high:
            outside.append(rating)
            continue
        answers.setdefault(rating.relation, {})[rating.rater] = rating.score
    return Heard(answers, tuple(outside))


@dataclass(frozen=True, slots=True)
class RelationMean:
    """The mean of the relations that speak together (one, or those merged for having too few answers each)."""

    relations: tuple[Relation, ...]
    mean: Fraction
    weight: Fraction
    """In percent of the plan, before what is left out goes to the rest."""


def rated_mean(
    found: Heard, scheme: RatingScheme, floor: int, days_in_charge: Mapping[str, int]
) -> Explained[Fraction] | None:
    """The weighted mean on the scale; None when no relation has enough answers.

    The working shows each relation's mean as given: its answers are no source rows.
    """
    relations: dict[str, Mapping[str, Explained[Fraction] | Fraction]] = {
        "+".join(each.relations): {"mean": Explained(each.mean, given(value=each.mean).step), "weight": each.weight}
        for each in relation_means(found, scheme, floor, days_in_charge)
    }
    return relation_mean(relations=relations) if relations else None


def relation_means(
    found: Heard, scheme: RatingScheme, floor: int, days_in_charge: Mapping[str, int]
) -> list[RelationMean]:
    """What every relation with enough answers says; nothing of the others.

    Managers weigh by the days they were in charge; one who was not in charge at all has no say, unless nobody is on
    record.
    """
    means = [
        (group, _mean(group, found.answers, scheme, days_in_charge)) for group in groups(found.answers, scheme, floor)
    ]
    weights = dict(scheme.relations)
    return [
        RelationMean(group, mean, sum((weights[each] for each in group), Fraction(0)))
        for group, mean in means
        if mean is not None
    ]


def groups(
    answers: Mapping[Relation, Mapping[str, Fraction]], scheme: RatingScheme, floor: int
) -> list[tuple[Relation, ...]]:
    """Relations that may speak: alone when they have enough answers, else merged with the others that have too few."""
    asked = [relation for relation, _ in scheme.relations if answers.get(relation)]
    enough = [each for each in asked if each in NO_FLOOR or len(answers[each]) >= floor]
    few = tuple(each for each in asked if each not in enough)
    raters = {rater for relation in few for rater in answers[relation]}
    merges = scheme.below_floor is BelowFloor.MERGE and len(raters) >= floor
    return [*((each,) for each in enough), *((few,) if few and merges else ())]


def _mean(
    group: tuple[Relation, ...],
    answers: Mapping[Relation, Mapping[str, Fraction]],
    scheme: RatingScheme,
    days_in_charge: Mapping[str, int],
) -> Fraction | None:
    if group == (Relation.MANAGER,):
        return _by_days(answers[Relation.MANAGER], days_in_charge)
    scores = sorted(score for relation in group for score in answers[relation].values())
    cut = whole_part(len(scores) * scheme.trim)
    kept = scores[cut : len(scores) - cut]
    return sum(kept, Fraction(0)) / len(kept)


def _by_days(answers: Mapping[str, Fraction], days_in_charge: Mapping[str, int]) -> Fraction | None:
    days = {rater: days_in_charge.get(rater, 0) if days_in_charge else 1 for rater in answers}
    total = sum(days.values())
    if not total:
        return None
    return sum((answers[rater] * days[rater] for rater in answers), Fraction(0)) / total
