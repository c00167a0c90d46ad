"""The viewer's own first page, their own results, and finding."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from merit.company import Company
from merit_desk.accounts.access import Can, Need, Role, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.follow.queries.own_week import own_week
from merit_desk.home.frame import places
from merit_desk.home.queries.find import found
from merit_desk.home.queries.season import season_sentence
from merit_desk.home.queries.side import latest_entries, own_results, pay_of_period, period_states, source_states
from merit_desk.home.queries.standing import company_standing, department_standing, team_standing
from merit_desk.home.queries.waiting import counted, waiting_for
from merit_desk.metrics.queries.own import own_standing, present_period
from merit_desk.results.queries.now import is_warm, present_day
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_GET
def latest(request: HttpRequest) -> HttpResponse:
    """What concerns the viewer now. `?now=1` waits for the figures where the facts are not open yet."""
    viewer, company, periods = viewer_of(request), declared_company(), periods_run()
    shown: dict[str, Any] = {"title": say("place.home"), "here": "home", "shown_in": next(iter(periods), "")}
    if not periods:
        return render(request, "home/nothing_yet.html", {**shown, **_before_any_period(viewer, company)})
    ready = is_warm() or "now" in request.GET
    if ready:
        shown |= _standings(viewer, company, periods[0])
    elif request.headers.get("HX-Request"):
        ready, shown = True, shown | _standings(viewer, company, periods[0])
    waiting = waiting_for(viewer)
    counted(viewer, waiting)
    shown |= {
        "ready": ready,
        "waiting": waiting,
        "sources": source_states(viewer),
        "trail": latest_entries(viewer, company),
        "results": own_results(viewer)[:1],
        "periods_run": period_states(viewer),
        "pay": pay_of_period(viewer, company),
        "week": own_week(viewer),
    }
    return render(request, "home/home.html", shown)


def _before_any_period(viewer: Viewer, company: Company) -> dict[str, Any]:
    name = company.profile.name
    why = say("empty.why_run" if viewer.can(Can.RUN_PERIOD) else "empty.why_wait", company=name)
    return {"waiting": waiting_for(viewer), "company": name, "why": why, "may_run": viewer.can(Can.RUN_PERIOD)}


def _standings(viewer: Viewer, company: Company, shown_in: str) -> dict[str, Any]:
    period, day = present_period(), present_day()
    if period is None or day is None:
        return {}
    leading = viewer.roles - {Role.EMPLOYEE}
    above = leading - {Role.MANAGER}
    own = own_standing(viewer, company, shown_in)
    return {
        "lead": season_sentence(period, day),
        "present": str(period),
        "own": own,
        "strips": team_standing(viewer, company, shown_in),
        "lines": company_standing(viewer, company, shown_in, own) if above else [],
        "departments": department_standing(viewer, company, shown_in) if leading else [],
    }


@access(Need.SIGNED_IN)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The viewer's own released results."""
    viewer = viewer_of(request)
    results = own_results(viewer)
    if results:
        record(viewer.account, "result.read", Subject("person", viewer.person), after={"what": "own results"})
    shown = {"title": say("place.mine"), "here": "mine", "results": results, "home_address": reverse("home:latest")}
    return render(request, "home/mine.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Pages, people, shops, teams and KPIs by `?q=`; the same page for the dialog and for itself."""
    words = request.GET.get("q", "").strip()
    period = next(iter(periods_run()), "")
    hits = found(viewer_of(request), words, period, places(request)["frame_stages"])  # type: ignore[arg-type]
    shown = {"title": say("find.find"), "here": "find", "words": words, "hits": hits}
    return render(request, "home/find.html", shown)
