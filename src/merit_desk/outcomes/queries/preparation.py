"""What helps a manager to prepare the interview: the result, what went well and what did not, the person's own view."""

from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.urls import reverse

from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.evidence import Evidence
from merit_desk.cycles.models import Participant
from merit_desk.follow.queries import evidence as follow_evidence
from merit_desk.outcomes.queries.feedback import Feedback, feedback_shown
from merit_desk.outcomes.queries.result_page import ResultPage, result_page
from merit_desk.talks.queries import evidence as talks_evidence

AGENDA = ("open", "self", "result", "well", "improve", "steps", "close")
"""The order of the talk, as the course for managers teaches it."""
_MOST = 12


@dataclass(frozen=True, slots=True)
class Preparation:
    """`agenda` are the codes of its sentences; `lesson` leads to the course."""

    page: ResultPage
    feedback: Feedback | None
    evidence: tuple[Evidence, ...]
    agenda: tuple[str, ...]
    lesson: str


def preparation(viewer: Viewer, one: Participant) -> Preparation:
    """Everything on one page, the newest evidence first."""
    return Preparation(
        result_page(viewer, one),
        feedback_shown(viewer, one),
        tuple(sorted(_evidence(one), key=lambda each: each.at, reverse=True)[:_MOST]),
        AGENDA,
        reverse("learning:lesson", args=["interview"]),
    )


def _evidence(one: Participant) -> list[Evidence]:
    found: list[Any] = [part.evidence_of(one.person, one.start, one.end) for part in (follow_evidence, talks_evidence)]
    return list(chain.from_iterable(found))
