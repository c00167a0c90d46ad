"""The list of outcomes, one cycle with its people, and the ranking."""

import csv
import io

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.queries.visible import cycle_of
from merit_desk.outcomes.actions.options import switch_band
from merit_desk.outcomes.forms.release import BandForm
from merit_desk.outcomes.models import CycleSeal, PlannedRelease
from merit_desk.outcomes.queries.changed import changed_results
from merit_desk.outcomes.queries.deadlines import options_of
from merit_desk.outcomes.queries.known import appeals_known_to
from merit_desk.outcomes.queries.lists import cycle_lines, own_results, person_lines
from merit_desk.outcomes.queries.ranking import ranking
from merit_desk.results.queries.names import node_name, team_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say

_A_PAGE = 50
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@access(Need.SIGNED_IN)
@require_GET
def outcomes(request: HttpRequest) -> HttpResponse:
    """One's own results, appeals one has to do with, and cycles."""
    viewer, company = viewer_of(request), declared_company()
    appeals = list(appeals_known_to(viewer).exclude(state="withdrawn")[:_A_PAGE])
    shown = {
        "title": say("outcomes.title"),
        "here": "outcomes",
        "own": own_results(viewer),
        "cycles": cycle_lines(viewer),
        "appeals": [(each, node_name(company, "person", each.participant.person)) for each in appeals],
    }
    return render(request, "outcomes/outcomes.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def cycle(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody of the cycle whom the viewer may know of, and what is to be done."""
    viewer = viewer_of(request)
    found = cycle_of(viewer, code)
    state, team = request.GET.get("state", ""), request.GET.get("team", "")
    lines = person_lines(viewer, found, state, team)
    everybody = lines if not (state or team) else person_lines(viewer, found)
    leads, company = viewer.everywhere(Can.RUN_CYCLES), declared_company()
    shown = {
        "title": say("outcomes.cycle_title", cycle=found.title),
        "here": "outcomes",
        "cycle": found,
        "page": Paginator(lines, _A_PAGE).get_page(request.GET.get("page")),
        "filtered": bool(state or team),
        "state": state,
        "team": team,
        "states": list(dict.fromkeys(line.one.state for line in everybody)),
        "teams": [(each, team_name(company, each)) for each in dict.fromkeys(line.one.team for line in everybody)],
        "leads": leads,
        "settled": sum(line.one.state == "settled" for line in everybody),
        "planned": PlannedRelease.objects.filter(cycle=found, ended_at=None) if leads else (),
        "failed": PlannedRelease.objects.filter(cycle=found).exclude(refusal=None).last() if leads else None,
        "changed": len(changed_results(found)) if leads and not found.sealed_at else 0,
        "seal": CycleSeal.objects.filter(cycle=found).first(),
        "may_rank": viewer.can(Can.SEE_REVIEW_TEXT) or viewer.can(Can.ENTER_VALUES),
        "may_verify": viewer.can(Can.SEAL_RESULTS) or viewer.can(Can.SEE_TRAIL),
        "band_form": BandForm(initial={"show_band": options_of(found).get("show_band")}) if leads else None,
    }
    record(viewer.account, "results.listed", Subject("cycle", found.code), after={"people": len(lines)})
    return render(request, "outcomes/cycle.html", shown)


@access(Can.RUN_CYCLES)
@require_POST
def options(request: HttpRequest, code: str) -> HttpResponse:
    """Whether people are told roughly where they stand."""
    viewer, form = viewer_of(request), BandForm(request.POST)
    found = cycle_of(viewer, code)
    form.is_valid()
    switch_band(viewer, found, form.cleaned_data["show_band"])
    return redirect("outcomes:cycle", found.code)


@access(Need.SIGNED_IN)
@require_GET
def places(request: HttpRequest, code: str) -> HttpResponse:
    """The ranking within comparable posts."""
    viewer = viewer_of(request)
    found = cycle_of(viewer, code)
    groups = ranking(viewer, found)
    people = sum(len(group.people) for group in groups)
    record(viewer.account, "outcomes.ranking_read", Subject("cycle", found.code), after={"people": people})
    shown = {
        "title": say("outcomes.ranking_title", cycle=found.title),
        "here": "outcomes",
        "cycle": found,
        "groups": groups,
        "export": reverse("outcomes:ranking_file", args=[found.code]),
        "whole": viewer.everywhere(Can.SEE_REVIEW_TEXT),
    }
    return render(request, "outcomes/ranking.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def places_file(request: HttpRequest, code: str) -> HttpResponse:
    """The same as CSV."""
    viewer = viewer_of(request)
    found = cycle_of(viewer, code)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["plan", "place", "tied", "of", "person", "name", "team", "total", "grade"])
    groups = ranking(viewer, found)
    for group in groups:
        for each in group.people:
            place = (each.place.place, each.place.tied, each.place.of) if each.place else ("", "", "")
            cells = (group.plan, *place, each.one.person, each.name, each.team, each.total, each.grade)
            writer.writerow([f"'{cell}" if str(cell).startswith(_FORMULA) else cell for cell in cells])
    people = sum(len(group.people) for group in groups)
    record(viewer.account, "outcomes.ranking_exported", Subject("cycle", found.code), after={"people": people})
    disposition = {"Content-Disposition": f'attachment; filename="ranking-{found.code}.csv"'}
    return HttpResponse("\ufeff" + out.getvalue(), "text/csv; charset=utf-8", headers=disposition)
