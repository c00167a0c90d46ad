"""奖励方案: bonus, commission, pool, contest, profit share and year-end bonus."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from merit.kernel.problems import Problem
from merit.wording.sentences import problem_sentence
from merit_desk.accounts.access import Can
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms import reward_plans as given
from merit_desk.api.forms.given import Page
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, Number, operation
from merit_desk.plans.queries.versions import DefinitionVersion, in_force, version_numbered
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reward_plans.actions import notice
from merit_desk.reward_plans.actions.save import save_reward
from merit_desk.reward_plans.models import Objection
from merit_desk.reward_plans.queries.check import checked_reward
from merit_desk.reward_plans.queries.known import answers, known, to_confirm
from merit_desk.reward_plans.queries.lists import RewardCard, reward_cards, versions_of
from merit_desk.reward_plans.queries.payout import pay_charts
from merit_desk.reward_plans.queries.seen import require_version
from merit_desk.reward_plans.queries.supposed import example_of
from merit_desk.reward_plans.queries.words import terms_words
from merit_desk.reward_plans.queries.worked import worked
from merit_desk.shell.language import current_language

router = Router(tags=["reward plans"])
ONE = "/reward-plans/{reward}/versions/{number}"


@router.get("/reward-plans", **operation("reward_plans", Scope.REWARDS, Page[given.RewardPlanGiven]))
def reward_plans(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Every reward that the asker may read."""
    cards = [card for _, found in reward_cards(viewer_asking(request), declared_company()) for card in found]
    ordered = sorted(cards, key=lambda card: card.reward)
    return page_of([_card(card) for card in ordered], lambda each: (each["reward"],), limit, cursor)


@router.get("/reward-plans/{reward}", **operation("reward_plan", Scope.REWARDS, given.RewardVersionGiven))
def reward_plan(request: HttpRequest, reward: str) -> dict[str, Any]:
    """The version that counts today."""
    return _version(request, in_force(versions_of(viewer_asking(request), reward)))


@router.get(ONE, **operation("reward_plan_version", Scope.REWARDS, given.RewardVersionGiven))
def reward_plan_version(request: HttpRequest, reward: str, number: Number) -> dict[str, Any]:
    """One version."""
    return _version(request, version_numbered(versions_of(viewer_asking(request), reward), number))


@router.post("/reward-plan-checks", **operation("check_reward_plan", Scope.REWARDS, given.RewardDraftGiven))
def check_reward_plan(request: HttpRequest, asked: given.RewardDraftAsked) -> dict[str, Any]:
    """What is wrong with a draft and what it pays. Stores nothing."""
    viewer_asking(request).require(Can.EDIT_DEFINITIONS)
    company = declared_company()
    checked, example = checked_reward(company, asked.document), example_of(asked.example)
    drawn = checked.drawn
    found = worked(company, drawn, example) if drawn is not None else None
    return {
        "sound": checked.plan is not None,
        "problems": [_problem(each) for each in checked.problems],
        "terms": [asdict(each) for each in terms_words(company, drawn)] if drawn is not None else [],
        "charts": pay_charts(company, drawn, example) if drawn is not None else [],
        "example": found.sum_up if found is not None else "",
        "steps": [list(each) for each in found.steps] if found is not None else [],
    }


@router.post(
    "/reward-plans/{reward}/versions", **operation("save_reward_plan", Scope.REWARDS_WRITE, given.RewardSavedGiven, 201)
)
def save_reward_plan(request: HttpRequest, reward: str, asked: given.RewardSaveAsked) -> Status[Any]:
    """Put a new version in force from its `valid_from` on."""
    number = save_reward(viewer_asking(request), {**asked.document, "reward": reward}, asked.based_on, asked.reason)
    return Status(201, {"reward": reward, "version": number})


