"""Plans: the list, one plan with what can be done now, and its steps."""

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.follow.growth_plan import MACHINES, NextStep, PlanKind, PlanMove, PlanOutcome, PlanState, next_steps
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer
from merit_desk.growth.actions.plans import address_of, finish_support, step_plan
from merit_desk.growth.forms.plan_form import ConcludeForm, ExtendForm, NoteForm, WordsForm
from merit_desk.growth.given import Said
from merit_desk.growth.models import Case, GrowthPlan
from merit_desk.growth.queries.plans import next_day, plan_lines, shown_plans
from merit_desk.growth.queries.reach import parties_about, people_to_plan_for, plan_of
from merit_desk.growth.queries.results_now import aim_lines, ground_lines, support_lines
from merit_desk.growth.views.frame import entries, growing_here, tabs, tried, writing_here
from merit_desk.shell.sentences import say

PER_PAGE = 50
_FORMS: dict[PlanMove, type[forms.Form]] = {
    PlanMove.CONCLUDE: ConcludeForm,
    PlanMove.EXTEND: ExtendForm,
    PlanMove.SIGN: WordsForm,
    PlanMove.COUNTERSIGN: WordsForm,
    PlanMove.BEGIN: WordsForm,
}
_AT_ONCE = (PlanMove.BEGIN,)
_HERE = (PlanMove.CHECK_IN,)


@require_GET
@access(Need.SIGNED_IN)
def plans(request: HttpRequest) -> HttpResponse:
    """`?kind=`, `state=`, `q=` narrow it."""
    viewer = growing_here(request)
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    words = request.GET.get("q", "").strip()[:80]
    shown = {
        "title": say("growth.tab.plans"),
        "here": "growth",
        "tabs": tabs(viewer, "plans"),
        "page": Paginator(plan_lines(viewer, kind, state, words), PER_PAGE).get_page(request.GET.get("page")),
        "kinds": [(str(each), say(f"growth.kind.{each}")) for each in PlanKind],
        "states": [*((str(e), say(f"growth_plan.state.{e}")) for e in PlanState), ("any", say("follow.state.any"))],
        "kind": kind,
        "state": state,
        "words": words,
        "filtered": bool(kind or state or words),
        "may_plan": bool(people_to_plan_for(viewer)),
    }
    return render(request, "growth/plans.html", shown)


@require_GET
@access(Need.SIGNED_IN)
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """One plan: why, what is to be reached and how it stands, what the company does, what was said."""
    viewer = growing_here(request)
    return plan_page(request, viewer, plan_of(viewer, number))


