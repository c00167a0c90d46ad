"""What belongs into the record of one person's cycle, for the seal and the evidence pack."""

from datetime import UTC, datetime
from typing import Any

from merit_desk.agreements.models import Agreement, ChangeRequest, Proposal
from merit_desk.cycles.models import Participant


def record_of(one: Participant) -> dict[str, Any]:
    """JSON values in a fixed order, times in ISO 8601; the same rows give the same bytes. No rater is named."""
    related = ("versions", "notices", "signatures", "proposals__points", "changes")
    found = Agreement.objects.filter(participant=one).order_by("pk").prefetch_related(*related)
    return {"agreements": [agreement_record(each) for each in found]}


def agreement_record(one: Agreement) -> dict[str, Any]:
    """One of them: its versions, notices, signatures, proposals and changes."""
    return {
        "state": one.state,
        "version": one.number,
        "digest": one.digest,
        "in_force_from": one.in_force_from.isoformat() if one.in_force_from else None,
        "note": one.note,
        "versions": [
            {"number": each.number, "digest": each.digest, "why": each.why, "at": _at(each.at), "terms": each.terms}
            for each in sorted(one.versions.all(), key=lambda each: each.number)
        ],
        "notices": [
            {"version": each.number, "given_at": _at(each.at), "read_at": _at(each.read_at)}
            for each in sorted(one.notices.all(), key=lambda each: each.number)
        ],
        "signatures": [
            {
                "of": "terms" if each.change_id is None else "change",
                "version": each.number,
                "name": each.name,
                "person": each.person,
                "capacity": each.capacity,
                "digest": each.digest,
                "at": _at(each.at),
            }
            for each in sorted(one.signatures.all(), key=lambda each: each.pk)
        ],
        "proposals": [_proposal(each) for each in sorted(one.proposals.all(), key=lambda each: each.pk)],
        "changes": [_change(each) for each in sorted(one.changes.all(), key=lambda each: each.pk)],
    }


def _proposal(proposal: Proposal) -> dict[str, Any]:
    names = ("indicator", "before", "basis", "target", "reason", "answer", "answer_note", "counter")
    points = sorted(proposal.points.all(), key=lambda each: each.pk)
    return {
        "version": proposal.number,
        "at": _at(proposal.at),
        "note": proposal.note,
        "answered_at": _at(proposal.answered_at),
        "answer": proposal.answer,
        "points": [{name: getattr(point, name) for name in names} for point in points],
    }


def _change(change: ChangeRequest) -> dict[str, Any]:
    return {
        "from": change.start.isoformat(),
        "points": change.points,
        "reason": change.reason,
        "state": change.state,
        "digest": change.digest,
        "asked_at": _at(change.at),
        "decided_at": _at(change.decided_at),
        "decision": change.decision,
    }


def _at(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
