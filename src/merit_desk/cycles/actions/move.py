"""The one way in which a review changes its state: looked up with permission, asked of the core, saved, recorded."""

from collections.abc import Iterable

from django.db import transaction

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal
from merit.reviews.life import REVIEW, ReviewMove, ReviewState
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.models import Participant
from merit_desk.cycles.queries.parties import parties_of
from merit_desk.cycles.queries.visible import participant_of


def move(viewer: Viewer, number: int, wanted: ReviewMove, note: str = "", also: Iterable[Party] = ()) -> Participant:
    """Make the move for a viewer; `also` are capacities that the calling app has made sure of (JUDGE, RATER).

    Who acts in such a capacity stands outside the line and is not asked for whether they may know of the review.

    Raises NotFoundRefusal (not to be known), NotAllowedRefusal (never theirs), ConflictRefusal (not now).
    """
    with transaction.atomic():
        assured = frozenset(also)
        one = _locked(number if assured else participant_of(viewer, number).pk)
        parties = parties_of(viewer, one) | assured
        return _made(viewer.account, one, wanted, parties, note)


def move_by_clock(one: Participant, wanted: ReviewMove) -> Participant:
    """Make the move because a deadline passed. Raises as `move` does."""
    with transaction.atomic():
        return _made(None, _locked(one.pk), wanted, frozenset({Party.CLOCK}), "")


def _locked(number: int) -> Participant:
    return Participant.objects.select_for_update().select_related("cycle").get(pk=number)


def _made(
    account: int | None, one: Participant, wanted: ReviewMove, parties: frozenset[Party], note: str
) -> Participant:
    if one.cycle.sealed_at is not None:
        raise ConflictRefusal("cycles.sealed")
    before = ReviewState(one.state)
    one.state = REVIEW.after(before, wanted, parties)
    one.note = note[:300]
    one.save(update_fields=["state", "note", "moved_at"])
    subject = Subject("review", f"{one.cycle.code}/{one.person}")
    after = {"state": one.state, "note": one.note} if note else {"state": one.state}
    record(account, f"review.{wanted}", subject, {"state": str(before)}, after)
    return one
