"""Career paths: every step, a person's own standing, and keeping the steps."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.follow.career import CriterionKind
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.growth.actions.people import recommend, retire_step, set_step
from merit_desk.growth.forms.case_form import CriterionForms, RecommendForm, StepForm
from merit_desk.growth.models import CareerStep, Recommendation
from merit_desk.growth.queries.paths import criterion_of, criterion_words, path_of, post_of
from merit_desk.growth.queries.plans import shown_plans
from merit_desk.growth.queries.reach import leads, may_plan_for, may_read, people_to_plan_for, plans_visible_to
from merit_desk.growth.views.frame import growing_here, tabs, tried, writing_here
from merit_desk.people.forms.changes import post_choices
from merit_desk.results.queries.names import node_name, post_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say
from merit_desk.training.models import Course
from merit_desk.training.queries.courses import own_seats
from merit_desk.training.queries.results import subject_choices


@require_GET
@access(Need.SIGNED_IN)
def paths(request: HttpRequest) -> HttpResponse:
    """Every step that is in force: everybody may know what is asked of any post."""
    viewer, company = growing_here(request), declared_company()
    courses = {str(each.pk): each.title for each in Course.objects.all()}
    steps = [
        {
            "step": each,
            "from": post_name(company, each.from_post),
            "to": post_name(company, each.to_post),
            "criteria": [criterion_words(criterion_of(one), courses) for one in each.criteria],
        }
        for each in CareerStep.objects.filter(retired_at=None)
    ]
    shown = {
        "title": say("growth.tab.paths"),
        "here": "growth",
        "tabs": tabs(viewer, "paths"),
        "steps": steps,
        "leads": leads(viewer),
        "people": [each for each in people_to_plan_for(viewer) if each[0] != viewer.person],
        "own": viewer.person,
    }
    return render(request, "growth/paths.html", shown)


@require_http_methods(["GET", "POST"])
@access(Need.SIGNED_IN)
def path(request: HttpRequest, person: str) -> HttpResponse:
    """How the person stands; the line and HR may recommend them (POST)."""
    viewer, company = growing_here(request), declared_company()
    if not may_read(viewer, person):
        raise NotFoundRefusal("follow.no_such_person")
    may_say = bool(viewer.person) and viewer.person != person and may_plan_for(viewer, person)
    steps = path_of(viewer, person)
    posts = [(each.step.to_post, each.to_post) for each in steps] or post_choices(company)
    form = RecommendForm(request.POST or None, posts=posts)
    if request.method == "POST":
        writing_here(request)
        if not may_say:
            raise NotFoundRefusal("follow.no_such_person")
        if form.is_valid():
            found = form.cleaned_data
            tried(
                request,
                lambda: recommend(viewer, person, found["to_post"], found["text"]),
                "growth.told.recommended",
            )
            return redirect("growth:path", person)
    post = post_of(person, viewer.today)
    shown = {
        "title": say("growth.path_of", name=node_name(company, "person", person)),
        "here": "growth",
        "person": person,
        "own": person == viewer.person,
        "post": post_name(company, post) if post else "",
        "path": steps,
        "plans": shown_plans(plans_visible_to(viewer).filter(person=person).prefetch_related("steps"), viewer.today),
        "seats": own_seats(person),
        "recommended": _recommended(person),
        "form": form if may_say else None,
        "may_plan": may_plan_for(viewer, person),
    }
    return render(request, "growth/path.html", shown, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@access(Can.LEAD_GROWTH)
def set_path(request: HttpRequest, number: int = 0) -> HttpResponse:
    """A new step, or one in the place of another."""
    viewer, company = viewer_of(request), declared_company()
    old = CareerStep.objects.filter(pk=number, retired_at=None).first()
    if number and old is None:
        raise NotFoundRefusal("growth.no_such_step")
    sent = request.POST if request.method == "POST" else None
    form = StepForm(sent, posts=post_choices(company), initial=_frame(old))
    rows = CriterionForms(sent, prefix="criteria", initial=_rows(old), form_kwargs={"whats": _whats()})
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        given = form.given([each.row() for each in rows if each.cleaned_data.get("what")])
        try:
            set_step(viewer, given, number or None)
        except ConflictRefusal as refusal:
            form.add_error(None, say(refusal.code, **refusal.params))
        else:
            messages.success(request, say("growth.told.step_set"))
            return redirect("growth:paths")
    shown = {
        "title": say("growth.change_step" if old else "growth.new_step"),
        "here": "growth",
        "form": form,
        "rows": rows,
        "forms": [form, *rows],
        "back": reverse("growth:paths"),
    }
    return render(request, "growth/step_form.html", shown, status=422 if sent is not None else 200)


@require_POST
@access(Can.LEAD_GROWTH)
def retire(request: HttpRequest, number: int) -> HttpResponse:
    """No longer offered."""
    viewer = viewer_of(request)
    tried(request, lambda: retire_step(viewer, number), "growth.told.step_retired")
    return redirect("growth:paths")


def _recommended(person: str) -> list[dict[str, Any]]:
    company = declared_company()
    found = Recommendation.objects.filter(person=person)
    return [
        {
            "who": node_name(company, "person", each.author),
            "post": post_name(company, each.to_post),
            "text": each.text,
            "at": each.at,
        }
        for each in found
    ]


def _frame(old: CareerStep | None) -> dict[str, str]:
    return {} if old is None else {"from_post": old.from_post, "to_post": old.to_post, "note": old.note}


def _rows(old: CareerStep | None) -> list[dict[str, Any]]:
    found = old.criteria if old else []
    return [{**each, "what": f"{each['kind']}:{each['what']}"} for each in found]


def _whats() -> list[tuple[str, str]]:
    company = declared_company()
    grades = dict.fromkeys(name for plan in company.plans for name, _ in plan.grades)
    return [
        *((f"{CriterionKind.GRADES}:{each}", say("growth.what.grades", grade=each)) for each in grades),
        *((f"{CriterionKind.MEASURE}:{e}", say("growth.what.measure", title=t)) for e, t in subject_choices(company)),
        *(
            (f"{CriterionKind.COURSE}:{each.pk}", say("growth.what.course", title=each.title))
            for each in Course.objects.filter(retired_at=None)
        ),
        (f"{CriterionKind.MONTHS}:", say("growth.what.months")),
        (f"{CriterionKind.RECOMMENDED}:", say("growth.what.recommended")),
    ]
