"""The nine boxes, judging potential, and who could take over."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.refusals import NotFoundRefusal
from merit.reviews.nine_box import Performance, Potential
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer
from merit_desk.growth.actions.people import drop_successor, judge_potential, note_successor
from merit_desk.growth.forms.case_form import PotentialForm, SuccessorForm
from merit_desk.growth.models import PotentialJudgement, SuccessionNote
from merit_desk.growth.queries.reach import may_judge, sees_talent, talent_people
from merit_desk.growth.queries.talent import Filters, board, successors, talents
from merit_desk.growth.views.frame import growing_here, tabs, tried, writing_here
from merit_desk.people.forms.changes import post_choices, team_choices
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.formats import period_name
from merit_desk.shell.sentences import say


@require_GET
@access(Need.SIGNED_IN)
def talent(request: HttpRequest) -> HttpResponse:
    """`?period=`, `team=`, `post=`, `q=` narrow it."""
    viewer = _sees(request)
    given = request.GET
    asked = Filters(given.get("period", ""), given.get("team", ""), given.get("post", ""), given.get("q", "").strip())
    company = declared_company()
    shown = {
        "title": say("growth.tab.talent"),
        "here": "growth",
        "tabs": tabs(viewer, "talent"),
        "board": board(viewer, asked),
        "columns": [say(f"growth.performance.{each}") for each in Performance],
        "asked": asked,
        "filtered": bool(asked.team or asked.post or asked.words),
        "periods": [(each, period_name(each)) for each in periods_run()],
        "teams": team_choices(company, viewer.today),
        "posts": post_choices(company),
        "successors": successors(viewer),
    }
    return render(request, "growth/talent.html", shown)


@require_http_methods(["GET", "POST"])
@access(Need.SIGNED_IN)
def judge(request: HttpRequest, person: str) -> HttpResponse:
    """One person: results, potential with its reasons, and posts they could take over."""
    viewer = _sees(request)
    if person not in dict(talent_people(viewer)):
        raise NotFoundRefusal("follow.no_such_person")
    company = declared_company()
    form = PotentialForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        writing_here(request)
        if not may_judge(viewer, person):
            raise NotFoundRefusal("follow.no_such_person")
        if form.is_valid():
            found = form.cleaned_data
            potential = Potential(found["potential"])
            tried(request, lambda: judge_potential(viewer, person, potential, found["reason"]), "growth.told.judged")
            return redirect("growth:judge", person)
    name = node_name(company, "person", person)
    shown = {
        "title": name,
        "here": "growth",
        "one": next((each for each in talents(viewer, Filters()) if each.person == person), None),
        "history": PotentialJudgement.objects.filter(person=person).select_related("by").order_by("-pk"),
        "notes": [each for each in successors(viewer) if each.note.person == person],
        "form": form if may_judge(viewer, person) else None,
        "successor": SuccessorForm(posts=post_choices(company)) if may_judge(viewer, person) else None,
        "person": person,
        "back": reverse("growth:talent"),
    }
    return render(request, "growth/judge.html", shown, status=422 if request.method == "POST" else 200)


@require_POST
@access(Need.SIGNED_IN)
def succeed(request: HttpRequest, person: str) -> HttpResponse:
    """Note that the person could take over a post."""
    viewer = _judging(request, person)
    form = SuccessorForm(request.POST, posts=post_choices(declared_company()))
    if form.is_valid():
        found = form.cleaned_data
        tried(
            request,
            lambda: note_successor(viewer, found["post"], person, found["readiness"], found["note"]),
            "growth.told.successor",
        )
    return redirect("growth:judge", person)


@require_POST
@access(Need.SIGNED_IN)
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Take a note back."""
    note = SuccessionNote.objects.filter(pk=number).first()
    if note is None:
        raise NotFoundRefusal("growth.no_such_note")
    viewer = _judging(request, note.person)
    tried(request, lambda: drop_successor(viewer, number), "growth.told.successor_dropped")
    return redirect("growth:judge", note.person)


def _sees(request: HttpRequest) -> Viewer:
    viewer = growing_here(request)
    if not sees_talent(viewer):
        raise NotFoundRefusal("refusal.no_such_page")
    return viewer


def _judging(request: HttpRequest, person: str) -> Viewer:
    viewer = writing_here(request)
    if not may_judge(viewer, person) or person not in dict(talent_people(viewer)):
        raise NotFoundRefusal("follow.no_such_person")
    return viewer
