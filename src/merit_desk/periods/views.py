"""Periods as a whole: how each stands, computing one, releasing one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.periods.actions.release import release_period
from merit_desk.periods.actions.run import run_in_background
from merit_desk.periods.forms import RunForm
from merit_desk.periods.led import led_at
from merit_desk.periods.queries.states import period_states
from merit_desk.results.queries.period_files import period_files, periods_run
from merit_desk.shell.formats import period_name
from merit_desk.shell.sentences import say


@access(Can.RUN_PERIOD, Can.RELEASE_RESULTS, Can.SEE_DEFINITIONS)
@require_GET
def periods(request: HttpRequest) -> HttpResponse:
    """Every period that was run, and the form for another."""
    return _page(request, RunForm())


@access(Can.RUN_PERIOD)
@require_POST
def run(request: HttpRequest) -> HttpResponse:
    """Put the computation in the queue and show its progress."""
    form = RunForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    return redirect("jobs:job", run_in_background(viewer_of(request), form.cleaned_data["period"]).pk)


@access(Can.RELEASE_RESULTS)
@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, period: str) -> HttpResponse:
    """Ask first, naming the number of people; then release."""
    if period not in periods_run():
        raise NotFoundRefusal("cli.no_results", period=period)
    if address := led_at(period):
        messages.info(request, say("outcomes.period_has_cycle", period=period_name(period)))
        return redirect(address)
    if request.method == "POST":
        release_period(viewer_of(request), period)
        messages.success(request, say("periods.released_now", period=period_name(period)))
        return redirect("periods:periods")
    files = period_files(period)
    shown = {
        "title": say("periods.release_title", period=period_name(period)),
        "what": say("periods.release_what", period=period_name(period)),
        "people": len(set(files.totals) | set(files.pay)),
        "undo": say("periods.release_undo"),
        "primary": say("periods.release"),
        "action": reverse("periods:release", args=[period]),
        "back": reverse("periods:periods"),
    }
    return render(request, "shell/confirm_page.html", shown)


def _page(request: HttpRequest, form: RunForm, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    shown = {
        "title": say("periods.title"),
        "here": "periods",
        "states": period_states(),
        "form": form,
        "may_run": viewer.can(Can.RUN_PERIOD),
        "may_release": viewer.can(Can.RELEASE_RESULTS),
    }
    return render(request, "periods/periods.html", shown, status=status)
