"""Ranking within comparable posts: ties share a place, the next place counts them; small groups are not ranked."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

SMALLEST_GROUP = 5
"""Below it a place would single people out."""
SMALLEST_GROUP_FOR_BANDS = 10


class PlaceBand(StrEnum):
    """Roughly where somebody stands in a group; all that employees are told of their own place."""

    TOP_QUARTER = "top_quarter"
    MIDDLE = "middle"
    LAST_QUARTER = "last_quarter"


@dataclass(frozen=True, slots=True)
class RankPlace:
    """A place from 1; `tied` when somebody else has it too; `of` people in the group."""

    place: int
    tied: bool
    of: int


def rank_places(totals: Mapping[str, Fraction], smallest: int = SMALLEST_GROUP) -> dict[str, RankPlace]:
    """Standard competition ranking (1, 2, 2, 4), the highest total first; empty for a group below `smallest`."""
    if len(totals) < smallest:
        return {}
    heads = Counter(totals.values())
    better, seen = {}, 0
    for total in sorted(heads, reverse=True):
        better[total] = seen
        seen += heads[total]
    return {person: RankPlace(better[total] + 1, heads[total] > 1, len(totals)) for person, total in totals.items()}


def place_band(place: RankPlace) -> PlaceBand:
    """By the place over the size of the group; ties are read generously, as their shared place is the better one."""
    share = Fraction(place.place, place.of)
    if share <= Fraction(1, 4):
        return PlaceBand.TOP_QUARTER
    return PlaceBand.LAST_QUARTER if share > Fraction(3, 4) else PlaceBand.MIDDLE
