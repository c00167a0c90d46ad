"""Honours and the wall; points, option grants and what people value stand beside this file."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from merit.follow.feedback import ConsentMove
from merit.kernel.refusals import ConflictRefusal
from merit.rewards.recognition.nomination import NominationMove
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms import recognition as given
from merit_desk.api.forms.given import Page
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views import equity, points
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, Number, operation
from merit_desk.recognition.actions import honours as actions
from merit_desk.recognition.actions.by_rule import give_by_rule
from merit_desk.recognition.given import Described
from merit_desk.recognition.models import Honour
from merit_desk.recognition.queries.reach import awards_visible_to, nominations_visible_to, require_somebody

router = Router(tags=["recognition"])
router.add_router("", points.router)
router.add_router("", equity.router)
_MOST = 1_000


@router.get("/honours", **operation("honours_list", Scope.REWARDS, list[given.HonourGiven]))
def honours_list(request: HttpRequest) -> Any:
    """The catalogue."""
    require_somebody(viewer_asking(request))
    return list(Honour.objects.all())


@router.post("/honours", **operation("make_honour", Scope.REWARDS_WRITE, given.HonourGiven, 201))
def make_honour(request: HttpRequest, asked: given.HonourAsked) -> Status[Any]:
    """A new honour."""
    return Status(201, actions.put_honour(viewer_asking(request), _described(asked)))


@router.put("/honours/{number}", **operation("change_honour", Scope.REWARDS_WRITE, given.HonourGiven))
def change_honour(request: HttpRequest, number: Number, asked: given.HonourAsked) -> Any:
    """Another version of one."""
    return actions.put_honour(viewer_asking(request), _described(asked), number, asked.based_on)


@router.post("/honours/{number}/nominations", **operation("nominate", Scope.REWARDS_WRITE, given.NominationGiven, 201))
def nominate(request: HttpRequest, number: Number, asked: given.NominationAsked) -> Status[Any]:
    """Propose somebody."""
    return Status(201, actions.nominate(viewer_asking(request), number, asked.person, asked.reason, asked.token))


@router.post("/honours/{number}/awards", **operation("award_by_rule", Scope.REWARDS_WRITE, list[given.AwardGiven], 201))
def award_by_rule(request: HttpRequest, number: Number, asked: given.ByRuleAsked) -> Status[Any]:
    """Give it to those whom its rule names."""
    return Status(201, give_by_rule(viewer_asking(request), number, asked.period, set(asked.people)))


@router.get("/nominations", **operation("nominations", Scope.REWARDS, Page[given.NominationGiven]))
def nominations(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """One's own; all for who decides. The latest thousand."""
    viewer = viewer_asking(request)
    require_somebody(viewer)
    return page_of(nominations_visible_to(viewer)[:_MOST], lambda each: (each.pk,), limit, cursor)


@router.post("/nominations/{number}/step", **operation("step_nomination", Scope.REWARDS_WRITE, given.NominationGiven))
def step_nomination(request: HttpRequest, number: Number, asked: given.StepAsked) -> Any:
    """Grant, decline or withdraw."""
    if asked.move not in set(NominationMove):
        raise ConflictRefusal("talks.no_such_move")
    return actions.step_nomination(viewer_asking(request), number, NominationMove(asked.move), asked.note)


@router.get("/awards", **operation("awards", Scope.REWARDS, Page[given.AwardGiven]))
def awards(request: HttpRequest, person: Query[str] = "", limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Honours that the asker may see; the latest thousand."""
    viewer = viewer_asking(request)
    require_somebody(viewer)
    found = awards_visible_to(viewer)
    found = found.filter(person=person.replace("\0", "")) if person else found
    return page_of(found[:_MOST], lambda each: (each.pk,), limit, cursor)


@router.post("/awards/{number}/consent", **operation("settle_award_consent", Scope.REWARDS_WRITE, given.AwardGiven))
def settle_award_consent(request: HttpRequest, number: Number, asked: given.AgreeAsked) -> Any:
    """Whether everybody sees it."""
    move = ConsentMove.AGREE if asked.agree else ConsentMove.REFUSE
    return actions.settle_award_consent(viewer_asking(request), number, move)


@router.post("/awards/{number}/revoke", **operation("revoke_award", Scope.REWARDS_WRITE, given.AwardGiven))
def revoke_award(request: HttpRequest, number: Number, asked: given.ReasonAsked) -> Any:
    """Take it back."""
    return actions.revoke_award(viewer_asking(request), number, asked.reason)


def _described(asked: given.HonourAsked) -> Described:
    return Described(**asked.dict(exclude={"based_on"}))
