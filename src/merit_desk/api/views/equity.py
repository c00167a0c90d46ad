"""Option grants, and what people value."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from merit.kernel.refusals import ConflictRefusal
from merit.rewards.equity.grant import GrantMove
from merit.rewards.equity.vesting import tranches
from merit_desk.accounts.access import Can
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms import option_grants as grants
from merit_desk.api.forms import recognition as given
from merit_desk.api.forms.given import Page
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, Number, operation
from merit_desk.recognition.actions import equity as actions
from merit_desk.recognition.actions import valued as valued_actions
from merit_desk.recognition.given import Answer, Terms
from merit_desk.recognition.models import ValuedRound
from merit_desk.recognition.queries.options import shown_grant
from merit_desk.recognition.queries.reach import grant_of, grants_visible_to, no_such, require_somebody
from merit_desk.recognition.queries.valued import fit_of, may_ask_about, own_words
from merit_desk.results.queries.open_company import declared_company

router = Router(tags=["recognition"])


@router.get("/option-grants", **operation("option_grants", Scope.REWARDS, Page[grants.GrantGiven]))
def option_grants(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """One's own; the register for who looks after it."""
    viewer = viewer_asking(request)
    require_somebody(viewer)
    return page_of(grants_visible_to(viewer), lambda each: (each.pk,), limit, cursor)


@router.post("/option-grants", **operation("write_option_grant", Scope.REWARDS_WRITE, grants.GrantGiven, 201))
def write_option_grant(request: HttpRequest, asked: grants.GrantAsked) -> Status[Any]:
    """A draft."""
    return Status(201, actions.write_grant(viewer_asking(request), _terms(asked)))


@router.put("/option-grants/{number}", **operation("change_option_grant", Scope.REWARDS_WRITE, grants.GrantGiven))
def change_option_grant(request: HttpRequest, number: Number, asked: grants.GrantAsked) -> Any:
    """A draft anew."""
    return actions.write_grant(viewer_asking(request), _terms(asked), number, asked.based_on)


@router.get("/option-grants/{number}/vesting", **operation("option_vesting", Scope.REWARDS, grants.VestingGiven))
def option_vesting(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Every step, and what is vested today."""
    viewer = viewer_asking(request)
    one = grant_of(viewer, number)
    return {"vested": shown_grant(viewer, one).vested, "tranches": list(tranches(one.schedule))}


@router.post("/option-grants/{number}/step", **operation("step_option_grant", Scope.REWARDS_WRITE, grants.GrantGiven))
def step_option_grant(request: HttpRequest, number: Number, asked: grants.GrantStepAsked) -> Any:
    """Offer, withdraw, agree, decline, or settle a leaver."""
    viewer = viewer_asking(request)
    grant_of(viewer, number)
    match asked.move:
        case GrantMove.OFFER:
            return actions.offer_grant(viewer, number)
        case GrantMove.WITHDRAW:
            return actions.withdraw_grant(viewer, number)
        case GrantMove.AGREE | GrantMove.DECLINE:
            return actions.answer_grant(viewer, number, GrantMove(asked.move), asked.digest)
        case GrantMove.LEAVE if asked.left_on is not None:
            return actions.settle_leaver(viewer, number, asked.left_on, asked.kind)
        case _:
            raise ConflictRefusal("talks.no_such_move")


@router.get("/valued", **operation("own_valued", Scope.REWARDS, list[given.ValuedGiven]))
def own_valued(request: HttpRequest) -> Any:
    """What the asker said, latest first."""
    viewer = viewer_asking(request)
    require_somebody(viewer)
    return list(own_words(viewer)[:100])


@router.post("/valued", **operation("say_valued", Scope.REWARDS_WRITE, given.ValuedGiven, 201))
def say_valued(request: HttpRequest, asked: given.ValuedAsked) -> Status[Any]:
    """Say what one values."""
    answer = Answer(asked.ranking, asked.text, asked.for_manager, asked.for_hr, asked.token)
    return Status(201, valued_actions.answer_valued(viewer_asking(request), answer, asked.round))


@router.put("/valued/{number}/reach", **operation("set_valued_reach", Scope.REWARDS_WRITE, given.ValuedGiven))
def set_valued_reach(request: HttpRequest, number: Number, asked: given.ReachAsked) -> Any:
    """Who may see it from now on."""
    return valued_actions.set_reach(viewer_asking(request), number, asked.for_manager, asked.for_hr)


@router.get("/people/{person}/valued", **operation("valued_of", Scope.REWARDS, given.FitGiven))
def valued_of(request: HttpRequest, person: str) -> dict[str, Any]:
    """What somebody values, as they let the asker see it, and gifts that fit."""
    viewer = viewer_asking(request)
    if person != viewer.person and not may_ask_about(viewer, person.replace("\0", " ")):
        raise no_such()
    fit = fit_of(viewer, person)
    if fit is None:
        return {"ranking": [], "text": "", "gifts": []}
    return {"ranking": fit.word.ranking, "text": fit.word.text, "gifts": [gift for _, gift in fit.gifts]}


@router.post("/people/{person}/valued", **operation("ask_valued_of", Scope.REWARDS_WRITE, None, 204))
def ask_valued_of(request: HttpRequest, person: str) -> Status[Any]:
    """A manager asks one of their own people."""
    valued_actions.ask_before_talk(viewer_asking(request), person.replace("\0", " "))
    return Status(204, None)


@router.get("/valued-rounds", **operation("valued_rounds", Scope.REWARDS, list[given.RoundGiven]))
def valued_rounds(request: HttpRequest) -> Any:
    """Questions to everybody, latest first, with the overview of those that are closed."""
    viewer_asking(request).require(Can.ASK_PEOPLE)
    return list(ValuedRound.objects.filter(person="")[:100])


@router.post("/valued-rounds", **operation("open_valued_round", Scope.REWARDS_WRITE, given.RoundGiven, 201))
def open_valued_round(request: HttpRequest, asked: given.RoundAsked) -> Status[Any]:
    """Ask everybody."""
    return Status(201, valued_actions.ask_everybody(viewer_asking(request), asked.title, asked.closes))


@router.post("/valued-rounds/{number}/close", **operation("close_valued_round", Scope.REWARDS_WRITE, given.RoundGiven))
def close_valued_round(request: HttpRequest, number: Number) -> Any:
    """Nobody answers any more; the overview is made."""
    return valued_actions.close_round(viewer_asking(request), number)


def _terms(asked: grants.GrantAsked) -> Terms:
    told = asked.dict(exclude={"based_on", "leaver"})
    leaver = {str(kind): str(rule) for kind, rule in asked.leaver.items()}
    return Terms(**told, leaver=leaver, currency=declared_company().profile.currency)
