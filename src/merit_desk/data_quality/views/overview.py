"""The quality score of every source."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.data_quality.queries.overview import qualities
from merit_desk.data_quality.queries.score import WEIGHTS
from merit_desk.data_quality.views.tabs import HERE, tabs
from merit_desk.intake.actions.freshness import note_freshness
from merit_desk.intake.queries.sources import facts_are_old
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say


@access(Can.SEE_SOURCES)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """One line for each source, the lowest score first, with its working and what to do next."""
    viewer = viewer_of(request)
    if facts_are_old():
        note_freshness()
    found = qualities(viewer, declared_company())
    shown = {
        "title": say("data_quality.title"),
        "here": HERE,
        "tabs": tabs(viewer, "overview"),
        "lines": [each for each in found if each.first],
        "fine": [each for each in found if not each.first],
        "weights": [(say(f"data_quality.part_{part}"), weight) for part, weight in WEIGHTS.items()],
        "low": sum(each.tone == "bad" for each in found),
    }
    return render(request, "data_quality/overview.html", shown)
