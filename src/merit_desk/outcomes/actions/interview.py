"""绩效面谈: the manager writes, both sign the same text; a change after the first signature voids it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reviews.interview import INTERVIEW, InterviewMove, InterviewState
from merit.reviews.life import ReviewMove
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import record
from merit_desk.cycles.actions.move import move
from merit_desk.cycles.models import Participant
from merit_desk.cycles.queries.parties import parties_of
from merit_desk.notices.actions import tell
from merit_desk.outcomes.actions.versions import subject_of
from merit_desk.outcomes.models import Interview, Signature
from merit_desk.outcomes.queries.interviews import OPEN_TO_INTERVIEW, own_digest, record_digest
from merit_desk.outcomes.queries.known import led_review, result_of


@dataclass(frozen=True, slots=True)
class Written:
    """What the manager writes; `revision` is the one that the form was made from."""

    held_on: date | None
    well: str
    improve: str
    steps: tuple[dict[str, str], ...]
    revision: int


class StaleRecord(ConflictRefusal):
    """Somebody else wrote meanwhile; `theirs` is what stands there now."""

    def __init__(self, theirs: Interview) -> None:
        super().__init__("outcomes.stale_interview")
        self.theirs = theirs


def write_interview(viewer: Viewer, number: int, written: Written) -> Interview:
    """Save the record; a signature on an earlier text is voided.

    Raises NotFoundRefusal, NotAllowedRefusal (not the manager), ConflictRefusal (not now), StaleRecord.
    """
    with transaction.atomic():
        one, found, parties = _theirs(viewer, number, InterviewMove.WRITE)
        _require_open(one)
        if found.revision != written.revision:
            raise StaleRecord(found)
        found.held_on, found.well, found.improve = written.held_on, written.well, written.improve
        found.steps, found.written_by_id = list(written.steps), viewer.account
        found.revision += 1
        return _moved(viewer, found, InterviewMove.WRITE, parties)


def offer_interview(viewer: Viewer, number: int, seen: str) -> Interview:
    """The manager signs the text that was read and hands it to the person. Raises as `write_interview` does."""
    with transaction.atomic():
        one, found, parties = _theirs(viewer, number, InterviewMove.OFFER)
        _require_open(one)
        _require_whole(found, seen)
        _moved(viewer, found, InterviewMove.OFFER, parties)
        move(viewer, one.pk, ReviewMove.RECORD_INTERVIEW)
        _sign(viewer, found, "manager", record_digest(found))
        for account in Account.objects.filter(person=one.person, is_active=True):
            tell(account.pk, "notice.interview_offered", reverse("outcomes:interview", args=[one.pk]))
    return found


def say_own_words(viewer: Viewer, number: int, words: str) -> Interview:
    """The person's own words beside the record. Raises as `write_interview` does."""
    with transaction.atomic():
        _, found, parties = _theirs(viewer, number, InterviewMove.SAY)
        found.own_words = words
        return _moved(viewer, found, InterviewMove.SAY, parties)


def sign_interview(viewer: Viewer, number: int, seen: str, words: str | None = None) -> Interview:
    """The person signs the text that was read, with their own words; the review is concluded.

    Raises as `write_interview` does, ConflictRefusal also when the text has changed since it was read.
    """
    with transaction.atomic():
        one, found, parties = _theirs(viewer, number, InterviewMove.SIGN)
        if record_digest(found) != seen:
            raise ConflictRefusal("outcomes.text_changed")
        if words is not None:
            found.own_words = words
        _moved(viewer, found, InterviewMove.SIGN, parties)
        move(viewer, one.pk, ReviewMove.SIGN_INTERVIEW)
        _sign(viewer, found, "subject", own_digest(found))
    return found


def note_refusal(viewer: Viewer, number: int, note: str, witness: str) -> Interview:
    """HR records that the person does not sign, and who saw it. Raises as `write_interview` does."""
    with transaction.atomic():
        one = led_review(viewer, number)
        found, parties = _locked(one), parties_of(viewer, one)
        found.note, found.witness = note, witness
        _moved(viewer, found, InterviewMove.NOTE_REFUSAL, parties)
        move(viewer, one.pk, ReviewMove.NOTE_REFUSAL)
    return found


def waive_interview(viewer: Viewer, number: int, note: str) -> Interview:
    """HR concludes a review without an interview, saying why. Raises as `write_interview` does."""
    with transaction.atomic():
        one = led_review(viewer, number)
        found, parties = _locked(one), parties_of(viewer, one)
        found.note = note
        _moved(viewer, found, InterviewMove.WAIVE, parties)
        move(viewer, one.pk, ReviewMove.WAIVE_INTERVIEW)
    return found


def _theirs(viewer: Viewer, number: int, wanted: InterviewMove) -> tuple[Participant, Interview, frozenset[Party]]:
    """The record of a review that the viewer may read, once the move is known to be theirs and possible now."""
    one = result_of(viewer, number)
    found, parties = _locked(one), parties_of(viewer, one)
    INTERVIEW.after(InterviewState(found.state), wanted, parties)
    return one, found, parties


def _locked(one: Participant) -> Interview:
    Interview.objects.get_or_create(participant=one)
    return Interview.objects.select_for_update().get(participant=one)


def _require_open(one: Participant) -> None:
    if one.state not in OPEN_TO_INTERVIEW:
        raise ConflictRefusal(f"review.stands.{one.state}")


def _require_whole(found: Interview, seen: str) -> None:
    if record_digest(found) != seen:
        raise ConflictRefusal("outcomes.text_changed")
    if found.held_on is None or not found.well.strip() or not found.improve.strip():
        raise ConflictRefusal("outcomes.interview_not_whole")


def _moved(viewer: Viewer, found: Interview, wanted: InterviewMove, parties: frozenset[Party]) -> Interview:
    before = InterviewState(found.state)
    found.state = INTERVIEW.after(before, wanted, parties)
    found.save()
    if wanted is InterviewMove.WRITE:
        found.signatures.filter(voided_at=None).update(voided_at=timezone.now())
    after = {"state": str(found.state), "revision": found.revision}
    record(viewer.account, f"outcomes.interview_{wanted}", subject_of(found.participant), {"state": str(before)}, after)
    return found


def _sign(viewer: Viewer, found: Interview, party: str, digest: str) -> Signature:
    if viewer.account is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return Signature.objects.create(
        interview=found, party=party, account_id=viewer.account, name=viewer.name[:80], digest=digest
    )
