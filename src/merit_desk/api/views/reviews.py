"""Judging: forms, raters, self, peer, manager and skip-level answers, innovation and collaboration."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from merit.kernel.refusals import ConflictRefusal
from merit.reviews.form import form_data, read_form
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.given import Page
from merit_desk.api.forms.given_work import JobGiven
from merit_desk.api.forms.reviews import (
    AnswersAsked,
    ApprovalAsked,
    FormAsked,
    FormGiven,
    FormToFillGiven,
    RaterGiven,
    RatersAsked,
    ReviewGiven,
    SheetGiven,
    WhyAsked,
)
from merit_desk.api.queries.pages import page_of
from merit_desk.api.queries.reviews import form_to_fill, raters_given, review_given, sheet_given
from merit_desk.api.scopes import Scope
from merit_desk.api.views import proposals
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, operation
from merit_desk.cycles.queries.visible import cycle_of
from merit_desk.reviews.actions.answers import Given, decline, revise, save, submit
from merit_desk.reviews.actions.forms import change_form, form_cycle
from merit_desk.reviews.actions.nominate import approve, nominate, withdraw
from merit_desk.reviews.actions.publish import publish
from merit_desk.reviews.actions.skip import endorse, give_back
from merit_desk.reviews.queries.indicators import form_of
from merit_desk.reviews.queries.queue import forms_of

router = Router(tags=["reviews"])
router.add_router("", proposals.router)


@router.get("/review-forms", **operation("reviews", Scope.CYCLES, Page[FormToFillGiven]))
def review_forms(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Forms that the asker fills in."""
    found = [form_to_fill(each) for each in forms_of(viewer_asking(request))]
    return page_of(found, lambda each: (each["review"], each["relation"]), limit, cursor)


@router.get("/reviews/{int:number}/answers", **operation("review", Scope.CYCLES, ReviewGiven))
def review_read(request: HttpRequest, number: int) -> Any:
    """What the asker reads of one review."""
    return review_given(viewer_asking(request), number)


@router.get("/reviews/{int:number}/forms/{side}", **operation("review_form", Scope.CYCLES, SheetGiven))
def review_form(request: HttpRequest, number: int, side: str) -> Any:
    """The asker's form with its questions."""
    return sheet_given(viewer_asking(request), number, side)


@router.put("/reviews/{int:number}/forms/{side}", **operation("save_review_form", Scope.CYCLES_WRITE, SheetGiven))
def save_review_form(request: HttpRequest, number: int, side: str, asked: AnswersAsked) -> Any:
    """Keep a draft."""
    viewer = viewer_asking(request)
    save(viewer, number, side, _given(asked))
    return sheet_given(viewer, number, side)


@router.post(
    "/reviews/{int:number}/forms/{side}/hand-in", **operation("submit_review_form", Scope.CYCLES_WRITE, SheetGiven)
)
def submit_review_form(request: HttpRequest, number: int, side: str, asked: AnswersAsked) -> Any:
    """Hand the form in."""
    viewer = viewer_asking(request)
    submit(viewer, number, side, _given(asked))
    return sheet_given(viewer, number, side)


@router.post(
    "/reviews/{int:number}/forms/{side}/revision", **operation("revise_review_form", Scope.CYCLES_WRITE, SheetGiven)
)
def revise_review_form(request: HttpRequest, number: int, side: str) -> Any:
    """Take it up again."""
    viewer = viewer_asking(request)
    revise(viewer, number, side)
    return sheet_given(viewer, number, side)


@router.post(
    "/reviews/{int:number}/forms/{side}/refusal", **operation("decline_review_form", Scope.CYCLES_WRITE, None, 204)
)
def decline_review_form(request: HttpRequest, number: int, side: str, asked: WhyAsked) -> Status[None]:
    """Decline to rate."""
    decline(viewer_asking(request), number, side, asked.reason)
    return Status(204, None)


@router.get("/reviews/{int:number}/raters", **operation("raters", Scope.CYCLES, list[RaterGiven]))
def review_raters(request: HttpRequest, number: int) -> Any:
    """The raters of a review, for those who nominate or approve."""
    return raters_given(viewer_asking(request), number)


@router.post("/reviews/{int:number}/raters", **operation("nominate_raters", Scope.CYCLES_WRITE, list[RaterGiven], 201))
def nominate_raters(request: HttpRequest, number: int, asked: RatersAsked) -> Status[Any]:
    """Nominate raters of one relation."""
    viewer = viewer_asking(request)
    nominate(viewer, number, asked.relation, asked.people)
    return Status(201, raters_given(viewer, number))


@router.post(
    "/reviews/{int:number}/raters/approval", **operation("approve_raters", Scope.CYCLES_WRITE, list[RaterGiven])
)
def approve_raters(request: HttpRequest, number: int, asked: ApprovalAsked) -> Any:
    """Approve nominated raters."""
    viewer = viewer_asking(request)
    approve(viewer, number, asked.raters)
    return raters_given(viewer, number)


@router.delete(
    "/reviews/{int:number}/raters/{int:rater}", **operation("withdraw_rater", Scope.CYCLES_WRITE, list[RaterGiven])
)
def withdraw_rater(request: HttpRequest, number: int, rater: int) -> Any:
    """Take a nomination back."""
    viewer = viewer_asking(request)
    withdraw(viewer, number, rater)
    return raters_given(viewer, number)


@router.post("/reviews/{int:number}/endorsement", **operation("endorse_review", Scope.CYCLES_WRITE, ReviewGiven))
def endorse_review(request: HttpRequest, number: int) -> Any:
    """Pass a review on to calibration."""
    viewer = viewer_asking(request)
    review_given(viewer, number)
    endorse(viewer, number)
    return review_given(viewer, number)


@router.post("/reviews/{int:number}/return", **operation("return_review", Scope.CYCLES_WRITE, ReviewGiven))
def return_review(request: HttpRequest, number: int, asked: WhyAsked) -> Any:
    """Return the manager's form."""
    viewer = viewer_asking(request)
    review_given(viewer, number)
    give_back(viewer, number, asked.reason)
    return review_given(viewer, number)


@router.post("/cycles/{code}/answers", **operation("publish_reviews", Scope.CYCLES_WRITE, JobGiven, 202))
def publish_reviews(request: HttpRequest, code: str) -> Status[Any]:
    """Write the answers of the reviews in calibration into the company folder, in the background."""
    viewer = viewer_asking(request)
    job = publish(viewer, cycle_of(viewer, code))
    if job is None:
        raise ConflictRefusal("reviews.publish.under_way")
    return Status(202, job)


@router.get("/cycles/{code}/review-form", **operation("review_questions", Scope.CYCLES, FormGiven))
def review_questions(request: HttpRequest, code: str) -> Any:
    """The form of a cycle."""
    return form_data(form_of(form_cycle(viewer_asking(request), code)))


@router.put("/cycles/{code}/review-form", **operation("change_review_questions", Scope.CYCLES_WRITE, FormGiven))
def change_review_questions(request: HttpRequest, code: str, asked: FormAsked) -> Any:
    """Put another form in force, while nobody fills it in."""
    cycle = change_form(viewer_asking(request), code, read_form(asked.dict()))
    return form_data(form_of(cycle))


def _given(asked: AnswersAsked) -> dict[str, Given]:
    return {each.question: Given(each.grade, each.comment, tuple(each.kept)) for each in asked.answers}