def plan_page(
    request: HttpRequest, viewer: Viewer, one: GrowthPlan, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    """The page; `form` is a check-in that did not fit."""
    parties = parties_about(viewer, one.person)
    moves = MACHINES[PlanKind(one.kind)].open_to(PlanState(one.state), parties)
    day = next_day(one)
    shown = {
        "title": one.title,
        "here": "growth",
        "line": shown_plans([one], viewer.today)[0],
        "plan": one,
        "waits": say(f"growth_plan.stands.{one.state}"),
        "improvement": one.kind == PlanKind.IMPROVEMENT,
        "grounds": ground_lines(viewer, one),
        "aims": aim_lines(viewer, one),
        "supports": support_lines(viewer, one),
        "reviews": [date.fromisoformat(each) for each in one.reviews],
        "held": sum(step.move == PlanMove.REVIEW for step in one.steps.all()),
        "next_day": day,
        "late": day is not None and day < viewer.today,
        "buttons": [_button(one, each) for each in moves if each not in _HERE],
        "check_in": (form or NoteForm()) if PlanMove.CHECK_IN in moves else None,
        "entries": entries("growth_plan", one.steps.select_related("account")),
        "after": _after(one) if parties and one.person != viewer.person else [],
    }
    return render(request, "growth/plan.html", shown, status=status)


@require_http_methods(["GET", "POST"])
@access(Need.SIGNED_IN)
def step(request: HttpRequest, number: int, move: str) -> HttpResponse:
    """A step that something is said with asks first; the others are made at once."""
    viewer = writing_here(request)
    one = plan_of(viewer, number)
    wanted = _move(viewer, one, move)
    form = _FORMS.get(wanted, NoteForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        outcome = PlanOutcome(found["outcome"]) if found.get("outcome") else None
        said = Said(found.get("note", ""), outcome, found.get("last"))
        tried(request, lambda: step_plan(viewer, number, wanted, said), f"growth_plan.did.{wanted}")
        return redirect(address_of(one))
    status = 422 if request.method == "POST" else 200
    if wanted in _HERE:
        return plan_page(request, viewer, one, form if status == 422 else None, status)
    shown = {
        "title": say(f"growth_plan.do.{wanted}"),
        "here": "growth",
        "what": one.title,
        "people": None,
        "undo": say(f"growth_plan.what.{wanted}"),
        "form": form,
        "primary": say(f"growth_plan.do.{wanted}"),
        "action": request.path,
        "back": address_of(one),
        "grave": wanted is PlanMove.WITHDRAW,
    }
    return render(request, "shell/confirm_page.html", shown, status=status)


@require_POST
@access(Need.SIGNED_IN)
def support_done(request: HttpRequest, number: int, support: int) -> HttpResponse:
    """Note that it was given."""
    viewer = writing_here(request)
    one = plan_of(viewer, number)
    if not parties_about(viewer, one.person) and not one.supports.filter(pk=support, who=viewer.or_nobody).exists():
        raise NotFoundRefusal("growth.no_such_plan")
    tried(request, lambda: finish_support(viewer, number, support), "growth.told.support_done")
    return redirect(address_of(one))


def _move(viewer: Viewer, one: GrowthPlan, move: str) -> PlanMove:
    """The step when it is ever theirs. Raises NotFoundRefusal for what is none, or is never theirs."""
    parties = parties_about(viewer, one.person)
    rules = MACHINES[PlanKind(one.kind)].moves.items()
    ever = {each for (_, each), rule in rules if rule.by & parties} - {PlanMove.CHANGE}
    if move not in set(map(str, ever)):
        raise NotFoundRefusal("refusal.no_such_page")
    return PlanMove(move)


def _button(one: GrowthPlan, move: PlanMove) -> dict[str, object]:
    address = reverse("growth:plan_step", args=(one.pk, str(move)))
    if move is PlanMove.CHANGE:
        address = reverse("growth:change_plan", args=(one.pk,))
    main = (PlanMove.SIGN, PlanMove.COUNTERSIGN, PlanMove.REVIEW, PlanMove.BEGIN)
    title = say(f"growth_plan.do.{move}")
    asks = move is not PlanMove.CHANGE and move not in _AT_ONCE
    return {"title": title, "address": address, "asks": asks, "post": move in _AT_ONCE, "main": move in main}


def _after(one: GrowthPlan) -> list[dict[str, str]]:
    """What the law lets follow, for those who decide: information, no decision."""
    if one.kind != PlanKind.IMPROVEMENT or not one.outcome:
        return []
    before = GrowthPlan.objects.filter(person=one.person, kind=PlanKind.IMPROVEMENT, outcome__gt="", pk__lte=one.pk)
    trained = before.filter(supports__kind="training", supports__done_at__isnull=False).exists()
    moved = Case.objects.filter(person=one.person, kind="post_change", state="in_effect", ground__isnull=False).exists()
    tried_before = [*([NextStep.TRAINING] if trained else []), *([NextStep.POST_CHANGE] if moved else [])]
    found = next_steps(PlanOutcome(one.outcome), tried_before)
    return [{"title": say(f"growth.next.{each}"), "text": say(f"growth.next_what.{each}")} for each in found]
