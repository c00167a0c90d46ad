"""Whether two things go together: Spearman's rank correlation with an interval, and a word for it.

The interval is Fisher's z with the standard error √((1 + r² ÷ 2) ÷ (n − 3)) of Bonett and Wright, Psychometrika 65
(2000). These are statistics for a talk among people: binary floats, and nothing here reaches a score or pay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import atanh, sqrt, tanh

from scipy.special import ndtri

CONFIDENCE = 0.95
FEWEST = 8
"""With fewer pairs the interval holds nearly everything, and nothing is said."""
WEAK, STRONG = 0.3, 0.6
"""Below 0.3 a relation is called weak, from 0.6 on strong."""


class Relation(StrEnum):
    """A word only where the whole interval lies on one side of zero; else the relation is not proven."""

    TOO_FEW = "too_few"
    NO_DIFFERENCE = "no_difference"
    NOT_PROVEN = "not_proven"
    WEAK = "weak"
    CLEAR = "clear"
    STRONG = "strong"
    OPPOSITE = "opposite"


@dataclass(frozen=True, slots=True)
class RankRelation:
    """`rank` from −1 to 1, `low` to `high` holds it with 95 % confidence; None where nothing can be said."""

    pairs: int
    rank: float | None
    low: float | None
    high: float | None
    word: Relation


def rank_relation(first: Sequence[float], second: Sequence[float], looks: int = 1) -> RankRelation:
    """Of pairs in order. Where one side never differs there is nothing to relate.

    `looks`: so many relations are looked at together; the interval widens (Bonferroni), so that chance finds none.
    """
    count = len(first)
    if count < FEWEST:
        return RankRelation(count, None, None, None, Relation.TOO_FEW)
    if len(set(first)) == 1 or len(set(second)) == 1:
        return RankRelation(count, None, None, None, Relation.NO_DIFFERENCE)
    from scipy.stats import spearmanr  # here, for importing it takes longer than the desk takes to start

    rank = min(1.0, max(-1.0, float(spearmanr(first, second).statistic)))
    low, high = interval_of(rank, count, looks)
    return RankRelation(count, rank, low, high, _word(rank, low, high))


def interval_of(rank: float, pairs: int, looks: int = 1) -> tuple[float, float]:
    """What holds the correlation with 95 % confidence for all looks together; needs more than 3 pairs."""
    if abs(rank) == 1:
        return rank, rank
    reach = float(ndtri(1 - (1 - CONFIDENCE) / looks / 2)) * sqrt((1 + rank**2 / 2) / (pairs - 3))
    return tanh(atanh(rank) - reach), tanh(atanh(rank) + reach)


def _word(rank: float, low: float, high: float) -> Relation:
    if low <= 0 <= high:
        return Relation.NOT_PROVEN
    if high < 0:
        return Relation.OPPOSITE
    if rank < WEAK:
        return Relation.WEAK
    return Relation.CLEAR if rank < STRONG else Relation.STRONG
