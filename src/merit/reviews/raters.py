"""Who may rate whom: how many of a relation, nobody twice, nobody over themselves, and whom to suggest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from merit.scores.indicators.ratings import Relation


class Unfit(StrEnum):
    """Why somebody cannot be nominated."""

    RELATION = "relation"
    """Self and managers follow from the organisation; nobody nominates them."""
    SAME = "same"
    GONE = "gone"
    TWICE = "twice"
    IN_CHARGE = "in_charge"
    NO_REPORT = "no_report"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class RaterCount:
    """How many raters of a relation are asked for: fewer than `least` will hardly reach the anonymity floor."""

    least: int
    most: int


NOMINATED: Mapping[Relation, RaterCount] = {
    Relation.PEER: RaterCount(4, 8),
    Relation.REPORT: RaterCount(4, 12),
    Relation.CROSS: RaterCount(4, 8),
}
"""Relations that are filled by nomination. One more than the usual floor, since somebody may decline."""


@dataclass(frozen=True, slots=True)
class RaterCircle:
    """What is known of the people around the person who is rated, by id."""

    person: str
    in_charge: frozenset[str]
    """Managers and their managers."""
    reports: frozenset[str]
    here: frozenset[str]
    """Everybody with a post on the day of asking."""
    chosen: Mapping[str, Relation]
    """Raters already nominated and not withdrawn or declined."""


def unfit(rater: str, relation: Relation, circle: RaterCircle) -> Unfit | None:
    """The first reason why this rater cannot be nominated; None when nothing is against it."""
    reasons = (
        (relation not in NOMINATED, Unfit.RELATION),
        (rater == circle.person, Unfit.SAME),
        (rater not in circle.here, Unfit.GONE),
        (rater in circle.chosen, Unfit.TWICE),
        (rater in circle.in_charge, Unfit.IN_CHARGE),
        ((relation is Relation.REPORT) != (rater in circle.reports), Unfit.NO_REPORT),
        (_number_of(relation, circle) >= NOMINATED.get(relation, RaterCount(0, 0)).most, Unfit.FULL),
    )
    return next((why for wrong, why in reasons if wrong), None)


def _number_of(relation: Relation, circle: RaterCircle) -> int:
    return sum(each is relation for each in circle.chosen.values())


def suggested(relation: Relation, near: Mapping[str, int], circle: RaterCircle) -> list[str]:
    """Who fits best: those who shared most tasks and requests (`near`), else by id; as many as are still wanted."""
    known: Iterable[str] = circle.reports if relation is Relation.REPORT else near
    fitting = [each for each in known if unfit(each, relation, circle) is None]
    wanted = NOMINATED[relation].least if relation is not Relation.REPORT else NOMINATED[relation].most
    missing = max(0, wanted - _number_of(relation, circle))
    return sorted(fitting, key=lambda each: (-near.get(each, 0), each))[:missing]
