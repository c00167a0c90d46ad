"""What people value, in the order that they give, and which offers fit it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from merit.reviews.pulse import groups_to_show

MOST_RANKED = 3
"""So many are chosen, the most important first."""


class Valued(StrEnum):
    """What somebody may want from the company."""

    MONEY = "money"
    TIME_OFF = "time_off"
    FLEXIBLE_HOURS = "flexible_hours"
    TRAINING = "training"
    CAREER = "career"
    RECOGNITION = "recognition"
    GIFTS = "gifts"
    EQUITY = "equity"
    FAMILY = "family"
    HEALTH = "health"


@dataclass(frozen=True, slots=True)
class ValuedAnswer:
    """One person's choice in a group; `open_to_hr`: HR may see it with the name."""

    group: str
    ranking: tuple[Valued, ...]
    open_to_hr: bool


@dataclass(frozen=True, slots=True)
class ValuedCount:
    """How often something was named at all, and how often first, among `of` answers."""

    valued: Valued
    named: int
    first: int
    of: int


Offer = TypeVar("Offer")


def fitting(ranking: Sequence[Valued], offers: Iterable[tuple[Valued, Offer]]) -> tuple[tuple[Valued, Offer], ...]:
    """The offers of a kind that the person named, in the person's order and then in the given one."""
    there = list(offers)
    return tuple(each for wanted in ranking for each in there if each[0] is wanted)


def counts(answers: Sequence[ValuedAnswer]) -> tuple[ValuedCount, ...]:
    """Every value that was named, the most frequent first; ties by how often it was first, then in usual order."""
    named = Counter(valued for each in answers for valued in each.ranking)
    first = Counter(each.ranking[0] for each in answers if each.ranking)
    usual = {valued: at for at, valued in enumerate(Valued)}
    order = sorted(named, key=lambda valued: (-named[valued], -first[valued], usual[valued]))
    return tuple(ValuedCount(valued, named[valued], first[valued], len(answers)) for valued in order)


def overview(answers: Sequence[ValuedAnswer], floor: int) -> Mapping[str, tuple[ValuedCount, ...]]:
    """Counts of the whole ("") and of groups, none from which somebody's closed answer could be worked out.

    HR knows the answers that are open to them; so closed ones are counted in the whole only where they are none or at
    least `floor`, and never in a group. A group is shown from `floor` answers, as `groups_to_show` says.
    """
    opened = [each for each in answers if each.open_to_hr]
    closed = len(answers) - len(opened)
    whole = list(answers) if closed >= floor else opened
    if len(whole) < floor:
        return {}
    shown = groups_to_show(Counter(each.group for each in opened), floor)
    groups = {group: counts([each for each in opened if each.group == group]) for group in sorted(shown)}
    return {"": counts(whole), **groups}
