"""Opening results: to whom, with the number asked back; at a moment; and showing what was computed again."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.cycles.models import Cycle
from merit_desk.cycles.queries.visible import cycle_of
from merit_desk.jobs.models import Job
from merit_desk.outcomes.actions.planned import cancel_planned, plan_release
from merit_desk.outcomes.actions.reconcile import reconcile
from merit_desk.outcomes.actions.release import Selected, releasable
from merit_desk.outcomes.actions.release import release as open_results
from merit_desk.outcomes.forms.release import ReleaseForm
from merit_desk.outcomes.queries.changed import changed_results
from merit_desk.outcomes.queries.known import planned_release_of
from merit_desk.outcomes.queries.lists import release_choices
from merit_desk.outcomes.views.posting import taken
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import moment_name
from merit_desk.shell.sentences import say


@access(Can.RELEASE_RESULTS)
@require_GET
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Whom and when."""
    found = cycle_of(viewer_of(request), code)
    return _form_page(request, found, ReleaseForm(release_choices(found)))


@access(Can.RELEASE_RESULTS)
@require_POST
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Name the number of people and ask back; nothing is changed here."""
    viewer = viewer_of(request)
    found = cycle_of(viewer, code)
    form = ReleaseForm(release_choices(found), request.POST)
    if not form.is_valid():
        return _form_page(request, found, form, 422)
    try:
        people = [each.person for each in releasable(viewer, found, _selected(form))]
    except ConflictRefusal as refusal:
        form.add_error(None, say(refusal.code, **refusal.params))
        return _form_page(request, found, form, 409)
    at = form.cleaned_data["at"]
    shown = {
        "title": say("outcomes.release_title", cycle=found.title),
        "what": say("outcomes.release_at", at=moment_name(_here(at))) if at else say("outcomes.release_what"),
        "people": len(people),
        "undo": say("outcomes.release_undo_planned") if at else say("outcomes.release_undo"),
        "primary": say("outcomes.release_plan") if at else say("outcomes.release"),
        "action": reverse("outcomes:release", args=[found.code]),
        "back": reverse("outcomes:choose_release", args=[found.code]),
        "cycle": found,
        "chosen": people,
        "at": _here(at).strftime("%Y-%m-%dT%H:%M") if at else "",
    }
    return render(request, "outcomes/release_ask.html", shown)


@access(Can.RELEASE_RESULTS)
@require_POST
def release(request: HttpRequest, code: str) -> HttpResponse:
    """Open them now, or have them open at the moment."""
    viewer = viewer_of(request)
    found = cycle_of(viewer, code)
    form = ReleaseForm(release_choices(found), request.POST)
    if not form.is_valid() or not form.cleaned_data["people"]:
        return _form_page(request, found, form, 422)
    selected = Selected(people=tuple(form.cleaned_data["people"]))
    back = reverse("outcomes:cycle", args=[found.code])
    if form.cleaned_data["at"]:
        at = form.cleaned_data["at"]
        return taken(request, lambda: plan_release(viewer, found, selected, at), "outcomes.told.planned", back)
    try:
        done = open_results(viewer, found, selected)
    except ConflictRefusal as refusal:
        messages.error(request, say(refusal.code, **refusal.params))
        return redirect(back)
    if isinstance(done, Job):
        return redirect("jobs:job", done.pk)
    messages.success(request, say("outcomes.told.released", count=len(done)))
    return redirect(back)


@access(Can.RELEASE_RESULTS)
@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Take a planned release back."""
    viewer = viewer_of(request)
    planned = planned_release_of(viewer, number)
    back = reverse("outcomes:cycle", args=[planned.cycle.code])
    return taken(request, lambda: cancel_planned(viewer, number), "outcomes.told.plan_cancelled", back)


@access(Can.RELEASE_RESULTS)
@require_http_methods(["GET", "POST"])
def show_changed(request: HttpRequest, code: str) -> HttpResponse:
    """Show results that were computed again as next versions, after asking back."""
    viewer = viewer_of(request)
    found = cycle_of(viewer, code)
    back = reverse("outcomes:cycle", args=[found.code])
    if request.method == "POST":
        return taken(request, lambda: reconcile(viewer, found), "outcomes.told.reconciled", back)
    shown = {
        "title": say("outcomes.reconcile_title", cycle=found.title),
        "what": say("outcomes.reconcile_what"),
        "people": len(changed_results(found)),
        "undo": say("outcomes.reconcile_undo"),
        "primary": say("outcomes.reconcile"),
        "action": reverse("outcomes:reconcile", args=[found.code]),
        "back": back,
    }
    return render(request, "shell/confirm_page.html", shown)


def _selected(form: ReleaseForm) -> Selected:
    return Selected(*(tuple(form.cleaned_data[name]) for name in ("teams", "posts", "people")))


def _here(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(declared_company().profile.time_zone))


def _form_page(request: HttpRequest, found: Cycle, form: ReleaseForm, status: int = 200) -> HttpResponse:
    shown = {
        "title": say("outcomes.release_title", cycle=found.title),
        "here": "outcomes",
        "cycle": found,
        "form": form,
        "settled": len(form.fields["people"].choices),  # type: ignore[attr-defined]
        "now": timezone.now(),
    }
    return render(request, "outcomes/release.html", shown, status=status)
