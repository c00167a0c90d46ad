"""Where to look first: which few parts made far more of a change than their share of the whole would.

The measure is the total variation distance between the parts' shares of the change and their shares of the whole,
over at most `MOST_PARTS` parts: after R. Bhagwan et al., "Adtributor", NSDI 2014, whose "surprise" it stands for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from merit.insight.decomposition import Decomposition
from merit.insight.decomposition_arithmetic import NIL, REST, Contribution
from merit.insight.decomposition_steps import SMALL, UNSEEN

MOST_PARTS = 5
STANDS_OUT = Fraction(1, 3)
"""From this distance on a lead is told."""
BESIDE_THE_FIRST = Fraction(3, 4)
"""Further leads are told where they stand out by that share of the first."""
_OF_THE_LARGEST = Fraction(1, 4)


@dataclass(frozen=True, slots=True)
class Lead:
    """Parts that stand out, the largest first. Both are shares from 0 to 1."""

    found: Decomposition
    parts: tuple[Contribution, ...]
    of_change: Fraction
    """Their share of what moved in the direction of the change."""
    of_whole: Fraction
    """The share they would have made had all parts moved alike."""

    @property
    def distance(self) -> Fraction:
        """How much more of the change they made than that."""
        return self.of_change - self.of_whole


def leads(decompositions: Iterable[Decomposition]) -> list[Lead]:
    """What stands out in each, most first; at the same distance, the one with fewer parts."""
    known = [lead for each in decompositions if (lead := lead_of(each)) is not None]
    known.sort(key=lambda lead: (-lead.distance, len(lead.parts), lead.found.by))
    return [lead for lead in known if lead.distance >= known[0].distance * BESIDE_THE_FIRST]


def lead_of(found: Decomposition) -> Lead | None:
    """None where nothing changed or no part stands out.

    At most half of the parts are named, for all of them are no lead.
    """
    up = found.difference > 0
    whole = [each for each in found.contributions if each.part not in (REST, SMALL, UNSEEN)]
    moved = [each for each in found.contributions if each.amount and (each.amount > 0) == up]
    size = sum((each.amount for each in moved), NIL)
    if not size or not found.difference:
        return None
    ahead = [(each.amount / size, each.expected, each) for each in moved if each in whole]
    named = sorted((each for each in ahead if each[0] > each[1]), key=lambda each: (each[1] - each[0], each[2].part))
    named = [each for each in named if each[0] - each[1] >= (named[0][0] - named[0][1]) * _OF_THE_LARGEST]
    named = named[: max(1, min(MOST_PARTS, len(whole) // 2))]
    if not named:
        return None
    of_change = sum((each[0] for each in named), NIL)
    of_whole = sum((each[1] for each in named), NIL)
    lead = Lead(found, tuple(each[2] for each in named), of_change, of_whole)
    return lead if lead.distance >= STANDS_OUT else None
