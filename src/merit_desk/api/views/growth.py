"""Career paths, promotion, development and improvement plans, talent."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from merit.follow.growth_plan import PlanMove
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms import growth as given
from merit_desk.api.forms.given import Page
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views import promotion
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, Number, operation
from merit_desk.follow.queries.reach import may_write
from merit_desk.growth.actions import people as people_actions
from merit_desk.growth.actions import plans as plan_actions
from merit_desk.growth.given import AimGiven, Ground, PlanGiven, Said, StepGiven, SupportGiven
from merit_desk.growth.models import CareerStep, GrowthPlan
from merit_desk.growth.queries.paths import path_of
from merit_desk.growth.queries.reach import may_plan_for, may_read, plan_of, plans_visible_to, sees_talent
from merit_desk.growth.queries.talent import Filters, talents
from merit_desk.growth.queries.weak import weak_results

router = Router(tags=["growth"])
router.add_router("", promotion.router)
Filter = Annotated[str, Query(max_length=64)]


@router.get("/growth/plans", **operation("growth_plans", Scope.GROWTH, Page[given.PlanOut]))
def list_growth_plans(
    request: HttpRequest, person: Filter = "", state: Filter = "", limit: Limit = LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """Plans in the asker's sight."""
    wanted = {name: value for name, value in (("person", person), ("state", state)) if value}
    return page_of(plans_visible_to(_reading(request)).filter(**wanted), lambda each: (each.pk,), limit, cursor)


@router.post("/growth/plans", **operation("propose_growth_plan", Scope.GROWTH_WRITE, given.WholePlanOut, 201))
def propose_one_plan(request: HttpRequest, asked: given.PlanAsked) -> Status[Any]:
    """Propose a plan for oneself or somebody below."""
    viewer = _writing(request)
    return Status(201, _whole(plan_actions.propose_plan(viewer, _plan(asked))))


@router.get("/growth/plans/{number}", **operation("growth_plan", Scope.GROWTH, given.WholePlanOut))
def read_growth_plan(request: HttpRequest, number: Number) -> Any:
    """One plan with its aims, supports and steps."""
    return _whole(plan_of(_reading(request), number))


@router.put("/growth/plans/{number}", **operation("change_growth_plan", Scope.GROWTH_WRITE, given.WholePlanOut))
def change_one_plan(request: HttpRequest, number: Number, asked: given.PlanChangeAsked) -> Any:
    """Before both have signed; 409 when somebody changed it since `version`."""
    return _whole(plan_actions.change_plan(_writing(request), number, _plan(asked), asked.version))


@router.post("/growth/plans/{number}/steps", **operation("step_growth_plan", Scope.GROWTH_WRITE, given.WholePlanOut))
def step_one_plan(request: HttpRequest, number: Number, asked: given.PlanStepAsked) -> Any:
    """Sign, check in, conclude and so on."""
    said = Said(asked.note, asked.outcome, asked.last)
    return _whole(plan_actions.step_plan(_writing(request), number, PlanMove(asked.move), said))


@router.post(
    "/growth/plans/{number}/supports/{support}/done",
    **operation("give_growth_support", Scope.GROWTH_WRITE, given.SupportOut),
)
def give_one_support(request: HttpRequest, number: Number, support: Number) -> Any:
    """Note a support as given."""
    return plan_actions.finish_support(_writing(request), number, support)


@router.get("/growth/people/{person}/weak", **operation("weak_results", Scope.GROWTH, list[given.WeakOut]))
def list_weak_results(request: HttpRequest, person: str, period: Filter = "") -> Any:
    """What a plan could begin with, as far as the asker sees the results."""
    viewer = _reading(request)
    if not may_plan_for(viewer, person):
        raise NotFoundRefusal("follow.no_such_person")
    return weak_results(viewer, person, period)


@router.get("/growth/steps", **operation("career_steps", Scope.GROWTH, list[given.CareerStepOut]))
def list_career_steps(request: HttpRequest) -> Any:
    """Steps in force."""
    _reading(request)
    return list(CareerStep.objects.filter(retired_at=None))


