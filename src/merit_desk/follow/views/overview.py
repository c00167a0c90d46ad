"""The first page: my week, my tasks, what others ask of me, and for managers how their team stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.follow.actions.bringing import bring_in_background
from merit_desk.follow.actions.recurring import stop_series
from merit_desk.follow.queries.own_week import own_week, team_week
from merit_desk.follow.queries.pace import pace_lines
from merit_desk.follow.queries.reach import may_write, people_to_give
from merit_desk.follow.queries.recurring import series_of, series_visible_to
from merit_desk.follow.queries.requests import counts
from merit_desk.follow.queries.tasks import Asked, tasks_asked
from merit_desk.follow.queries.weeks import week_of
from merit_desk.follow.views.frame import tabs, tried, viewer_here, writing_here
from merit_desk.shell.sentences import say

_ROWS = 6


@require_GET
@access(Need.SIGNED_IN)
def follow(request: HttpRequest) -> HttpResponse:
    """What is to be done this week."""
    viewer = viewer_here(request)
    week = week_of(viewer.today)
    checking = tasks_asked(viewer, Asked("to_check"))
    shown = {
        "title": say("place.follow"),
        "here": "follow",
        "tabs": tabs("follow"),
        "own": own_week(viewer),
        "team": team_week(viewer, week),
        "checking": checking[:_ROWS],
        "checking_count": len(checking),
        "asked": counts(viewer),
        "may_give": bool(people_to_give(viewer)),
        "may_ask": may_write(viewer),
        "may_bring": viewer.can(Can.LOAD_DATA) or viewer.can(Can.RUN_PERIOD),
        "week": week,
    }
    return render(request, "follow/follow.html", shown)


@require_GET
@access(Need.SIGNED_IN)
def pace(request: HttpRequest) -> HttpResponse:
    """Running targets of the viewer and their teams, loaded into the first page when it stands."""
    return render(request, "forecasts/pace.html", {"lines": pace_lines(viewer_here(request))})


@require_GET
@access(Need.SIGNED_IN)
def recurring(request: HttpRequest) -> HttpResponse:
    """Tasks that come back."""
    viewer = viewer_here(request)
    shown = {
        "title": say("follow.tab.recurring"),
        "here": "follow",
        "tabs": tabs("recurring"),
        "series": series_visible_to(viewer),
        "may_give": bool(people_to_give(viewer)),
    }
    return render(request, "follow/recurring.html", shown)


@require_http_methods(["GET", "POST"])
@access(Need.SIGNED_IN)
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Asks first; then no more of them are made."""
    viewer = writing_here(request)
    series = series_of(viewer, number)
    if request.method == "POST":
        tried(request, lambda: stop_series(viewer, number), say("follow.series_is_stopped"))
        return redirect("follow:recurring")
    shown = {
        "title": say("follow.stop_series"),
        "here": "follow",
        "what": series.title,
        "people": None,
        "undo": say("follow.stop_series_what"),
        "primary": say("follow.stop_series"),
        "action": request.path,
        "back": reverse("follow:recurring"),
    }
    return render(request, "shell/confirm_page.html", shown)


@require_POST
@access(Can.LOAD_DATA, Can.RUN_PERIOD)
def bring(request: HttpRequest) -> HttpResponse:
    """Bring the tasks into the facts now, in the background."""
    return redirect("jobs:job", bring_in_background(viewer_of(request)).pk)
