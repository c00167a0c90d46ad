"""The explorer: a form, a chart and a table; and the same rows as files."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.explorer.queries.asked import asked_of
from merit_desk.explorer.queries.boards import boards_to_fill
from merit_desk.explorer.queries.explored import explored, form_of, settled
from merit_desk.explorer.queries.export import as_csv, as_workbook
from merit_desk.explorer.queries.links import form_links, links
from merit_desk.shell.sentences import say

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access(Need.SIGNED_IN)
@require_GET
def explore(request: HttpRequest) -> HttpResponse:
    """The frame comes at once with a skeleton, which asks for the rest; `?whole=1` is the page without a script."""
    partial = request.headers.get("HX-Request") == "true"
    asking = settled(viewer_of(request), asked_of(request.GET))
    shown = {
        "asked": asking.asked,
        "address": asking.asked.address(page=asking.asked.page),
        "form": form_of(asking),
        "days": asking.days,
        "title": say("explorer.title"),
        "here": "explorer",
        **form_links(asking.asked),
    }
    if partial or "whole" in request.GET:
        found = explored(asking)
        shown |= {"shown": found, "boards": boards_to_fill(viewer_of(request)), **links(found)}
    return render(request, "explorer/view.html" if partial else "explorer/explore.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def export_csv(request: HttpRequest) -> HttpResponse:
    """Every figure of all rows, one a line."""
    viewer = viewer_of(request)
    asking = settled(viewer, asked_of(request.GET))
    found = explored(asking, every_row=True)
    record(viewer.account, "explorer.exported", Subject("view", asking.asked.address()[:200]), after={"as": "csv"})
    return _file(as_csv(asking, found).encode(), "text/csv; charset=utf-8", f"{found.title}.csv")


@access(Need.SIGNED_IN)
@require_GET
def export_workbook(request: HttpRequest) -> HttpResponse:
    """The table as it is shown, with all its rows."""
    viewer = viewer_of(request)
    asking = settled(viewer, asked_of(request.GET))
    found = explored(asking, every_row=True)
    record(viewer.account, "explorer.exported", Subject("view", asking.asked.address()[:200]), after={"as": "xlsx"})
    return _file(as_workbook(asking, found), _WORKBOOK, f"{found.title}.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    safe = quote(name.replace("/", "-").replace(" · ", "-"))
    return HttpResponse(content, kind, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{safe}"})
