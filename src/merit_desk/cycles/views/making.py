"""Making a cycle, enrolling its people, moving its deadlines, copying it, bringing it in line with the organisation."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reviews.stages import GRAINS, CycleKind
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.cycles.actions.deadlines import change_deadlines
from merit_desk.cycles.actions.enrol import enrol_in_background
from merit_desk.cycles.actions.make import NewCycle, copy_cycle, make_cycle
from merit_desk.cycles.actions.sync import apply_sync
from merit_desk.cycles.forms.cycle_form import CycleForm, DeadlinesForm, begun
from merit_desk.cycles.forms.terms import ProbationTerms
from merit_desk.cycles.queries.preview import Preview, preview_of
from merit_desk.cycles.queries.stages import as_working_days, deadlines_of
from merit_desk.cycles.queries.sync import digest_of, sync_of
from merit_desk.cycles.queries.sync_shown import shown_changes
from merit_desk.cycles.queries.visible import cycle_of
from merit_desk.jobs.queries.visible import job_of
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say


@access(Can.RUN_CYCLES)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new cycle; making it enrols its people in the background."""
    viewer, company = viewer_of(request), declared_company()
    told = begun(company, request.GET.get("kind", "month"), request.GET.get("period", ""), viewer.today)
    form = CycleForm(company, viewer.today, request.POST or None, initial=told)
    if request.method != "POST":
        return _form(request, form, 200)
    if not form.is_valid():
        return _form(request, form, 422)
    try:
        made = make_cycle(viewer, asked_for(form))
    except ConflictRefusal as refusal:
        form.add_error(None, say(refusal.code, **refusal.params))
        return _form(request, form, 409)
    messages.success(request, say("cycles.made"))
    return redirect("jobs:job", enrol_in_background(viewer, made.code).pk)


def asked_for(form: CycleForm) -> NewCycle:
    """The new cycle that a valid form asks for."""
    found, kind = form.cleaned_data, CycleKind(form.cleaned_data["kind"])
    period, options = Period.parse(found["period"]), dict[str, Any]()
    if kind is CycleKind.PROBATION:
        days = as_working_days(form.dates(), period, form.company.calendar)
        options = {"probation": form.terms().stored(), "days": {str(stage): count for stage, count in days.items()}}
    return NewCycle(found["title"], kind, period, form.dates(), form.population(), found["method"], options)


def _form(request: HttpRequest, form: CycleForm, status: int) -> HttpResponse:
    shown = {"title": say("cycles.new.title"), "here": "cycles", "form": form, "preview": _preview(form)}
    return render(request, "cycles/new.html", shown, status=status)


@access(Can.RUN_CYCLES)
@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """Whom the form, as it stands, would be for."""
    viewer, company = viewer_of(request), declared_company()
    form = CycleForm(company, viewer.today, request.POST)
    form.is_valid()
    return render(request, "cycles/preview.html", {"preview": _preview(form), "form": form})


@access(Can.RUN_CYCLES)
@require_POST
def days(request: HttpRequest) -> HttpResponse:
    """The usual deadlines of the kind and period in the form, and the period itself where the kind has changed."""
    viewer, company = viewer_of(request), declared_company()
    wanted = request.POST.get("kind", "month")
    kind = CycleKind(wanted) if wanted in set(CycleKind) else CycleKind.MONTH
    told = begun(company, kind, request.POST.get("period", ""), viewer.today)
    form = CycleForm(company, viewer.today, _typed_over(request.POST, told))
    form.is_valid()
    return render(request, "cycles/days.html", {"form": form, "preview": _preview(form), "kind": kind})


def _typed_over(posted: QueryDict, told: dict[str, Any]) -> QueryDict:
    """What was typed, with the usual days of the kind and period; a title of one's own stays."""
    data = posted.copy()
    own = posted.get("title") != posted.get("usual_title")
    for name, value in told.items():
        if name in ("method", "months", "contract_months", "joined_within") or (name == "title" and own):
            continue
        data[name] = "on" if value is True else str(value)
    return data


def _preview(form: CycleForm) -> Preview | None:
    """Of what is in the form so far; None where even kind and period are not known."""
    values = form.cleaned_data if form.is_bound else form.initial
    kind, text = str(values.get("kind", "")), str(values.get("period", ""))
    if kind not in set(CycleKind) or not text:
        return None
    if not form.is_bound:
        return _preview_of(dict(form.initial))
    population = form.population()
    return preview_of(declared_company(), CycleKind(kind), Period.parse(text), population, form.terms())


