"""Promotions and changes of post through the API."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from merit.follow.promotion import CaseMove
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms import growth as given
from merit_desk.api.forms.given import Page
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, Number, operation
from merit_desk.follow.queries.reach import may_write
from merit_desk.growth.actions.cases import change_case, propose_case, step_case
from merit_desk.growth.given import CaseGiven, CaseSaid
from merit_desk.growth.models import Case
from merit_desk.growth.queries.reach import case_of, cases_visible_to, may_see_pay

router = Router(tags=["growth"])
_PAY = ("bonus_base", "wage")


@router.get("/growth/cases", **operation("promotions", Scope.GROWTH, Page[given.CaseOut]))
def list_promotions(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Cases in the asker's sight."""
    viewer = viewer_asking(request)
    if not viewer.roles:
        raise NotFoundRefusal("refusal.no_such_page")
    page = page_of(cases_visible_to(viewer), lambda each: (each.pk,), limit, cursor)
    return page | {"items": [_told(viewer, each) for each in page["items"]]}


@router.post("/growth/cases", **operation("propose_promotion", Scope.GROWTH_WRITE, given.CaseOut, 201))
def propose_one_promotion(request: HttpRequest, asked: given.CaseAsked) -> Status[Any]:
    """A draft, seen by its author alone."""
    viewer = _writing(request)
    return Status(201, _told(viewer, propose_case(viewer, _given(asked))))


@router.get("/growth/cases/{number}", **operation("promotion", Scope.GROWTH, given.CaseOut))
def read_promotion(request: HttpRequest, number: Number) -> Any:
    """One case; pay only for who may see it."""
    viewer = viewer_asking(request)
    return _told(viewer, case_of(viewer, number))


@router.put("/growth/cases/{number}", **operation("change_promotion", Scope.GROWTH_WRITE, given.CaseOut))
def change_one_promotion(request: HttpRequest, number: Number, asked: given.CaseChangeAsked) -> Any:
    """A draft; 409 when somebody changed it since `version`."""
    viewer = _writing(request)
    return _told(viewer, change_case(viewer, number, _given(asked), asked.version))


@router.post("/growth/cases/{number}/steps", **operation("step_promotion", Scope.GROWTH_WRITE, given.CaseOut))
def step_one_promotion(request: HttpRequest, number: Number, asked: given.CaseStepAsked) -> Any:
    """Submit, name the panel, vote, agree, put into effect."""
    viewer = viewer_asking(request)
    said = CaseSaid(asked.note, tuple(asked.panel))
    return _told(viewer, step_case(viewer, number, CaseMove(asked.move), said))


def _given(asked: given.CaseAsked) -> CaseGiven:
    return CaseGiven(**asked.model_dump(exclude={"version"}))


def _told(viewer: Viewer, case: Case) -> dict[str, Any]:
    hidden = () if may_see_pay(viewer, case) else _PAY
    names = given.CaseOut.model_fields
    return {name: None if name in hidden else getattr(case, name) for name in names}


def _writing(request: HttpRequest) -> Viewer:
    viewer = viewer_asking(request)
    if not may_write(viewer):
        raise NotFoundRefusal("refusal.no_such_page")
    return viewer
