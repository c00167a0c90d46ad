"""Innovation: proposals with their effect and their judges."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from merit.kernel.refusals import ConflictRefusal
from merit.reviews.innovation import ProposalMove
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.given import Page
from merit_desk.api.forms.reviews import (
    EffectAsked,
    GradeAsked,
    JudgesAsked,
    ProposalAsked,
    ProposalGiven,
    ProposalLineGiven,
    ProposalMoveAsked,
)
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, operation
from merit_desk.reviews.actions.proposals import Effect, Idea, grade, measure, move_proposal, name_judges, propose
from merit_desk.reviews.queries.proposals import proposal_of, proposals_visible_to

router = Router(tags=["reviews"])
_MOVES = {str(each): each for each in ProposalMove if each is not ProposalMove.MEASURE}


@router.get("/proposals", **operation("proposals", Scope.CYCLES, Page[ProposalLineGiven]))
def proposals(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Proposals that the asker may know of, oldest first."""
    return page_of(proposals_visible_to(viewer_asking(request)), lambda each: (each.number,), limit, cursor)


@router.post("/proposals", **operation("propose", Scope.CYCLES_WRITE, ProposalGiven, 201))
def make_proposal(request: HttpRequest, asked: ProposalAsked) -> Status[Any]:
    """Propose something in one's own review."""
    idea = Idea(asked.title, asked.problem, asked.change)
    return Status(201, propose(viewer_asking(request), asked.review, idea))


@router.get("/proposals/{int:number}", **operation("proposal", Scope.CYCLES, ProposalGiven))
def one_proposal(request: HttpRequest, number: int) -> Any:
    """One proposal."""
    return proposal_of(viewer_asking(request), number)[0]


@router.post("/proposals/{int:number}/moves", **operation("move_proposal", Scope.CYCLES_WRITE, ProposalGiven))
def proposal_move(request: HttpRequest, number: int, asked: ProposalMoveAsked) -> Any:
    """Try, drop, take up, or close the judging."""
    viewer = viewer_asking(request)
    proposal_of(viewer, number)
    if asked.move not in _MOVES:
        raise ConflictRefusal("reviews.proposal.no_grade")
    return move_proposal(viewer, number, _MOVES[asked.move])


@router.put("/proposals/{int:number}/effect", **operation("measure_proposal", Scope.CYCLES_WRITE, ProposalGiven))
def proposal_effect(request: HttpRequest, number: int, asked: EffectAsked) -> Any:
    """Tell the effect."""
    return measure(viewer_asking(request), number, Effect(**asked.dict()))


@router.post("/proposals/{int:number}/judges", **operation("name_judges", Scope.CYCLES_WRITE, ProposalGiven))
def proposal_judges(request: HttpRequest, number: int, asked: JudgesAsked) -> Any:
    """Name judges."""
    viewer = viewer_asking(request)
    name_judges(viewer, number, asked.people)
    return proposal_of(viewer, number)[0]


@router.put("/proposals/{int:number}/grade", **operation("judge_proposal", Scope.CYCLES_WRITE, ProposalGiven))
def proposal_grade(request: HttpRequest, number: int, asked: GradeAsked) -> Any:
    """Give one's grade."""
    viewer = viewer_asking(request)
    grade(viewer, number, asked.grade, asked.comment)
    return proposal_of(viewer, number)[0]
