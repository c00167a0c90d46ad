"""Whom an honour's rule names: the first places within comparable posts, ties together, small groups left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from merit.reviews.places import SMALLEST_GROUP, RankPlace, rank_places


@dataclass(frozen=True, slots=True)
class HonourCandidate:
    """Somebody whom the rule names, with the figures that say why."""

    person: str
    group: str
    total: Fraction
    place: RankPlace


def top_of_groups(
    groups: Mapping[str, Mapping[str, Fraction]], places: int, smallest: int = SMALLEST_GROUP
) -> tuple[HonourCandidate, ...]:
    """Everybody on the first `places` of their group, by group and place; whoever ties is named too.

    A tie never reaches past the number of places by luck: where the people who share a place would be so many that more
    than half of the group were honoured, the place is left out for all of them. Groups below `smallest` have no places.
    Raises ValueError for less than one place.
    """
    if places < 1:
        raise ValueError("at least the first place")
    found: list[HonourCandidate] = []
    for group, totals in sorted(groups.items()):
        named = [
            HonourCandidate(person, group, totals[person], place)
            for person, place in rank_places(totals, smallest).items()
            if place.place <= places
        ]
        found += _no_more_than_half(named, len(totals))
    return tuple(sorted(found, key=lambda each: (each.group, each.place.place, each.person)))


def _no_more_than_half(named: list[HonourCandidate], size: int) -> list[HonourCandidate]:
    while 2 * len(named) > size:
        last = max(each.place.place for each in named)
        named = [each for each in named if each.place.place < last]
    return named
