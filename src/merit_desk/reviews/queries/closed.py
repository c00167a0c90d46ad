"""Whether raters' answers are taken or may be looked at. A rating that was closed once is never opened again.

Else the answers of one latecomer would be the difference between two looks at a mean.
"""

from collections.abc import Iterable

from merit.reviews.life import ReviewMove, ReviewState
from merit.scores.indicators.ratings import Relation
from merit_desk.audit.models import Entry
from merit_desk.cycles.models import Participant

OPEN = (ReviewState.SELF_REVIEW, ReviewState.RATING)
_BEFORE = (ReviewState.PLANNING, ReviewState.UNDER_WAY, *OPEN)
_DRAFTING = (*OPEN, ReviewState.MANAGER_REVIEW)
RELEASED = (
    *(ReviewState.RELEASED, ReviewState.APPEALED, ReviewState.CONFIRMED, ReviewState.SILENT, ReviewState.DECIDED),
    *(ReviewState.INTERVIEW, ReviewState.CONCLUDED, ReviewState.SEALED),
)


def was_closed(one: Participant) -> bool:
    """Whether the rating of this review was ever closed, be it that somebody brought the review back since."""
    return bool(ever_closed([one]))


def ever_closed(reviews: Iterable[Participant]) -> frozenset[int]:
    """Numbers of those of the reviews whose rating was ever closed, by one query for all."""
    listed = list(reviews)
    past = {one.pk for one in listed if one.state not in _BEFORE and one.state != ReviewState.LEFT_OUT}
    named = {f"{one.cycle.code}/{one.person}": one.pk for one in listed if one.pk not in past}
    if not named:
        return frozenset(past)
    closing = Entry.objects.filter(
        subject_kind="review", subject__in=named, action=f"review.{ReviewMove.CLOSE_RATING}", after__isnull=False
    )
    return frozenset(past | {named[each] for each in closing.values_list("subject", flat=True)})


def takes(one: Participant, relation: Relation) -> bool:
    """Whether a form of this relation may be filled in now; the manager may begin while others still answer."""
    match relation:
        case Relation.SELF:
            return one.state == ReviewState.SELF_REVIEW
        case Relation.MANAGER:
            return one.state in _DRAFTING
        case _:
            return one.state in OPEN and not was_closed(one)


def hands_in(one: Participant, relation: Relation) -> bool:
    """Whether a form of this relation may be handed in now."""
    return one.state == ReviewState.MANAGER_REVIEW if relation is Relation.MANAGER else takes(one, relation)


def nominates(one: Participant) -> bool:
    """Whether raters may be nominated and approved now."""
    return one.state in _BEFORE and not was_closed(one)
