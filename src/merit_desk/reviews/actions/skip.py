"""The manager's manager reads and endorses, or returns the manager's form with a reason."""

from django.db import transaction
from django.urls import reverse

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal
from merit.reviews.answer import ANSWER, AnswerMove, AnswerState
from merit.reviews.life import ReviewMove
from merit.scores.indicators.ratings import Relation
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.actions.move import move
from merit_desk.cycles.models import Participant
from merit_desk.cycles.queries.parties import parties_of
from merit_desk.notices.actions import tell
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reviews.actions.publish import publish_ready
from merit_desk.reviews.models import Assignment


def endorse(viewer: Viewer, number: int) -> Participant:
    """Pass the review on to calibration; once nobody of the cycle waits any more, the answers are published."""
    with transaction.atomic():
        one = move(viewer, number, ReviewMove.ENDORSE)
        publish_ready(viewer, one.cycle)
        return one


def give_back(viewer: Viewer, number: int, reason: str) -> Participant:
    """Return the managers' forms. Raises ConflictRefusal without a reason."""
    if not reason.strip():
        raise ConflictRefusal("reviews.reason_missing")
    with transaction.atomic():
        one = move(viewer, number, ReviewMove.RETURN, reason.strip())
        parties = parties_of(viewer, one) & {Party.SKIP_MANAGER, Party.HR, Party.OWNER}
        forms = Assignment.objects.filter(participant=one, relation=Relation.MANAGER, state=AnswerState.SUBMITTED)
        for each in forms:
            each.state = ANSWER.after(AnswerState(each.state), AnswerMove.RETURN, parties)
            each.reason = reason.strip()[:300]
            each.save(update_fields=["state", "reason"])
            _tell(one, each)
        return one


def _tell(one: Participant, form: Assignment) -> None:
    name = node_name(declared_company(), "person", one.person)
    address = reverse("reviews:answer", args=[one.pk, Relation.MANAGER])
    for account in Account.objects.filter(person=form.rater, is_active=True):
        tell(account.pk, "notice.reviews_returned", address, name=name)
