"""Does the system work? One period with the ones before it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from merit_desk.accounts.access import Can, access
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import viewer_of
from merit_desk.effectiveness.queries.foretelling import foretelling
from merit_desk.effectiveness.queries.period import effectiveness_of, measured, track
from merit_desk.effectiveness.queries.reading import readings
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.formats import period_name
from merit_desk.shell.sentences import say


@access(Can.SEE_EFFECTIVENESS)
@require_GET
def latest(request: HttpRequest) -> HttpResponse:
    """The latest period that was run; without any, what to do first."""
    run = periods_run()
    if run:
        return _page(request, run[0])
    return render(request, "effectiveness/none.html", {"title": say("place.effectiveness"), "here": "effectiveness"})


@access(Can.SEE_EFFECTIVENESS)
@require_GET
def of_period(request: HttpRequest, period: str) -> HttpResponse:
    """What can be said of the period at once; what has to be asked of the facts comes after."""
    return _page(request, period)


def _page(request: HttpRequest, period: str) -> HttpResponse:
    viewer = viewer_of(request)
    files = visible_files(viewer, period)
    found = effectiveness_of(viewer, measured(files))
    shown = {
        "title": say("effectiveness.title", period=period_name(period)),
        "here": "effectiveness",
        "period": period,
        "run": periods_run(),
        "readings": readings(found),
        "found": found,
        "track": track(viewer, period),
    }
    return render(request, "effectiveness/period.html", shown)


@access(Can.SEE_EFFECTIVENESS)
@require_GET
def kpis(request: HttpRequest, period: str) -> HttpResponse:
    """Which KPIs say what the company's result will be: the part of the page that takes a moment."""
    return render(request, "effectiveness/kpis.html", {"period": period, "found": foretelling(period)})