@router.post("/growth/steps", **operation("set_career_step", Scope.GROWTH_WRITE, given.CareerStepOut, 201))
def set_one_step(request: HttpRequest, asked: given.CareerStepAsked) -> Status[Any]:
    """A new step, or one in the place of another."""
    viewer = viewer_asking(request)
    viewer.require(Can.LEAD_GROWTH)
    criteria = tuple(each.model_dump(mode="json") for each in asked.criteria)
    step = StepGiven(asked.from_post, asked.to_post, criteria, asked.note)
    return Status(201, people_actions.set_step(viewer, step, asked.replaces))


@router.delete("/growth/steps/{number}", **operation("retire_career_step", Scope.GROWTH_WRITE, given.CareerStepOut))
def retire_one_step(request: HttpRequest, number: Number) -> Any:
    """No longer offered."""
    return people_actions.retire_step(viewer_asking(request), number)


@router.get("/growth/people/{person}/path", **operation("career_path", Scope.GROWTH, list[given.PathOut]))
def read_career_path(request: HttpRequest, person: str) -> Any:
    """How the person stands against each next step."""
    viewer = _reading(request)
    if not may_read(viewer, person):
        raise NotFoundRefusal("follow.no_such_person")
    found = path_of(viewer, person)
    return [{"to_post": each.step.to_post, "criteria": list(each.criteria)} for each in found]


@router.post(
    "/growth/people/{person}/recommendations", **operation("recommend_person", Scope.GROWTH_WRITE, given.CareerStepOut)
)
def recommend_one(request: HttpRequest, person: str, asked: given.RecommendAsked) -> Any:
    """Recommend somebody for a post."""
    made = people_actions.recommend(_writing(request), person, asked.to_post, asked.text)
    return {"id": made.pk, "from_post": "", "to_post": made.to_post, "criteria": [], "note": made.text}


@router.get("/growth/talent", **operation("talent", Scope.GROWTH, list[given.TalentOut]))
def list_talent(request: HttpRequest, period: Filter = "", team: Filter = "", post: Filter = "") -> Any:
    """Results and potential of the people whom the asker sees; never oneself."""
    viewer = _reading(request)
    if not sees_talent(viewer):
        raise NotFoundRefusal("refusal.no_such_page")
    return talents(viewer, Filters(period, team, post))


@router.post("/growth/people/{person}/potential", **operation("judge_potential", Scope.GROWTH_WRITE, given.TalentOut))
def judge_one(request: HttpRequest, person: str, asked: given.PotentialAsked) -> Any:
    """Judge potential with a reason."""
    viewer = _writing(request)
    people_actions.judge_potential(viewer, person, asked.potential, asked.reason)
    return next(each for each in talents(viewer, Filters()) if each.person == person)


@router.post("/growth/successors", **operation("note_successor", Scope.GROWTH_WRITE, given.SuccessorOut, 201))
def note_one_successor(request: HttpRequest, asked: given.SuccessorAsked) -> Status[Any]:
    """Who could take over a post."""
    fields = (asked.post, asked.person, asked.readiness, asked.note)
    return Status(201, people_actions.note_successor(_writing(request), *fields))


@router.delete("/growth/successors/{number}", **operation("drop_successor", Scope.GROWTH_WRITE, dict[str, int]))
def drop_one_successor(request: HttpRequest, number: Number) -> dict[str, int]:
    """Take a note back."""
    people_actions.drop_successor(_writing(request), number)
    return {"id": number}


def _plan(asked: given.PlanAsked) -> PlanGiven:
    fields = asked.model_dump(include={"kind", "person", "title", "first", "last", "why"})
    return PlanGiven(
        **fields,
        reviews=tuple(sorted(set(asked.reviews))),
        grounds=tuple(Ground(**each.model_dump()) for each in asked.grounds),
        aims=tuple(AimGiven(**each.model_dump()) for each in asked.aims),
        supports=tuple(SupportGiven(**each.model_dump()) for each in asked.supports),
    )


def _whole(found: GrowthPlan) -> dict[str, Any]:
    parts = ("aims", "supports", "steps")
    fields = {name: getattr(found, name) for name in given.WholePlanOut.model_fields if name not in parts}
    return fields | {name: list(getattr(found, name).all()) for name in parts}


def _reading(request: HttpRequest) -> Viewer:
    viewer = viewer_asking(request)
    if not viewer.roles:
        raise NotFoundRefusal("refusal.no_such_page")
    return viewer


def _writing(request: HttpRequest) -> Viewer:
    viewer = viewer_asking(request)
    if not may_write(viewer):
        raise NotFoundRefusal("refusal.no_such_page")
    return viewer
