"""Which moves a viewer may make for many reviews at once, and for which of them."""

from collections.abc import Iterable

from merit.kernel.refusals import NotFoundRefusal
from merit.reviews.life import REVIEW, ReviewMove, ReviewState
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.cycles.queries.parties import parties_of
from merit_desk.cycles.queries.visible import participants_visible_to

AT_ONCE = 200
"""More than this are moved in the background."""

OFFERED = (
    *(ReviewMove.START, ReviewMove.OPEN_SELF, ReviewMove.SKIP_SELF, ReviewMove.CLOSE_RATING),
    *(ReviewMove.LEAVE_OUT, ReviewMove.BRING_BACK),
)
"""The rest belong to pages of their own, where what is decided can be seen: forms, calibration, release, seal."""

WITH_REASON = frozenset({ReviewMove.SKIP_SELF, ReviewMove.LEAVE_OUT, ReviewMove.BRING_BACK})
"""Moves that need to say why."""


def moves_open(viewer: Viewer, one: Participant) -> tuple[ReviewMove, ...]:
    """The moves of this review that the viewer may make here and now."""
    found = REVIEW.open_to(ReviewState(one.state), parties_of(viewer, one))
    return tuple(each for each in found if each in OFFERED)


def moves_for(viewer: Viewer, ones: Iterable[Participant]) -> dict[ReviewMove, list[int]]:
    """Each move with the numbers of the reviews for which it is open, in the order of OFFERED."""
    found: dict[ReviewMove, list[int]] = {}
    for one in ones:
        for each in moves_open(viewer, one):
            found.setdefault(each, []).append(one.pk)
    return {each: found[each] for each in OFFERED if each in found}


def chosen(viewer: Viewer, cycle: Cycle, numbers: Iterable[int], wanted: str) -> tuple[ReviewMove, list[int]]:
    """The move and those of the reviews for which it is open. Raises NotFoundRefusal for a move that is not offered."""
    if wanted not in OFFERED:
        raise NotFoundRefusal("refusal.no_such_page")
    ones = participants_visible_to(viewer, cycle).filter(pk__in=list(numbers))
    move = ReviewMove(wanted)
    return move, moves_for(viewer, ones).get(move, [])
