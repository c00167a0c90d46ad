"""The catalogue and one course with its sessions."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.comparison import beside
from merit_desk.shell.formats import pay
from merit_desk.shell.sentences import say
from merit_desk.training.actions.courses import StaleCourse, change_course, make_course, retire_course
from merit_desk.training.forms.course_form import CourseForm, texts_of
from merit_desk.training.models import Session
from merit_desk.training.queries.courses import catalogue, own_seats, sessions_of, upcoming
from merit_desk.training.queries.effect import effect_of
from merit_desk.training.queries.reach import course_of, leads
from merit_desk.training.queries.results import subject_choices, subject_title
from merit_desk.training.views.frame import done, tabs, viewer_here


@require_GET
@access(Need.SIGNED_IN)
def courses(request: HttpRequest) -> HttpResponse:
    """`?q=` and `subject=` narrow the catalogue."""
    viewer = viewer_here(request)
    words, subject = request.GET.get("q", "").strip()[:80], request.GET.get("subject", "")
    offered = catalogue(viewer, words, subject)
    served = {one for each in catalogue(viewer) for one in each.course.serves} if words or subject else None
    company = declared_company()
    named = served if served is not None else {one for each in offered for one in each.course.serves}
    shown = {
        "title": say("training.title"),
        "here": "training",
        "tabs": tabs(viewer, "courses"),
        "courses": offered,
        "subjects": sorted(((one, subject_title(company, one)) for one in named), key=lambda each: each[1]),
        "words": words,
        "subject": subject,
        "filtered": bool(words or subject),
        "upcoming": upcoming(viewer),
        "mine": own_seats(viewer.person) if viewer.person else [],
        "leads": leads(viewer),
    }
    return render(request, "training/courses.html", shown)


@require_GET
@access(Need.SIGNED_IN)
def course(request: HttpRequest, number: int) -> HttpResponse:
    """What it is for, when it is given, and, for who reads everybody's results, whether it helped."""
    viewer = viewer_here(request)
    one, company = course_of(number), declared_company()
    sessions = sessions_of(viewer, Session.objects.filter(course=one))
    shown = {
        "title": one.title,
        "here": "training",
        "course": one,
        "serves": [subject_title(company, str(each)) for each in one.serves],
        "ahead": [each for each in sessions if each.session.day >= viewer.today],
        "past": [each for each in sessions if each.session.day < viewer.today][::-1],
        "leads": leads(viewer),
        "effect": effect_of(one) if viewer.can(Can.SEE_EFFECTIVENESS) else None,
        "cost": pay(Decimal(one.cost_fen) / 100, company.profile.currency),
    }
    return render(request, "training/course.html", shown)


@require_http_methods(["GET", "POST"])
@access(Can.LEAD_GROWTH)
def new_course(request: HttpRequest) -> HttpResponse:
    """Put a course into the catalogue."""
    viewer = viewer_of(request)
    initial = {"serves": [each for each in [request.GET.get("subject", "")] if each]}
    form = CourseForm(request.POST or None, initial=initial, subjects=subject_choices(declared_company()))
    if request.method == "POST" and form.is_valid():
        made = make_course(viewer, form.given())
        messages.success(request, say("training.told.course_made"))
        return redirect("training:course", made.pk)
    return _form(request, form, {"title": say("training.new_course"), "back": reverse("training:courses")})


@require_http_methods(["GET", "POST"])
@access(Can.LEAD_GROWTH)
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change it; both versions are shown when somebody else did so meanwhile."""
    viewer, one = viewer_of(request), course_of(number)
    subjects = dict(subject_choices(declared_company())) | {
        str(each): subject_title(declared_company(), str(each)) for each in one.serves
    }
    form = CourseForm(request.POST or None, initial=texts_of(one), subjects=list(subjects.items()))
    shown: dict[str, Any] = {"title": say("training.change_course"), "version": one.version}
    shown["back"] = reverse("training:course", args=(number,))
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        try:
            change_course(viewer, number, form.given(), int(version) if version.isdigit() else 0)
        except StaleCourse as stale:
            lines = beside(_lines(texts_of(stale.theirs)), _lines(form.cleaned_data))
            return _form(request, form, shown | {"version": stale.theirs.version, "stale": lines}, 409)
        messages.success(request, say("training.told.course_changed"))
        return redirect("training:course", number)
    return _form(request, form, shown)


@require_POST
@access(Can.LEAD_GROWTH)
def retire(request: HttpRequest, number: int) -> HttpResponse:
    """Take it from the catalogue, or put it back."""
    viewer, back = viewer_of(request), reverse("training:course", args=(number,))
    retired = course_of(number).retired_at is None
    told = "training.told.retired" if retired else "training.told.back"
    return done(request, lambda: retire_course(viewer, number, retired), told, back)


def _form(request: HttpRequest, form: CourseForm, more: dict[str, Any], status: int = 200) -> HttpResponse:
    shown = {"here": "training", "form": form, "lead": say("training.course_lead"), "primary": say("form.save"), **more}
    status = 422 if form.errors and status == 200 else status
    return render(request, "training/form.html", shown, status=status)


def _lines(found: dict[str, Any]) -> str:
    return "\n".join(f"{say(f'training.field.{name}')}: {_text(value)}" for name, value in found.items())


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