@router.get(ONE + "/answers", **operation("reward_plan_answers", Scope.REWARDS, Page[given.RewardAnswerGiven]))
def reward_plan_answers(
    request: HttpRequest, reward: str, number: Number, limit: Limit = LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """Who has confirmed and who has not, of those whom the asker may see."""
    viewer, company = viewer_asking(request), declared_company()
    seen = require_version(viewer, company, reward, number)
    found = answers(viewer, company, next(each for each in seen if each.version == number))
    ordered = sorted(found, key=lambda each: each.person)
    return page_of(ordered, lambda each: (each.person,), limit, cursor)


@router.post(ONE + "/notice", **operation("give_reward_notice", Scope.REWARDS_WRITE, given.RewardNoticeGiven, 201))
def give_reward_notice(
    request: HttpRequest, reward: str, number: Number, asked: given.RewardNoticeAsked
) -> Status[Any]:
    """Make the version known to its people."""
    told = notice.give_notice(viewer_asking(request), reward, number, asked.how, asked.given_on)
    return Status(201, {"told": told})


@router.post(ONE + "/confirm", **operation("confirm_reward_plan", Scope.REWARDS_WRITE, given.RewardVersionGiven))
def confirm_reward_plan(request: HttpRequest, reward: str, number: Number) -> dict[str, Any]:
    """The asker has read it."""
    viewer = viewer_asking(request)
    notice.confirm(viewer, reward, number)
    return _version(request, version_numbered(versions_of(viewer, reward), number))


@router.post(
    ONE + "/object", **operation("object_to_reward_plan", Scope.REWARDS_WRITE, given.RewardObjectionGiven, 201)
)
def object_to_reward_plan(request: HttpRequest, reward: str, number: Number, asked: given.WordsAsked) -> Status[Any]:
    """The asker has something against it."""
    return Status(201, notice.object_to(viewer_asking(request), reward, number, asked.words))


@router.get(ONE + "/objections", **operation("reward_objections", Scope.REWARDS, Page[given.RewardObjectionGiven]))
def reward_objections(
    request: HttpRequest, reward: str, number: Number, limit: Limit = LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """Objections to the version."""
    viewer = viewer_asking(request)
    viewer.require(Can.SEE_REVIEW_TEXT)
    require_version(viewer, declared_company(), reward, number)
    found = Objection.objects.filter(reward=reward, version=number) if viewer.everywhere(Can.SEE_REVIEW_TEXT) else []
    return page_of(list(found), lambda each: (each.pk,), limit, cursor)


@router.post(
    "/reward-objections/{number}/answer",
    **operation("answer_reward_objection", Scope.REWARDS_WRITE, given.RewardObjectionGiven),
)
def answer_reward_objection(request: HttpRequest, number: Number, asked: given.WordsAsked) -> Any:
    """HR's answer."""
    return notice.answer_objection(viewer_asking(request), number, asked.words)


def _card(card: RewardCard) -> dict[str, Any]:
    found = {name: getattr(card, name) for name in given.RewardPlanGiven.model_fields if name != "coming"}
    return {**found, "coming": card.coming.version if card.coming is not None else None}


def _version(request: HttpRequest, shown: DefinitionVersion) -> dict[str, Any]:
    viewer, company = viewer_asking(request), declared_company()
    seen = require_version(viewer, company, shown.id, shown.number)
    declared = next(each for each in seen if each.version == shown.number)
    one = known(company, shown.id, shown.number)
    waiting = {(each.reward, each.version) for each in to_confirm(viewer, company)}
    return {
        "reward": shown.id,
        "version": shown.number,
        "state": shown.state,
        "valid_from": shown.valid_from,
        "reason": shown.reason,
        "document": shown.data,
        "text": shown.text,
        "terms": [asdict(each) for each in terms_words(company, declared)],
        "given_on": one.given_on,
        "confirmed_on": one.confirmed.get(viewer.person),
        "waits_for_me": (shown.id, shown.number) in waiting,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    sentence = problem_sentence(problem, current_language())
    return {"code": problem.code, "field": problem.place.field, "severity": str(problem.severity), "text": sentence}
