"""The period at a glance: company, teams, people and findings."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from merit_desk.accounts.access import Need, access
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import viewer_of
from merit_desk.home.queries.findings import named_findings
from merit_desk.home.queries.people import (
    ON_A_PAGE,
    Wanted,
    by_team,
    chosen,
    everybody,
    grade_counts,
    rows_of,
    teams_of,
)
from merit_desk.home.queries.summary import summary
from merit_desk.home.queries.teams import team_cards
from merit_desk.metrics.queries import FIRST, first_lines, grouped_lines, kpi_lines
from merit_desk.results.queries.earlier import earlier_values
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import period_name
from merit_desk.shell.sentences import say

COMPANY = ("company", "company")


@access(Need.SIGNED_IN)
@require_GET
def overview(request: HttpRequest, period: str) -> HttpResponse:
    """Company KPIs by subject (`?group=`), departments, people by team, findings."""
    company, files = declared_company(), visible_files(viewer_of(request), period)
    earlier = earlier_values(files, FIRST)
    lines = kpi_lines(company, files, COMPANY, earlier)
    groups = grouped_lines(lines)
    shown = {
        **_people(request, period),
        "summary": summary(company, files),
        "headline": first_lines(lines, len(FIRST)),
        "groups": groups,
        "group": next((group for group in groups if group.group == request.GET.get("group")), next(iter(groups), None)),
        "cards": team_cards(company, files, in_full=False),
        "grades": grade_counts(company, files),
        "findings": named_findings(company, files),
        "waits": not earlier.ready.is_set(),
        "title": period_name(period),
        "here": "people",
    }
    return render(request, "home/overview.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def teams(request: HttpRequest, period: str) -> HttpResponse:
    """Departments and teams with the KPIs they answer for."""
    cards = team_cards(declared_company(), visible_files(viewer_of(request), period))
    return render(
        request,
        "home/teams.html",
        {"period": period, "title": say("place.teams"), "cards": cards, "here": "organisation"},
    )


@access(Need.SIGNED_IN)
@require_GET
def people(request: HttpRequest, period: str) -> HttpResponse:
    """Everybody by team; `?q=`, `?team=` and `?grade=` filter."""
    return render(
        request, "home/people.html", {**_people(request, period), "title": say("place.people"), "here": "people"}
    )


@access(Need.SIGNED_IN)
@require_GET
def findings(request: HttpRequest, period: str) -> HttpResponse:
    """What the run found in the data and the plans."""
    found = named_findings(declared_company(), visible_files(viewer_of(request), period))
    return render(
        request,
        "home/findings.html",
        {"period": period, "title": say("place.findings"), "findings": found, "here": "findings"},
    )


def _people(request: HttpRequest, period: str) -> dict[str, Any]:
    company, files = declared_company(), visible_files(viewer_of(request), period)
    wanted = Wanted(request.GET.get("q", "").strip(), request.GET.get("team", ""), request.GET.get("grade", ""))
    people = everybody(company, files)
    found = chosen(company, files, people, wanted)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return {
        "period": period,
        "wanted": wanted,
        "everybody": len(people),
        "found": len(found),
        "page": page,
        "teams": by_team(company, rows_of(company, files, page.object_list)),
        "all_teams": teams_of(company, files, people),
        "all_grades": grade_counts(company, files),
        "currency": company.profile.currency,
    }
