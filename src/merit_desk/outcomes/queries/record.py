"""What belongs into the record of one person's cycle, for the seal and the evidence pack."""

from typing import Any

from merit_desk.accounts.models import Account
from merit_desk.agreements.queries.record import record_of as agreements_record
from merit_desk.calibration.queries.record import record_of as calibration_record
from merit_desk.cycles.models import Participant
from merit_desk.follow.queries.record import record_of as follow_record
from merit_desk.goals.queries.record import record_of as goals_record
from merit_desk.outcomes.models import Answer, Appeal
from merit_desk.outcomes.queries.canonical import moment
from merit_desk.outcomes.queries.interviews import as_read_by, interview_of, signed_text
from merit_desk.outcomes.queries.versions import versions_of
from merit_desk.reviews.queries.record import record_of as reviews_record
from merit_desk.talks.queries.record import record_of as talks_record

PARTS = (
    ("agreement", agreements_record),
    ("goals", goals_record),
    ("follow", follow_record),
    ("talks", talks_record),
    ("reviews", reviews_record),
    ("calibration", calibration_record),
)


def whole_record(one: Participant) -> dict[str, Any]:
    """The record of the person's whole cycle, part by part, the outcomes last."""
    return {**{name: part(one) for name, part in PARTS}, "outcomes": record_of(one)}


def record_of(one: Participant) -> dict[str, Any]:
    """JSON values in a fixed order, times in ISO 8601; the same rows give the same bytes. No rater is named."""
    return {
        "cycle": one.cycle.code,
        "person": one.person,
        "days": [str(one.start), str(one.end)],
        "plan": one.plan,
        "segments": one.segments,
        "versions": [
            {"number": each.number, "kind": each.kind, "at": moment(each.at), "digest": each.digest, **each.content}
            for each in versions_of(one)
        ],
        "answer": _answer(one),
        "appeals": [_appeal(each) for each in Appeal.objects.filter(participant=one).order_by("pk")],
        "interview": _interview(one),
    }


def _answer(one: Participant) -> dict[str, Any] | None:
    found = Answer.objects.filter(participant=one).select_related("version").first()
    if found is None:
        return None
    said = "silent" if found.silent else "confirmed"
    return {"said": said, "version": found.version.number, "words": found.words, "at": moment(found.at)}


def _appeal(appeal: Appeal) -> dict[str, Any]:
    names = ("state", "matter", "line", "what", "wanted", "reason", "evidence", "stand_in")
    decided = ("verdict", "grounds", "grade", "mending", "mended")
    return {
        **{name: getattr(appeal, name) for name in (*names, *decided)},
        "filed_at": moment(appeal.filed_at),
        "due": str(appeal.due),
        "judge": _name(appeal.judge_id),
        "decided_at": moment(appeal.decided_at),
        "ended_at": moment(appeal.ended_at),
        "statements": [
            {"side": each.side, "question": each.question, "text": each.text, "at": moment(each.at)}
            for each in appeal.statements.all()
        ],
    }


def _interview(one: Participant) -> dict[str, Any] | None:
    found = as_read_by(interview_of(one), frozenset())
    if found is None:
        return None
    return {
        **signed_text(found),
        "state": found.state,
        "own_words": found.own_words,
        "note": found.note,
        "witness": found.witness,
        "signatures": [
            {
                "party": each.party,
                "name": each.name,
                "digest": each.digest,
                "at": moment(each.at),
                "voided_at": moment(each.voided_at),
            }
            for each in found.signatures.all()
        ],
    }


def _name(account: int | None) -> str:
    found = Account.objects.filter(pk=account).first() if account else None
    return str(found) if found is not None else ""
