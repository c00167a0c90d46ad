"""The list of signs, one of them with its rows, and what the steward found out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.sentences import say
from merit_desk.signs.actions.find import write_finding
from merit_desk.signs.actions.look import look_in_background
from merit_desk.signs.forms.finding import FindingForm, LookForm
from merit_desk.signs.models import Look, Outcome
from merit_desk.signs.queries.known import sign_known_to, signs_known_to
from merit_desk.signs.queries.shown import blind_spots, shown

HERE = "signs"
MOST = 200


@access(Can.LOAD_DATA)
@require_GET
def signs(request: HttpRequest) -> HttpResponse:
    """Those that nobody has looked into first."""
    return _signs(request, LookForm(initial={"period": next(iter(periods_run()), "")}))


@access(Can.LOAD_DATA)
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Look at a period in the background."""
    form = LookForm(request.POST)
    if not form.is_valid():
        return _signs(request, form, 422)
    try:
        job = look_in_background(viewer_of(request), form.cleaned_data["period"])
    except ConflictRefusal as refusal:
        form.add_error("period", say(refusal.code, **refusal.params))
        return _signs(request, form, 422)
    return redirect("jobs:job", job.pk)


@access(Can.LOAD_DATA)
@require_GET
def sign(request: HttpRequest, number: int) -> HttpResponse:
    """One sign; that it was read is on the trail."""
    viewer = viewer_of(request)
    found = sign_known_to(viewer, number)
    record(viewer.account, "signs.read", Subject("sign", found.name))
    return _sign(request, number, FindingForm(initial={"outcome": found.outcome, "reason": found.reason}))


@access(Can.LOAD_DATA)
@require_POST
def find(request: HttpRequest, number: int) -> HttpResponse:
    """Write down what came of it."""
    viewer, form = viewer_of(request), FindingForm(request.POST)
    sign_known_to(viewer, number)
    if not form.is_valid():
        return _sign(request, number, form, 422)
    write_finding(viewer, number, Outcome(form.cleaned_data["outcome"]), form.cleaned_data["reason"])
    messages.success(request, say("signs.told.found"))
    return redirect("signs:sign", number)


def _signs(request: HttpRequest, form: LookForm, status: int = 200) -> HttpResponse:
    listed = [shown(each) for each in signs_known_to(viewer_of(request))[:MOST]]
    looks = list(Look.objects.order_by("-at")[:12])
    page = {
        "title": say("signs.title"),
        "here": HERE,
        "signs": sorted(listed, key=lambda each: each.sign.outcome != Outcome.OPEN or not each.sign.still_seen),
        "looks": looks,
        "blind": blind_spots(looks),
        "form": form,
    }
    return render(request, "signs/signs.html", page, status=status)


def _sign(request: HttpRequest, number: int, form: FindingForm, status: int = 200) -> HttpResponse:
    found = shown(sign_known_to(viewer_of(request), number))
    page = {
        "title": f"{found.title} · {found.about}",
        "here": HERE,
        "back": reverse("signs:signs"),
        "found": found,
        "form": form,
    }
    return render(request, "signs/sign.html", page, status=status)
