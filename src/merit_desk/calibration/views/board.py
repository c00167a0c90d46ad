"""A session: the board, what KPIs alone say, and who else is here."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from merit.reviews.nine_box import Performance, performance_of
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.queries.sight import sight_of
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.calibration.actions.presence import be_present
from merit_desk.calibration.models import Session
from merit_desk.calibration.queries.board import board_of, present_in
from merit_desk.calibration.queries.listed import group_words
from merit_desk.calibration.queries.standing import ground_of, standings
from merit_desk.calibration.queries.strip import bars, strip
from merit_desk.calibration.queries.visible import session_of
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.parts import Tab
from merit_desk.shell.sentences import say

PER_PAGE = 50
_SORTS = {
    "name": lambda each: each.person,
    "grade": lambda each: each.grade,
    "kpi": lambda each: each.alone.points if each.alone else -1,
    "steps": lambda each: each.alone.steps if each.alone else 0,
}


@access(Need.SIGNED_IN)
@require_GET
def session(request: HttpRequest, number: int) -> HttpResponse:
    """The whole page; htmx asks for the board alone when somebody has changed something."""
    viewer = viewer_of(request)
    found = session_of(viewer, number)
    board = board_of(viewer, found)
    shown = {
        **frame(found, "board"),
        "board": board,
        "strip": strip(board.raters),
        "bars": bars(board.grades),
        "columns": _columns([each.grade for each in board.grades]),
        "present": present_in(viewer, found),
        "live": reverse("calibration:live", args=[number]),
    }
    return render(request, "calibration/board.html" if request.htmx else "calibration/session.html", shown)  # type: ignore[attr-defined]


@access(Need.SIGNED_IN)
@require_GET
def against_kpis(request: HttpRequest, number: int) -> HttpResponse:
    """Each person's grade beside what their KPIs alone would give; `?apart=1` shows those who differ."""
    viewer = viewer_of(request)
    found = session_of(viewer, number)
    people = [each for each in standings(viewer, found, ground_of(found)) if each.grade]
    apart = [each for each in people if each.alone and each.alone.steps]
    sort = request.GET.get("sort", "")
    listed = apart if request.GET.get("apart") else people
    if sort.removeprefix("-") in _SORTS:
        listed = sorted(listed, key=_SORTS[sort.removeprefix("-")], reverse=sort.startswith("-"))
    scores = sight_of(viewer, found.cycle.period).scores
    rows = [(each, each.person in scores) for each in listed]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = {**frame(found, "kpis"), "page": page, "apart": len(apart), "only_apart": bool(request.GET.get("apart"))}
    return render(request, "calibration/against_kpis.html", {**shown, "period": found.cycle.period})


@access(Need.SIGNED_IN)
@require_POST
def live(request: HttpRequest, number: int) -> HttpResponse:
    """Who else is here; tells the page to look again when it is behind `since`."""
    viewer = viewer_of(request)
    found = session_of(viewer, number)
    be_present(viewer, found, request.POST.get("writing", "")[:64])
    answer = render(request, "calibration/present.html", _present(viewer, found))
    latest = found.changes.exclude(person=viewer.or_nobody).order_by("-pk").values_list("pk", flat=True).first()
    state = f"{latest or 0}.{int(found.closed_at is not None)}"
    if request.POST.get("since", state) != state:
        answer["HX-Trigger"] = "calibration-changed"
    return answer


def _columns(best_first: list[str]) -> list[str]:
    """Which grades stand above each column of the nine-box."""
    found = {each: [grade for grade in best_first if performance_of(grade, best_first) is each] for each in Performance}
    return [say("calibration.column", grades=say("calibration.list").join(found[each])) for each in Performance]


def _present(viewer: Viewer, session: Session) -> dict[str, Any]:
    company = declared_company()
    people = [
        (each, node_name(company, "person", each.writing) if each.writing else "")
        for each in present_in(viewer, session)
    ]
    return {"people": people, "session": session}


def frame(session: Session, current: str) -> dict[str, Any]:
    """What every page of a session shows."""
    addresses = {"board": "calibration:session", "kpis": "calibration:kpis"}
    tabs = [
        Tab(say(f"calibration.tab.{name}"), reverse(address, args=[session.pk]), name == current)
        for name, address in addresses.items()
    ]
    return {
        "title": session.title,
        "here": "calibration",
        "session": session,
        "group": group_words(session),
        "tabs": tabs,
    }
