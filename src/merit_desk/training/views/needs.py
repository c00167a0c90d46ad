"""Needs: found in results and stated; and the effect of courses."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from merit.follow.training import NEED, NeedMove, NeedState
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say
from merit_desk.training.actions.needs import state_need as say_need
from merit_desk.training.actions.needs import step_need
from merit_desk.training.forms.course_form import NeedForm, PlanForm, WhyForm
from merit_desk.training.models import Course
from merit_desk.training.queries.effect import effect_of
from merit_desk.training.queries.needs import RUNNING, findings, stated_needs
from merit_desk.training.queries.reach import need_of, parties_of_need, people_to_sign_up
from merit_desk.training.queries.results import subject_choices
from merit_desk.training.views.frame import done, tabs, viewer_here, writing_here

PER_PAGE = 50


@require_GET
@access(Need.SIGNED_IN)
def needs(request: HttpRequest) -> HttpResponse:
    """What was stated above, what the results show below; `?state=` and `q=` narrow."""
    viewer = viewer_here(request)
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    found = [each for each in findings(viewer) if words in each.name or words in each.about]
    stated = [each for each in stated_needs(viewer, state) if words in each.name or words in each.about]
    shown = {
        "title": say("training.needs_title"),
        "here": "training",
        "tabs": tabs(viewer, "needs"),
        "stated": stated,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "running": RUNNING,
        "states": [(str(each), say(f"training_need.state.{each}")) for each in NeedState],
        "state": state,
        "words": words,
        "filtered": bool(state or words),
        "may_state": bool(people_to_sign_up(viewer)),
        "may_take": {person for person, _ in people_to_sign_up(viewer)},
    }
    return render(request, "training/needs.html", shown)


@require_http_methods(["GET", "POST"])
@access(Need.SIGNED_IN)
def state_need(request: HttpRequest) -> HttpResponse:
    """`?person=&subject=&period=` fills it in from a finding."""
    viewer = writing_here(request)
    people = people_to_sign_up(viewer)
    if not people:
        raise NotFoundRefusal("refusal.no_such_page")
    initial = {name: request.GET.get(name, "") for name in ("person", "subject", "period", "course")}
    choices = {"subjects": subject_choices(declared_company()), "courses": _courses()}
    form = NeedForm(request.POST or None, initial=initial, people=people, **choices)
    if request.method == "POST" and form.is_valid():
        try:
            say_need(viewer, form.given())
        except ConflictRefusal as refusal:
            form.add_error(None, say(refusal.code, **refusal.params))
        else:
            messages.success(request, say("training.told.need_stated"))
            return redirect("training:needs")
    shown = {
        "title": say("training.state_need"),
        "lead": say("training.state_need_lead"),
        "here": "training",
        "form": form,
        "primary": say("training.state_need"),
        "back": reverse("training:needs"),
    }
    return render(request, "training/form.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(Need.SIGNED_IN)
def need_step(request: HttpRequest, number: int, move: str) -> HttpResponse:
    """Planning asks for a course, dropping for a reason; the others are done at once."""
    viewer = writing_here(request)
    one = need_of(viewer, number)
    parties = parties_of_need(viewer, one)
    if move not in {str(each) for (_, each), rule in NEED.moves.items() if rule.by & parties}:
        raise NotFoundRefusal("refusal.no_such_page")
    sent = request.POST if request.method == "POST" else None
    form = PlanForm(sent, courses=_courses()) if move == NeedMove.PLAN else WhyForm(sent)
    asks = move in (NeedMove.PLAN, NeedMove.DROP)
    if request.method == "POST" and (not asks or form.is_valid()):
        given = form.cleaned_data if asks else {}
        course = int(given["course"]) if given.get("course") else None
        return done(
            request,
            lambda: step_need(viewer, number, NeedMove(move), given.get("note", ""), course),
            f"training_need.did.{move}",
            reverse("training:needs"),
        )
    shown = {
        "title": say(f"training_need.do.{move}"),
        "here": "training",
        "what": str(one),
        "people": None,
        "undo": say(f"training_need.what.{move}"),
        "form": form if asks else None,
        "primary": say(f"training_need.do.{move}"),
        "action": request.path,
        "back": reverse("training:needs"),
        "grave": False,
    }
    return render(request, "shell/confirm_page.html", shown, status=422 if sent is not None else 200)


@require_GET
@access(Can.SEE_EFFECTIVENESS)
def effects(request: HttpRequest) -> HttpResponse:
    """Every course that somebody attended."""
    viewer = viewer_of(request)
    attended = Course.objects.filter(sessions__places__state="attended").distinct()
    shown = {
        "title": say("training.effects_title"),
        "here": "training",
        "tabs": tabs(viewer, "effects"),
        "effects": [effect_of(each) for each in attended],
    }
    return render(request, "training/effects.html", shown)


def _courses() -> list[tuple[str, str]]:
    return [(str(each.pk), each.title) for each in Course.objects.filter(retired_at=None)]
