"""The organisation on a day: the tree, the people of a team in it, and who was searched for."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from merit.company import Company
from merit.people.organisation import Team
from merit.people.tree import team_on, teams_above, teams_on
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.people.queries.chart import chart_on, found_people, people_of, spells_on
from merit_desk.people.queries.reach import circle_on, may_edit_team, nobody_here
from merit_desk.people.queries.shown_days import day_asked, day_range
from merit_desk.results.queries.names import post_name, team_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.parts import Tab
from merit_desk.shell.sentences import say

_PER_PAGE = 50


def tabs(viewer: Viewer, now: str) -> list[Tab]:
    """The pages of the organisation that the viewer may open."""
    pages = ["chart"]
    if viewer.can(Can.SEE_PEOPLE):
        pages += ["posts"]
    if viewer.everywhere(Can.SEE_PEOPLE):
        pages += ["credits", "shops"]
    return [Tab(say(f"people.tab.{page}"), reverse(f"people:{page}"), page == now) for page in pages]


@access(Need.SIGNED_IN)
@require_GET
def chart(request: HttpRequest) -> HttpResponse:
    """The tree of a day; with `?q=` the people who fit."""
    viewer, company = viewer_of(request), declared_company()
    day = day_asked(request.GET.get("day", ""), viewer.today)
    words = request.GET.get("q", "").strip()
    shown = {
        "title": say("people.chart.title"),
        "here": "organisation",
        "tabs": tabs(viewer, "chart"),
        "day": str(day),
        "words": words,
        "past": day != viewer.today,
        "may_edit": viewer.can(Can.EDIT_PEOPLE),
    }
    if words:
        page = Paginator(found_people(viewer, company, day, words), _PER_PAGE).get_page(request.GET.get("page"))
        lines = [(each, post_name(company, each.post), team_name(company, each.team)) for each in page.object_list]
        return render(request, "people/found.html", {**shown, "page": page, "lines": lines})
    return render(request, "people/chart.html", {**shown, "chart": chart_on(viewer, company, day)})


@access(Need.SIGNED_IN)
@require_GET
def team_people(request: HttpRequest, team: str) -> HttpResponse:
    """Who stands in that very team, for a tree that is opened part by part."""
    viewer, company = viewer_of(request), declared_company()
    day = day_asked(request.GET.get("day", ""), viewer.today)
    people = people_of(viewer, company, team, day)
    return render(request, "people/team_people.html", {"people": people, "day": str(day)})


@access(Need.SIGNED_IN)
@require_GET
def team(request: HttpRequest, team: str) -> HttpResponse:
    """One team: where it stands, its leader, its people, its rows over time."""
    viewer, company = viewer_of(request), declared_company()
    day = day_asked(request.GET.get("day", ""), viewer.today)
    rows = company.organisation.rows_of.get(team, ())
    circle = circle_on(viewer, day)
    mine = [each for each in spells_on(company.organisation, circle, day) if _within(company, each.team, team, day)]
    if not rows or not (mine or viewer.can(Can.SEE_PEOPLE)):
        raise nobody_here()
    here = team_on(company.organisation, team, day) or rows[-1]
    above = teams_above(company.organisation, team, day)
    shown = {
        "title": here.name,
        "here": "organisation",
        "team": here,
        "day": str(day),
        "above": list(reversed(above)),
        "leader": _leader(company, here.leader),
        "people": people_of(viewer, company, team, day),
        "below": [each for each in teams_on(company.organisation, day) if each.parent == team],
        "count": len(mine),
        "rows": _rows(company, rows),
        "may_edit": viewer.can(Can.EDIT_PEOPLE) and may_edit_team(viewer, company, team, day),
    }
    return render(request, "people/team.html", shown)


def _within(company: Company, home: str, team: str, day: date) -> bool:
    return home == team or any(each.team == team for each in teams_above(company.organisation, home, day))


def _leader(company: Company, leader: str) -> str:
    spells = company.organisation.spells_of.get(leader, ())
    return spells[-1].name if spells else leader


def _rows(company: Company, rows: tuple[Team, ...]) -> list[tuple[Team, str, str, str]]:
    """Each row with its days, its leader and the team above, latest first."""
    return [
        (row, day_range(row.start, row.end), _leader(company, row.leader), team_name(company, row.parent))
        for row in reversed(rows)
    ]
