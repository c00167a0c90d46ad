"""Feedback and recognition, 1-on-1 and coaching notes, comments with mentions."""

import uuid
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from merit.follow.feedback import AskMove, ConsentMove
from merit.kernel.refusals import ConflictRefusal
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms import talks as given
from merit_desk.api.forms.given import Page
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views import pairs
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, Number, operation
from merit_desk.talks.actions import comments as comment_actions
from merit_desk.talks.actions import feedback as feedback_actions
from merit_desk.talks.actions import notes as note_actions
from merit_desk.talks.actions.values import set_values
from merit_desk.talks.models import Audience, Kind
from merit_desk.talks.queries.comments import ShownComment, comments_on
from merit_desk.talks.queries.shown import company_values as praised_values
from merit_desk.talks.queries.visible import (
    feedback_visible_to,
    notes_visible_to,
    question_of,
    questions_visible_to,
    require_somebody,
)
from merit_desk.talks.words import Words

router = Router(tags=["talks"])
router.add_router("", pairs.router)
_MOST = 1_000


@router.get("/feedback", **operation("feedback", Scope.CYCLES, Page[given.FeedbackGiven]))
def feedback(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """What the asker may read, oldest first of the latest thousand."""
    viewer = viewer_asking(request)
    require_somebody(viewer)
    return page_of(feedback_visible_to(viewer)[:_MOST], lambda each: (each.pk,), limit, cursor)


@router.post("/feedback", **operation("give_feedback", Scope.CYCLES_WRITE, given.FeedbackGiven, 201))
def give_feedback(request: HttpRequest, asked: given.FeedbackToAsked) -> Status[Any]:
    """Write to somebody."""
    return Status(201, feedback_actions.give_feedback(viewer_asking(request), asked.about, _words(asked)))


@router.post("/feedback/{number}/consent", **operation("settle_consent", Scope.CYCLES_WRITE, given.FeedbackGiven))
def settle_consent(request: HttpRequest, number: Number, asked: given.ConsentAsked) -> Any:
    """The praised person says whether it is on the wall."""
    move = ConsentMove.AGREE if asked.agree else ConsentMove.REFUSE
    return feedback_actions.settle_consent(viewer_asking(request), number, move)


@router.get("/feedback-questions", **operation("feedback_questions", Scope.CYCLES, Page[given.QuestionGiven]))
def feedback_questions(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Asked by the asker or of them."""
    viewer = viewer_asking(request)
    require_somebody(viewer)
    return page_of(questions_visible_to(viewer)[:_MOST], lambda each: (each.pk,), limit, cursor)


@router.post("/feedback-questions", **operation("ask_feedback", Scope.CYCLES_WRITE, given.QuestionGiven, 201))
def ask_feedback(request: HttpRequest, asked: given.QuestionAsked) -> Status[Any]:
    """Ask somebody for feedback."""
    viewer = viewer_asking(request)
    return Status(201, feedback_actions.ask_feedback(viewer, asked.asked, asked.about, asked.text, asked.due))


@router.post(
    "/feedback-questions/{number}/answer",
    **operation("answer_feedback", Scope.CYCLES_WRITE, given.FeedbackGiven, 201),
)
def answer_feedback(request: HttpRequest, number: Number, asked: given.FeedbackAsked) -> Status[Any]:
    """Answer a question."""
    return Status(201, feedback_actions.answer_question(viewer_asking(request), number, _words(asked)))


@router.post("/feedback-questions/{number}/move", **operation("move_question", Scope.CYCLES_WRITE, given.QuestionGiven))
def move_question(request: HttpRequest, number: Number, asked: given.MoveAsked) -> Any:
    """Decline it, or withdraw one's own."""
    viewer = viewer_asking(request)
    question_of(viewer, number)
    if asked.move == AskMove.DECLINE:
        return feedback_actions.decline_question(viewer, number)
    if asked.move == AskMove.WITHDRAW:
        return feedback_actions.withdraw_question(viewer, number)
    raise ConflictRefusal("talks.no_such_move")


@router.get("/company-values", **operation("company_values", Scope.CYCLES, list[str]))
def company_values(request: HttpRequest) -> list[str]:
    """What the company wants to praise."""
    require_somebody(viewer_asking(request))
    return praised_values()


@router.put("/company-values", **operation("set_company_values", Scope.CYCLES_WRITE, list[str]))
def set_company_values(request: HttpRequest, asked: given.ValuesAsked) -> list[str]:
    """Replace the list."""
    set_values(viewer_asking(request), list(dict.fromkeys(each.strip() for each in asked.values)))
    return praised_values()


@router.get("/coaching-notes", **operation("coaching_notes", Scope.CYCLES, Page[given.NoteGiven]))
def coaching_notes(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """One's own, and those that were shared with oneself."""
    viewer = viewer_asking(request)
    require_somebody(viewer)
    return page_of(notes_visible_to(viewer)[:_MOST], lambda each: (each.pk,), limit, cursor)


@router.post("/coaching-notes", **operation("write_note", Scope.CYCLES_WRITE, given.NoteGiven, 201))
def write_note(request: HttpRequest, asked: given.NoteAsked) -> Status[Any]:
    """A note about one of one's people."""
    return Status(201, note_actions.write_note(viewer_asking(request), asked.about, asked.text, asked.shared))


@router.put("/coaching-notes/{number}", **operation("change_note", Scope.CYCLES_WRITE, given.NoteGiven))
def change_note(request: HttpRequest, number: Number, asked: given.TextAsked) -> Any:
    """Write one's own note anew."""
    return note_actions.change_note(viewer_asking(request), number, asked.text[:4000], asked.based_on)


@router.post("/coaching-notes/{number}/share", **operation("share_note", Scope.CYCLES_WRITE, given.NoteGiven))
def share_note(request: HttpRequest, number: Number) -> Any:
    """Let the person read it."""
    return note_actions.share_note(viewer_asking(request), number)


@router.delete("/coaching-notes/{number}", **operation("drop_note", Scope.CYCLES_WRITE, None, 204))
def drop_note(request: HttpRequest, number: Number) -> Status[Any]:
    """Take one's private note away."""
    note_actions.drop_note(viewer_asking(request), number)
    return Status(204, None)


@router.get("/comments", **operation("comments", Scope.CYCLES, list[given.CommentGiven]))
def comments(request: HttpRequest, subject: Query[str], kind: Query[str] = "kpi") -> list[dict[str, Any]]:
    """The latest two hundred beside a subject, oldest first."""
    return [_comment(each) for each in comments_on(viewer_asking(request), kind[:20], subject[:200])]


@router.post("/comments", **operation("write_comment", Scope.CYCLES_WRITE, list[given.CommentGiven], 201))
def write_comment(request: HttpRequest, asked: given.CommentAsked) -> Status[Any]:
    """Write one; gives all beside the subject."""
    viewer = viewer_asking(request)
    comment_actions.write_comment(viewer, asked.kind, asked.subject, asked.text)
    return Status(201, [_comment(each) for each in comments_on(viewer, asked.kind, asked.subject)])


@router.delete("/comments/{number}", **operation("take_back_comment", Scope.CYCLES_WRITE, None, 204))
def take_back_comment(request: HttpRequest, number: Number) -> Status[Any]:
    """Empty one's own comment."""
    comment_actions.take_back_comment(viewer_asking(request), number)
    return Status(204, None)


def _words(asked: given.FeedbackAsked) -> Words:
    if asked.kind == Kind.RECOGNITION and not asked.value.strip():
        raise ConflictRefusal("talks.form.value_missing")
    if asked.kind == Kind.FEEDBACK and asked.audience == Audience.EVERYBODY:
        raise ConflictRefusal("talks.form.only_praise")
    token = asked.token or uuid.uuid4().hex
    return Words(Kind(asked.kind), asked.text, Audience(asked.audience), token, asked.value)


def _comment(each: ShownComment) -> dict[str, Any]:
    return {
        "id": each.number,
        "name": each.name,
        "at": each.at,
        "text": "".join(piece.text for piece in each.pieces),
        "mentioned": [piece.person for piece in each.pieces if piece.person],
        "taken_back": each.taken_back,
    }
