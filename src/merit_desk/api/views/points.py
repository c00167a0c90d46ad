"""Welfare points: books, giving, budgets, gifts and redemptions."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from merit.kernel.refusals import ConflictRefusal
from merit.rewards.recognition.points import PointCause
from merit.rewards.recognition.redemption import RedemptionMove
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms import recognition as given
from merit_desk.api.forms.given import Page
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, Number, operation
from merit_desk.recognition.actions import gifts as gift_actions
from merit_desk.recognition.actions import points as actions
from merit_desk.recognition.given import Giving, Offer
from merit_desk.recognition.queries.books import book_of, gifts_on_offer, redemptions_visible_to
from merit_desk.recognition.queries.reach import require_somebody

router = Router(tags=["recognition"])
_MOST = 1_000


@router.get("/points/{person}", **operation("point_book", Scope.REWARDS, given.BookGiven))
def point_book(request: HttpRequest, person: str) -> dict[str, Any]:
    """One's own book, or anybody's for who looks after points."""
    viewer = viewer_asking(request)
    require_somebody(viewer)
    book = book_of(viewer, person[:64].replace("\0", " "))
    return {"person": person, "usable": book.usable, "entries": [each.one for each in book.entries[:_MOST]]}


@router.post("/points", **operation("send_points", Scope.REWARDS_WRITE, given.EntryGiven, 201))
def send_points(request: HttpRequest, asked: given.PointsAsked) -> Status[Any]:
    """From the asker's budget, or from the company."""
    viewer = viewer_asking(request)
    told = Giving(asked.person, asked.points, asked.note, asked.token)
    if asked.source == "budget":
        return Status(201, actions.thank(viewer, told))
    return Status(201, actions.grant_points(viewer, told, PointCause(asked.source)))


@router.put("/point-budgets", **operation("set_point_budget", Scope.REWARDS_WRITE, None, 204))
def set_point_budget(request: HttpRequest, asked: given.BudgetAsked) -> Status[Any]:
    """So many a month for a giver."""
    actions.set_budget(viewer_asking(request), asked.person, asked.monthly, asked.since)
    return Status(204, None)


@router.get("/gifts", **operation("gift_catalogue", Scope.REWARDS, list[given.GiftGiven]))
def gift_catalogue(request: HttpRequest) -> Any:
    """What can be asked for."""
    require_somebody(viewer_asking(request))
    return list(gifts_on_offer())


@router.post("/gifts", **operation("make_gift", Scope.REWARDS_WRITE, given.GiftGiven, 201))
def make_gift(request: HttpRequest, asked: given.GiftAsked) -> Status[Any]:
    """A new gift."""
    return Status(201, gift_actions.put_gift(viewer_asking(request), _offer(asked)))


@router.put("/gifts/{number}", **operation("change_gift", Scope.REWARDS_WRITE, given.GiftGiven))
def change_gift(request: HttpRequest, number: Number, asked: given.GiftAsked) -> Any:
    """Another version of one."""
    return gift_actions.put_gift(viewer_asking(request), _offer(asked), number, asked.based_on)


@router.post("/gifts/{number}/redemptions", **operation("redeem_gift", Scope.REWARDS_WRITE, given.RedemptionGiven, 201))
def redeem_gift(request: HttpRequest, number: Number, asked: given.RedeemAsked) -> Status[Any]:
    """Ask for it; points and stock go at once."""
    return Status(201, gift_actions.redeem(viewer_asking(request), number, asked.points, asked.token))


@router.get("/redemptions", **operation("redemption_list", Scope.REWARDS, Page[given.RedemptionGiven]))
def redemption_list(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """One's own; all for who looks after them. The latest thousand."""
    viewer = viewer_asking(request)
    require_somebody(viewer)
    return page_of(redemptions_visible_to(viewer)[:_MOST], lambda each: (each.pk,), limit, cursor)


@router.post("/redemptions/{number}/step", **operation("step_redemption", Scope.REWARDS_WRITE, given.RedemptionGiven))
def step_redemption(request: HttpRequest, number: Number, asked: given.StepAsked) -> Any:
    """Approve, hand out, decline or cancel."""
    if asked.move not in set(RedemptionMove):
        raise ConflictRefusal("talks.no_such_move")
    return gift_actions.step_redemption(viewer_asking(request), number, RedemptionMove(asked.move), asked.note)


def _offer(asked: given.GiftAsked) -> Offer:
    return Offer(**{**asked.dict(exclude={"based_on"}), "valued": str(asked.valued)})
