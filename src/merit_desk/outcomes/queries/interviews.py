"""The record of an interview: what is signed, and what the manager is shown to prepare it."""

from typing import Any

from merit.kernel.moves import Party
from merit.reviews.interview import InterviewState
from merit.reviews.life import ReviewState
from merit_desk.cycles.models import Participant
from merit_desk.outcomes.models import Interview
from merit_desk.outcomes.queries.canonical import digest_of

HANDED_OVER = frozenset({InterviewState.OFFERED, InterviewState.SIGNED, InterviewState.REFUSED})
OPEN_TO_INTERVIEW = frozenset({ReviewState.CONFIRMED, ReviewState.SILENT, ReviewState.DECIDED, ReviewState.INTERVIEW})


def interview_of(one: Participant) -> Interview | None:
    """The record; None before it is begun."""
    return Interview.objects.filter(participant=one).first()


def as_read_by(found: Interview | None, parties: frozenset[Party]) -> Interview | None:
    """The record as these parties may read it: what was never handed over stays the manager's alone."""
    if found is None or Party.MANAGER in parties or found.state in HANDED_OVER:
        return found
    if found.state == InterviewState.DRAFT:
        return None
    found.well, found.improve, found.steps = "", "", []
    return found


def signed_text(found: Interview) -> dict[str, Any]:
    """What both sign."""
    return {
        "review": [found.participant.cycle.code, found.participant.person],
        "held_on": str(found.held_on or ""),
        "well": found.well,
        "improve": found.improve,
        "steps": found.steps,
    }


def record_digest(found: Interview) -> str:
    """Of what both sign."""
    return digest_of(signed_text(found))


def own_digest(found: Interview) -> str:
    """Of what the person signs: the record with their own words."""
    return digest_of({**signed_text(found), "own_words": found.own_words})
