"""The interview about a result: written, signed by both, or noted why not."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.outcomes import InterviewAsked, InterviewGiven, RefusalAsked, SignAsked, TextAsked
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import operation
from merit_desk.cycles.queries.parties import parties_of
from merit_desk.outcomes.actions import interview as act
from merit_desk.outcomes.models import Interview
from merit_desk.outcomes.queries.interviews import as_read_by, interview_of, record_digest
from merit_desk.outcomes.queries.result_page import packed_review

router = Router(tags=["outcomes"])
_READ, _WRITE = Scope.CYCLES, Scope.CYCLES_WRITE
_INTERVIEW = "/outcomes/{int:number}/interview"


@router.get(_INTERVIEW, **operation("interview", _READ, InterviewGiven))
def one_interview(request: HttpRequest, number: int) -> dict[str, Any]:
    """The record; a draft is the manager's alone."""
    viewer = viewer_asking(request)
    one = packed_review(viewer, number)
    found = as_read_by(interview_of(one), parties_of(viewer, one))
    if found is None:
        raise NotFoundRefusal("cycles.no_such_review")
    return _given(found)


@router.put(_INTERVIEW, **operation("write_interview", _WRITE, InterviewGiven))
def write_an_interview(request: HttpRequest, number: int, asked: InterviewAsked) -> dict[str, Any]:
    """Write the record, as the manager."""
    steps = tuple(step.model_dump() for step in asked.steps)
    written = act.Written(asked.held_on, asked.well, asked.improve, steps, asked.revision)
    return _given(act.write_interview(_knowing(request, number), number, written))


@router.post(f"{_INTERVIEW}/offer", **operation("offer_interview", _WRITE, InterviewGiven))
def offer_an_interview(request: HttpRequest, number: int, asked: SignAsked) -> dict[str, Any]:
    """Sign and hand over, as the manager."""
    return _given(act.offer_interview(_knowing(request, number), number, asked.seen))


@router.post(f"{_INTERVIEW}/own-words", **operation("own_words", _WRITE, InterviewGiven))
def own_words(request: HttpRequest, number: int, asked: TextAsked) -> dict[str, Any]:
    """Keep one's own words beside the record before signing."""
    return _given(act.say_own_words(_knowing(request, number), number, asked.text))


@router.post(f"{_INTERVIEW}/signature", **operation("sign_interview", _WRITE, InterviewGiven))
def sign_an_interview(request: HttpRequest, number: int, asked: SignAsked) -> dict[str, Any]:
    """Sign, as the person."""
    return _given(act.sign_interview(_knowing(request, number), number, asked.seen, asked.words))


@router.post(f"{_INTERVIEW}/refusal", **operation("note_refusal", _WRITE, InterviewGiven))
def note_a_refusal(request: HttpRequest, number: int, asked: RefusalAsked) -> dict[str, Any]:
    """Record that the person does not sign, as HR."""
    return _given(act.note_refusal(viewer_asking(request), number, asked.note, asked.witness))


@router.post(f"{_INTERVIEW}/waiver", **operation("waive_interview", _WRITE, InterviewGiven))
def waive_an_interview(request: HttpRequest, number: int, asked: TextAsked) -> dict[str, Any]:
    """Conclude without an interview, as HR."""
    return _given(act.waive_interview(viewer_asking(request), number, asked.text))


def _knowing(request: HttpRequest, number: int) -> Viewer:
    viewer = viewer_asking(request)
    packed_review(viewer, number)
    return viewer


def _given(found: Interview) -> dict[str, Any]:
    names = ("state", "held_on", "well", "improve", "steps", "own_words", "revision")
    return {
        **{name: getattr(found, name) for name in names},
        "digest": record_digest(found),
        "signatures": [
            {"party": each.party, "name": each.name, "digest": each.digest, "voided": each.voided_at is not None}
            for each in found.signatures.all()
        ],
    }
