"""更正: a new entry that names a sealed result. Nothing sealed changes; an open period pays the difference."""

from django.db import transaction
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal
from merit.reviews.correction import CORRECTION, CorrectionMove, CorrectionState
from merit.reviews.life import ReviewState
from merit.scores.grades.decisions import DecisionStage
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import record
from merit_desk.cycles.queries.visible import participant_of
from merit_desk.notices.actions import tell
from merit_desk.outcomes.actions.grade_entries import NewGrade, enter_grade, grades_of
from merit_desk.outcomes.actions.versions import subject_of
from merit_desk.outcomes.models import Correction, ResultVersion, SealedRecord
from merit_desk.outcomes.queries.known import correction_of, correction_parties
from merit_desk.outcomes.queries.versions import grade_of, latest_version


def propose_correction(viewer: Viewer, number: int, grade: str, reason: str) -> Correction:
    """Propose another grade for a sealed result; a second person has to agree.

    Raises NotFoundRefusal (not permitted, not to be known, one's own), ConflictRefusal (not sealed, the same grade).
    """
    viewer.require(Can.SEAL_RESULTS)
    one = participant_of(viewer, number)
    if one.person == viewer.person:
        raise ConflictRefusal("outcomes.own_correction")
    sealed = SealedRecord.objects.filter(participant=one).first()
    if one.state != ReviewState.SEALED or sealed is None:
        raise ConflictRefusal(f"review.stands.{one.state}")
    before = _grade_now(one.pk, latest_version(one))
    if grade == before or grade not in grades_of(one):
        raise ConflictRefusal("outcomes.no_such_grade", grade=grade, known=", ".join(grades_of(one)))
    if Correction.objects.filter(participant=one, state=CorrectionState.PROPOSED).exists():
        raise ConflictRefusal("outcomes.correction_waits")
    with transaction.atomic():
        made = Correction.objects.create(
            participant=one,
            sealed_digest=sealed.digest,
            before=before,
            after=grade,
            reason=reason,
            proposed_by_id=viewer.signer,
        )
        after = {"correction": made.pk, "sealed": sealed.digest, "grade": grade}
        record(viewer.account, "outcomes.correction_proposed", subject_of(one), {"grade": before}, after)
    return made


def decide_correction(viewer: Viewer, number: int, wanted: CorrectionMove, note: str = "") -> Correction:
    """Approve or refuse as a second person, or withdraw one's own.

    Raises NotFoundRefusal, NotAllowedRefusal (one's own proposal), ConflictRefusal (not now).
    """
    correction_of(viewer, number)
    with transaction.atomic():
        found = Correction.objects.select_for_update(of=("self",)).select_related("participant__cycle").get(pk=number)
        before = CorrectionState(found.state)
        found.state = CORRECTION.after(before, wanted, correction_parties(viewer, found))
        found.decided_by_id, found.decided_at, found.note = viewer.signer, timezone.now(), note
        found.save(update_fields=["state", "decided_by", "decided_at", "note"])
        after = {"state": str(found.state), "correction": found.pk}
        record(
            viewer.account,
            f"outcomes.correction_{wanted}",
            subject_of(found.participant),
            {"state": str(before)},
            after,
        )
        if found.state == CorrectionState.IN_FORCE:
            new = NewGrade(DecisionStage.CORRECTION, found.before, found.after, found.reason)
            enter_grade(viewer, found.participant, new)
            for account in Account.objects.filter(person=found.participant.person, is_active=True):
                tell(account.pk, "notice.result_corrected", f"/outcomes/{found.participant_id}/")
    return found


def _grade_now(number: int, version: ResultVersion | None) -> str:
    """After earlier corrections, what the last of them gave."""
    last = Correction.objects.filter(participant_id=number, state=CorrectionState.IN_FORCE).order_by("-pk").first()
    if last is not None:
        return last.after
    return grade_of(version.content) if version is not None else ""
