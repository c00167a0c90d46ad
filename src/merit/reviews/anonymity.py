"""What of the raters' answers may leave the desk: means of relations at the floor, once, and nothing that is finer.

The means are those of scoring (`scores.indicators.rated`); here stands what may be said beside them, and in which form
the answers go into the company folder: rows whose means are the true ones and which otherwise say the same for every
set of answers with these means. docs/decisions/0057 gives the threat model.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor as whole_part
from typing import TypeVar

from merit.scores.indicators.rated import NO_FLOOR, Heard, RelationMean, groups, relation_means
from merit.scores.indicators.ratings import PSEUDONYM_MARK, Relation
from merit.scores.plan.score_plan import BelowFloor, RatingScheme

T = TypeVar("T")
_NAME_LENGTH = 16

Answers = Mapping[Relation, Mapping[str, Fraction]]
"""Answers that count by relation and rater, all on the scale."""


@dataclass(frozen=True, slots=True)
class PublishedAnswer:
    """A row of the company folder's ratings; `rater` is a pseudonym unless the rater is known to the person anyway."""

    rater: str
    relation: Relation
    score: Fraction


def shown_means(answers: Answers, scheme: RatingScheme, floor: int, days: Mapping[str, int]) -> list[RelationMean]:
    """What may be shown of a closed rating; the caller shows nothing while it is open."""
    return relation_means(Heard(dict(_by_rater(answers)), ()), scheme, floor, days)


def quotable(answered: Mapping[Relation, Iterable[str]], floor: int, below: BelowFloor) -> list[tuple[Relation, ...]]:
    """Relations whose comments may be shown, alone or merged, given who answered in each."""
    raters_of = {relation: frozenset(raters) for relation, raters in answered.items() if relation not in NO_FLOOR}
    enough = [relation for relation, raters in raters_of.items() if len(raters) >= floor]
    few = tuple(relation for relation in raters_of if relation not in enough)
    together = frozenset[str]().union(*(raters_of[relation] for relation in few))
    merges = below is BelowFloor.MERGE and len(together) >= floor
    return [*((each,) for each in enough), *((few,) if merges else ())]


def pseudonym(key: bytes, subject: str, rater: str) -> str:
    """The same for one rater of one subject under one key, and no hint at who it is without the key."""
    return PSEUDONYM_MARK + _keyed(key, f"{subject}\0{rater}")[:_NAME_LENGTH]


def in_no_order(key: bytes, things: Iterable[tuple[str, T]]) -> list[T]:
    """The things in an order that depends on the key and on their names alone, not on time or rank."""
    return [thing for _, thing in sorted(things, key=lambda each: _keyed(key, each[0]))]


def published(answers: Answers, scheme: RatingScheme, floor: int, subject: str, key: bytes) -> list[PublishedAnswer]:
    """The rows from which scoring comes to the very same mean: self and manager as they are, groups evened.

    A relation that may not speak has no row at all. Within a group the scores are as equal as whole steps of the
    scale allow, so that the rows of all sets of answers with the same mean are the same.
    """
    rows: list[PublishedAnswer] = []
    for group in groups(_by_rater(answers), scheme, floor):
        if group[0] in NO_FLOOR:
            rows += [PublishedAnswer(rater, group[0], score) for rater, score in sorted(answers[group[0]].items())]
        else:
            rows += _evened_rows(answers, group, scheme, _Whose(subject, key))
    return rows


@dataclass(frozen=True, slots=True)
class _Whose:
    subject: str
    key: bytes


def _evened_rows(
    answers: Answers, group: tuple[Relation, ...], scheme: RatingScheme, whose: _Whose
) -> list[PublishedAnswer]:
    names = [
        (f"{relation} {name}", (name, relation))
        for relation in group
        for name in (pseudonym(whose.key, whose.subject, rater) for rater in answers[relation])
    ]
    scores = evened([score for relation in group for score in answers[relation].values()], scheme)
    slots = in_no_order(whose.key, names)
    return [PublishedAnswer(name, relation, score) for (name, relation), score in zip(slots, scores, strict=True)]


def evened(scores: Sequence[Fraction], scheme: RatingScheme) -> list[Fraction]:
    """As many scores with the same trimmed mean, ascending, no two further apart than one step of the scale.

    Scores are whole steps above the bottom of the scale; raises ValueError for others.
    """
    steps = sorted(score - scheme.low for score in scores)
    if any(step.denominator != 1 for step in steps):
        raise ValueError("a score between two steps of the scale")
    cut = whole_part(len(steps) * scheme.trim)
    kept = steps[cut : len(steps) - cut]
    least, more = divmod(int(sum(kept)), len(kept))
    even = [least] * (len(kept) - more) + [least + 1] * more
    return [scheme.low + step for step in [even[0]] * cut + even + [even[-1]] * cut]


def _by_rater(answers: Answers) -> dict[Relation, dict[str, Fraction]]:
    return {relation: dict(given) for relation, given in answers.items()}


def _keyed(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
