"""Do scores differ? Totals and grades of one period: a scale on which all stand at one end tells nobody anything."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import sqrt

FEWEST = 5
MOST_IN_ONE = Fraction(7, 10)
"""From this share of all people in one grade on, the grade says little."""
NARROW = 5
"""Points of standard deviation below which totals hardly differ."""


class Differing(StrEnum):
    """What the spread comes to."""

    TOO_FEW = "too_few"
    ALL_ALIKE = "all_alike"
    CROWDED = "crowded"
    NARROW = "narrow"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class ScoreSpread:
    """`deviation` is the standard deviation of totals (n − 1) in points; `crowded` the fullest grade with its share."""

    people: int
    mean: Fraction | None
    deviation: float | None
    lowest: Fraction | None
    highest: Fraction | None
    grades: tuple[tuple[str, int], ...]
    crowded: tuple[str, Fraction] | None
    word: Differing


def score_spread(totals: Sequence[tuple[Fraction, str]]) -> ScoreSpread:
    """`totals`: each person's total and grade (empty: without grades)."""
    points = [total for total, _ in totals]
    counts = Counter(grade for _, grade in totals if grade)
    grades = tuple(sorted(counts.items()))
    if not points:
        return ScoreSpread(0, None, None, None, None, grades, None, Differing.TOO_FEW)
    mean = sum(points, Fraction(0)) / len(points)
    variance = sum(((each - mean) ** 2 for each in points), Fraction(0)) / max(1, len(points) - 1)
    fullest = max(grades, key=lambda each: (each[1], each[0]), default=None)
    crowded = (fullest[0], Fraction(fullest[1], len(points))) if fullest else None
    deviation = sqrt(variance)
    return ScoreSpread(
        len(points), mean, deviation, min(points), max(points), grades, crowded, _word(points, deviation, crowded)
    )


def _word(points: Sequence[Fraction], deviation: float, crowded: tuple[str, Fraction] | None) -> Differing:
    if len(points) < FEWEST:
        return Differing.TOO_FEW
    if len(set(points)) == 1:
        return Differing.ALL_ALIKE
    if crowded is not None and crowded[1] >= MOST_IN_ONE:
        return Differing.CROWDED
    return Differing.NARROW if deviation < NARROW else Differing.DIFFERS
