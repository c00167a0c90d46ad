"""Filling in a form: saved as it is typed, handed in, taken up again, declined.

Of what raters other than the person and the managers do, nothing goes on the trail: an entry has a name, a moment and
an address, and would say who answered and when. What they hand in is on record in the reviews alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal
from merit.reviews.answer import ANSWER, AnswerMove, AnswerState
from merit.reviews.life import ReviewMove
from merit.scores.indicators.ratings import Relation
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.actions.move import move
from merit_desk.cycles.models import Participant
from merit_desk.cycles.queries.parties import people_in
from merit_desk.reviews.actions.keys import ensure_key
from merit_desk.reviews.models import Answer, Assignment
from merit_desk.reviews.queries.answering import Answering, answering
from merit_desk.reviews.queries.evidence import evidence_beside, key_of
from merit_desk.reviews.queries.sheet import COMMENT_LIMIT, AskedQuestion, sheet_of

CANNOT = "x"
KNOWN = (Relation.SELF, Relation.MANAGER)
_RATER = frozenset({Party.RATER})


@dataclass(frozen=True, slots=True)
class Given:
    """What is given to one question: a grade as text, "x" for cannot judge, empty for not yet; evidence by key."""

    grade: str = ""
    comment: str = ""
    kept: tuple[str, ...] = field(default=())


def save(viewer: Viewer, number: int, relation: str, given: Mapping[str, Given]) -> Assignment:
    """Keep a draft; questions that are not given stay as they were. Raises NotFoundRefusal or ConflictRefusal."""
    with transaction.atomic():
        asked = _open(viewer, number, relation)
        assignment = _moved(asked, AnswerMove.SAVE)
        _write(asked, assignment, given)
        return assignment


def submit(viewer: Viewer, number: int, relation: str, given: Mapping[str, Given]) -> Participant:
    """Hand the form in, and move the review on where that is what it waits for.

    Raises ConflictRefusal when a grade is missing: nobody is given one by silence.
    """
    with transaction.atomic():
        asked = _open(viewer, number, relation)
        if not asked.ready:
            raise ConflictRefusal("reviews.not_yet" if asked.open else "reviews.rating_closed")
        assignment = _moved(asked, AnswerMove.SUBMIT)
        _write(asked, assignment, given)
        left = sheet_of(Answering(asked.participant, asked.relation, asked.rater, assignment)).left
        if left:
            raise ConflictRefusal("reviews.grades_missing", count=left)
        if asked.relation in KNOWN:
            record(viewer.account, "reviews.handed_in", _subject(asked), None, {"form": str(asked.relation)})
        return _moved_on(viewer, asked)


def revise(viewer: Viewer, number: int, relation: str) -> Assignment:
    """Take up again what was handed in, while the rating is open."""
    with transaction.atomic():
        asked = answering(viewer, number, relation)
        if not asked.revisable:
            raise ConflictRefusal("reviews.rating_closed")
        if asked.relation in KNOWN:
            record(viewer.account, "reviews.taken_up", _subject(asked), None, {"form": str(asked.relation)})
        return _moved(asked, AnswerMove.REVISE)


def accept(viewer: Viewer, number: int, relation: str) -> Assignment:
    """Say yes to an invitation."""
    with transaction.atomic():
        return _moved(_open(viewer, number, relation), AnswerMove.ACCEPT)


def decline(viewer: Viewer, number: int, relation: str, reason: str) -> Assignment:
    """Say no with a reason, which those who nominate read; what was drafted is deleted."""
    with transaction.atomic():
        asked = answering(viewer, number, relation)
        if not asked.declinable or asked.assignment is None:
            raise ConflictRefusal("reviews.rating_closed")
        if not reason.strip():
            raise ConflictRefusal("reviews.reason_missing")
        asked.assignment.answers.all().delete()
        asked.assignment.reason = reason.strip()[:300]
        return _moved(asked, AnswerMove.DECLINE)


def _open(viewer: Viewer, number: int, relation: str) -> Answering:
    asked = answering(viewer, number, relation)
    Participant.objects.select_for_update().get(pk=asked.participant.pk)
    asked = answering(viewer, number, relation)
    if not asked.open:
        raise ConflictRefusal("reviews.handed_in_already" if asked.revisable else "reviews.rating_closed")
    return asked


def _moved(asked: Answering, wanted: AnswerMove) -> Assignment:
    found = asked.assignment or Assignment(
        participant=asked.participant, rater=asked.rater, relation=asked.relation, state=AnswerState.APPROVED
    )
    found.state = ANSWER.after(AnswerState(found.state), wanted, _RATER)
    found.saved_at = timezone.now()
    found.save()
    return found


def _write(asked: Answering, assignment: Assignment, given: Mapping[str, Given]) -> None:
    ensure_key(asked.participant.cycle)
    questions = sheet_of(asked).by_key
    beside = _beside(asked) if any(each.kept for each in given.values()) else {}
    for key, answer in given.items():
        if key not in questions:
            raise ConflictRefusal("reviews.no_such_question", question=key[:60])
        kept = [beside[each] for each in answer.kept if each in beside]
        values = {**_grade(questions[key], answer.grade), "comment": _comment(answer.comment), "kept": kept}
        Answer.objects.update_or_create(assignment=assignment, question=key, defaults=values)


def _beside(asked: Answering) -> dict[str, dict[str, str]]:
    if asked.relation not in KNOWN:
        return {}
    return {
        key_of(each): {
            "key": key_of(each),
            "kind": each.kind,
            "at": each.at.isoformat(),
            "title": each.title,
            "note": each.note,
        }
        for each in evidence_beside(asked.participant)
    }


def _grade(question: AskedQuestion, grade: str) -> dict[str, Any]:
    if grade == CANNOT and question.low is not None:
        return {"score": None, "cannot": True}
    if not grade or question.low is None or question.high is None:
        return {"score": None, "cannot": False}
    if not grade.lstrip("-").isdigit() or not question.low <= int(grade) <= question.high:
        raise ConflictRefusal("reviews.not_on_scale", title=question.title, low=question.low, high=question.high)
    return {"score": int(grade), "cannot": False}


def _comment(text: str) -> str:
    if len(text) > COMMENT_LIMIT:
        raise ConflictRefusal("reviews.comment_too_long", most=COMMENT_LIMIT)
    return text


def _moved_on(viewer: Viewer, asked: Answering) -> Participant:
    one = asked.participant
    if asked.relation is Relation.SELF:
        return move(viewer, one.pk, ReviewMove.SUBMIT_SELF)
    if asked.relation is Relation.MANAGER and not _others_owe(asked):
        return move(viewer, one.pk, ReviewMove.SUBMIT_MANAGER)
    return one


def _others_owe(asked: Answering) -> bool:
    """Whether another manager who was in charge has not handed in yet."""
    owing = people_in([each for each in asked.participant.managers if each.get("days")]) - {asked.rater}
    done = Assignment.objects.filter(
        participant=asked.participant, relation=Relation.MANAGER, state=AnswerState.SUBMITTED
    )
    return bool(owing - set(done.values_list("rater", flat=True)))


def _subject(asked: Answering) -> Subject:
    return Subject("review", f"{asked.participant.cycle.code}/{asked.participant.person}")
