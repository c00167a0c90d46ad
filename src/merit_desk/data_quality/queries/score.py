"""The quality score of a source: four parts of 0 to 100 points each with a fixed weight; what was not measured is left
out, and the weights of the others count as the whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction

FULL = Fraction(100)
NOTHING_AT_TIMES = 3
"""So many times as old as tolerated, data are worth nothing any more."""
NOTHING_AT_REJECTED = Fraction(1, 10)
"""With so large a part of the rows rejected, nothing of that part's points is left."""


class PartOf(StrEnum):
    """What a score is made of."""

    FRESHNESS = "freshness"
    REJECTED = "rejected"
    UNASSIGNED = "unassigned"
    RECONCILIATION = "reconciliation"


WEIGHTS = {PartOf.FRESHNESS: 30, PartOf.REJECTED: 30, PartOf.UNASSIGNED: 20, PartOf.RECONCILIATION: 20}
"""In percent of the whole."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score; `points` is None where there is nothing to measure it by."""

    of: PartOf
    points: Fraction | None

    @property
    def weight(self) -> int:
        """In percent of the whole."""
        return WEIGHTS[self.of]

    @property
    def lost(self) -> Fraction:
        """What it takes from the score, before the weights of the measured parts are made the whole."""
        return (FULL - self.points) * self.weight / 100 if self.points is not None else Fraction(0)


def score_of(parts: Iterable[Part]) -> Fraction | None:
    """The weighted mean of the measured parts, 0 to 100; None where none is measured."""
    measured = [(each.points, each.weight) for each in parts if each.points is not None]
    weights = sum(weight for _, weight in measured)
    return sum((points * weight for points, weight in measured), Fraction(0)) / weights if weights else None


def freshness_points(days_old: int, tolerated: timedelta) -> Fraction:
    """All points up to the tolerated age, none at three times that, in a straight line between."""
    over = Fraction(max(days_old - tolerated.days, 0), tolerated.days * (NOTHING_AT_TIMES - 1))
    return FULL * max(1 - over, Fraction(0))


def rejected_points(rejected: int, taken: int) -> Fraction | None:
    """All points without rejected rows, none at a tenth of all; None without rows."""
    if not rejected + taken:
        return None
    share = Fraction(rejected, rejected + taken)
    return FULL * max(1 - share / NOTHING_AT_REJECTED, Fraction(0))


def unassigned_points(share: Fraction | None) -> Fraction | None:
    """What is somebody's, in percent."""
    return None if share is None else FULL * (1 - share)


def reconciliation_points(agreed: int, reported: int) -> Fraction | None:
    """How many of the KPIs that the platform reports agree, in percent; None where it reports none."""
    return FULL * Fraction(agreed, reported) if reported else None
