"""Appeals: filed, withdrawn, given to a judge, heard, decided."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from merit.kernel.moves import Party
from merit.kernel.refusals import NotAllowedRefusal
from merit.reviews.appeal import AppealMatter, Verdict
from merit_desk.accounts.access import Can
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.given import Page
from merit_desk.api.forms.outcomes import (
    AppealAsked,
    AppealGiven,
    JudgeAsked,
    JudgesGiven,
    QuestionAsked,
    TextAsked,
    VerdictAsked,
)
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, operation
from merit_desk.outcomes.actions import appeal as act
from merit_desk.outcomes.actions.judge import Decision, decide, mended
from merit_desk.outcomes.queries.known import appeal_of, appeals_known_to
from merit_desk.outcomes.queries.outside import judges_for

router = Router(tags=["outcomes"])
_READ, _WRITE = Scope.CYCLES, Scope.CYCLES_WRITE
_APPEAL = "/appeals/{int:number}"


@router.get("/appeals", **operation("appeals", _READ, Page[AppealGiven]))
def appeals(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Appeals that the asker has to do with."""
    return page_of(appeals_known_to(viewer_asking(request)), lambda each: (each.pk,), limit, cursor)


@router.get(_APPEAL, **operation("appeal", _READ, AppealGiven))
def one_appeal(request: HttpRequest, number: int) -> Any:
    """One appeal."""
    return appeal_of(viewer_asking(request), number)


@router.post("/outcomes/{int:number}/appeals", **operation("file_appeal", _WRITE, AppealGiven, 201))
def file_an_appeal(request: HttpRequest, number: int, asked: AppealAsked) -> Status[Any]:
    """Appeal against one's own result."""
    texts = (asked.what, asked.wanted, asked.reason, asked.line)
    disputed = act.Disputed(AppealMatter(asked.matter), *texts, evidence=tuple(asked.evidence))
    return Status(201, act.file_appeal(viewer_asking(request), number, asked.seen, disputed))


@router.post(f"{_APPEAL}/withdrawal", **operation("withdraw_appeal", _WRITE, AppealGiven))
def withdraw_an_appeal(request: HttpRequest, number: int) -> Any:
    """Take one's appeal back."""
    return act.withdraw_appeal(viewer_asking(request), number)


@router.get(f"{_APPEAL}/judges", **operation("judges", _READ, JudgesGiven))
def judges(request: HttpRequest, number: int) -> dict[str, Any]:
    """Who may be named to decide."""
    viewer = viewer_asking(request)
    found = appeal_of(viewer, number)
    if not viewer.everywhere(Can.RUN_CYCLES) or found.participant.person == viewer.person:
        raise NotAllowedRefusal("moves.not_yours")
    offered = judges_for(found.participant, viewer.today)
    return {
        "stand_in": offered.stand_in,
        "accounts": [{"id": each.pk, "name": str(each)} for each in offered.accounts],
    }


@router.post(f"{_APPEAL}/judge", **operation("assign_judge", _WRITE, AppealGiven))
def assign_a_judge(request: HttpRequest, number: int, asked: JudgeAsked) -> Any:
    """Name who decides."""
    return act.assign_judge(viewer_asking(request), number, asked.judge)


@router.post(f"{_APPEAL}/step-aside", **operation("step_aside", _WRITE, AppealGiven))
def step_aside(request: HttpRequest, number: int, asked: TextAsked) -> Any:
    """Ask for another judge, as the judge."""
    return act.step_aside(viewer_asking(request), number, asked.text)


@router.post(f"{_APPEAL}/questions", **operation("ask_side", _WRITE, AppealGiven))
def ask_a_side(request: HttpRequest, number: int, asked: QuestionAsked) -> Any:
    """Ask a side, as the judge."""
    viewer = viewer_asking(request)
    return act.ask_side(viewer, number, Party(asked.side), asked.question).appeal


@router.post(f"{_APPEAL}/comments", **operation("comment_appeal", _WRITE, AppealGiven))
def comment_on_appeal(request: HttpRequest, number: int, asked: TextAsked) -> Any:
    """Say one's side."""
    return act.comment(viewer_asking(request), number, asked.text).appeal


@router.post(f"{_APPEAL}/verdict", **operation("decide_appeal", _WRITE, AppealGiven))
def decide_an_appeal(request: HttpRequest, number: int, asked: VerdictAsked) -> Any:
    """Decide, as the judge."""
    decision = Decision(Verdict(asked.verdict), asked.grounds, asked.grade, asked.mending)
    return decide(viewer_asking(request), number, decision)


@router.post(f"{_APPEAL}/mended", **operation("appeal_mended", _WRITE, AppealGiven))
def appeal_mended(request: HttpRequest, number: int, asked: TextAsked) -> Any:
    """The data that a verdict named are mended."""
    return mended(viewer_asking(request), number, asked.text)
