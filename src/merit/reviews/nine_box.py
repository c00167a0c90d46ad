"""人才九宫格: potential against performance. A box describes how things stand; it is no label for a person."""

from collections.abc import Sequence
from enum import StrEnum


class Potential(StrEnum):
    """What somebody is thought to grow into, as the people at the calibration see it. Never computed."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"


class Performance(StrEnum):
    """The third of the grades that a grade falls into."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"


def performance_of(grade: str, best_first: Sequence[str]) -> Performance | None:
    """The middle grade (of an even number the lower of the two) is MID, what lies above HIGH, below LOW.

    None for a grade that is not among them.
    """
    if grade not in best_first:
        return None
    middle, place = len(best_first) // 2, best_first.index(grade)
    if place == middle:
        return Performance.MID
    return Performance.HIGH if place < middle else Performance.LOW
