"""The person's word on a result: confirmed, or silence that is recorded as silence when the deadline has passed."""

import logging

from django.db import transaction
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal, Refusal
from merit.reviews.life import ReviewMove, ReviewState
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.actions.move import move, move_by_clock
from merit_desk.cycles.models import Participant
from merit_desk.outcomes.models import Answer, ResultVersion
from merit_desk.outcomes.queries.deadlines import answer_due, answer_is_late, local_day
from merit_desk.outcomes.queries.known import result_of
from merit_desk.outcomes.queries.versions import latest_version

_log = logging.getLogger("merit.outcomes")


def confirm(viewer: Viewer, number: int, seen: str, words: str = "") -> Answer:
    """Confirm the version that was read; `seen` is its digest.

    Raises NotFoundRefusal, NotAllowedRefusal (not one's own), ConflictRefusal (not now, too late, another version).
    """
    one = result_of(viewer, number)
    with transaction.atomic():
        moved = move(viewer, one.pk, ReviewMove.CONFIRM)
        version = version_seen(one, seen)
        require_in_time(one, viewer)
        return Answer.objects.create(participant=moved, version=version, words=words[:2000], account_id=viewer.account)


def version_seen(one: Participant, seen: str) -> ResultVersion:
    """The version that stands, when it is the one that was read. Raises ConflictRefusal when there is a newer one."""
    version = latest_version(one)
    if version is None:
        raise NotFoundRefusal("cycles.no_such_review")
    if version.digest != seen:
        raise ConflictRefusal("outcomes.newer_version", version=version.number)
    return version


def require_in_time(one: Participant, viewer: Viewer) -> None:
    """Raises ConflictRefusal after the last day to answer."""
    due = answer_due(one)
    if due is not None and viewer.today > due:
        raise ConflictRefusal("outcomes.too_late", day=str(due))


def note_silence() -> int:
    """Record silence where the time to answer is over; how many. Never a consent."""
    waiting = Participant.objects.filter(state=ReviewState.RELEASED).select_related("cycle")
    today = local_day(timezone.now()) if waiting else None
    return sum(today is not None and answer_is_late(each, today) and _silent(each) for each in waiting)


def _silent(one: Participant) -> bool:
    try:
        with transaction.atomic():
            moved = move_by_clock(one, ReviewMove.NOTE_SILENCE)
            version = latest_version(moved)
            if version is not None:
                Answer.objects.create(participant=moved, version=version, silent=True)
    except Refusal:
        _log.info("review %s has moved on", one.pk)
        return False
    return True