def _preview_of(told: dict[str, Any]) -> Preview:
    return preview_of(declared_company(), CycleKind(told["kind"]), Period.parse(told["period"]), {}, ProbationTerms())


@access(Can.RUN_CYCLES)
@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, code: str) -> HttpResponse:
    """The same for the next period, asked once and made in one click."""
    viewer = viewer_of(request)
    found = cycle_of(viewer, code)
    if request.method == "POST":
        made = copy_cycle(viewer, code)
        messages.success(request, say("cycles.made"))
        return redirect("jobs:job", enrol_in_background(viewer, made.code).pk)
    coming = Period.containing(Period.parse(found.period).end, GRAINS[CycleKind(found.kind)])
    shown = {
        "title": say("cycles.copy.title"),
        "what": say("cycles.copy.what", title=found.title, period=str(coming)),
        "people": None,
        "undo": say("cycles.copy.undo"),
        "primary": say("cycles.copy.go"),
        "action": request.path,
        "back": reverse("cycles:cycle", args=[code]),
    }
    return render(request, "shell/confirm_page.html", shown)


@access(Can.RUN_CYCLES)
@require_POST
def enrol(request: HttpRequest, code: str) -> HttpResponse:
    """Take in whoever belongs to the cycle and is not in it yet."""
    return redirect("jobs:job", enrol_in_background(viewer_of(request), code).pk)


@access(Can.RUN_CYCLES)
@require_GET
def of_job(request: HttpRequest, number: int) -> HttpResponse:
    """From a job that enrolled people to their cycle."""
    return redirect("cycles:cycle", job_of(viewer_of(request), number).parameters.get("cycle", "none"))


@access(Can.RUN_CYCLES)
@require_http_methods(["GET", "POST"])
def deadlines(request: HttpRequest, code: str) -> HttpResponse:
    """Other days for the stages of a running cycle, with the reason."""
    viewer = viewer_of(request)
    found = cycle_of(viewer, code)
    dates = deadlines_of(found).dates
    if found.kind == CycleKind.PROBATION:
        raise NotFoundRefusal("refusal.no_such_page")
    told = {f"due_{stage}": day for stage, day in dates.items()}
    form = DeadlinesForm(request.POST or None, stages=tuple(dates), optional=False, initial=told)
    shown = {"title": say("cycles.deadlines.title"), "here": "cycles", "form": form, "cycle": found}
    if request.method != "POST":
        return render(request, "cycles/deadlines.html", shown)
    if form.is_valid():
        try:
            change_deadlines(viewer, code, form.dates(), form.cleaned_data["reason"])
        except ConflictRefusal as refusal:
            form.add_error(None, say(refusal.code, **refusal.params))
        else:
            messages.success(request, say("cycles.deadlines.done"))
            return redirect("cycles:cycle", code)
    return render(request, "cycles/deadlines.html", shown, status=422)


@access(Can.RUN_CYCLES)
@require_GET
def sync_note(request: HttpRequest, code: str) -> HttpResponse:
    """Whether the organisation has changed: asked after the page is there, since everybody is looked at."""
    found = cycle_of(viewer_of(request), code)
    return render(request, "cycles/sync_note.html", {"cycle": found, "changes": len(sync_of(found))})


@access(Can.RUN_CYCLES)
@require_http_methods(["GET", "POST"])
def sync(request: HttpRequest, code: str) -> HttpResponse:
    """What the organisation has changed since, shown first, applied on a second word."""
    viewer = viewer_of(request)
    found = cycle_of(viewer, code)
    status, stale = 200, False
    if request.method == "POST":
        try:
            done = apply_sync(viewer, code, request.POST.get("seen", ""))
        except ConflictRefusal as refusal:
            if refusal.code != "cycles.changed_meanwhile":
                raise
            status, stale = 409, True
        else:
            messages.success(request, say("cycles.sync.done", count=len(done)))
            return redirect("cycles:cycle", code)
    changes = sync_of(found)
    shown = {
        "title": say("cycles.sync.title"),
        "here": "cycles",
        "cycle": found,
        "changes": shown_changes(declared_company(), changes),
        "seen": digest_of(changes),
        "stale": stale,
    }
    return render(request, "cycles/sync.html", shown, status=status)
