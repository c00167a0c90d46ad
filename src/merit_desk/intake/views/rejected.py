"""Rejected rows: seen, mended, loaded again, and taken along as a file."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.intake.actions.mend import mend_rows
from merit_desk.intake.queries.neutral import neutral_csv
from merit_desk.intake.queries.rejected import Returned, returned_rows
from merit_desk.shell.sentences import say

ROWS = 50


@access(Can.SEE_SOURCES)
@require_http_methods(["GET", "POST"])
def rejected(request: HttpRequest, name: str) -> HttpResponse:
    """The rejected rows of one file, 50 a page; POST keeps what was corrected and loads the file again."""
    viewer = viewer_of(request)
    rows = returned_rows(name)
    refused = ""
    if request.method == "POST":
        viewer.require(Can.LOAD_DATA)
        try:
            count, job = mend_rows(viewer, name, _corrections(request, rows))
        except ConflictRefusal as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            messages.success(request, say("intake.mended", count=count))
            return redirect("intake:load", job.pk)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    shown = {
        "title": say("intake.returned"),
        "here": "intake",
        "name": name,
        "file": rows[0].file,
        "count": len(rows),
        "page": page,
        "rows": [(row, _fields(request, row)) for row in page],
        "may_load": viewer.can(Can.LOAD_DATA),
        "any_mendable": any(row.mendable for row in page),
        "refused": refused,
    }
    return render(request, "intake/rejected.html", shown, status=409 if refused else 200)


@access(Can.SEE_SOURCES)
@require_GET
def rows_file(request: HttpRequest, name: str) -> HttpResponse:
    """All rejected rows of the file as CSV for a spreadsheet; a cell that would be a formula is made text."""
    viewer_of(request)
    answer = HttpResponse(neutral_csv(returned_rows(name)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="rejected.csv"'
    return answer


def _fields(request: HttpRequest, row: Returned) -> list[tuple[str, str, str]]:
    """Name of the field, header, and what stands in it: what was typed, else the cell."""
    return [
        (name, cell.column, request.POST.get(name, cell.text))
        for cell in row.faulty
        for name in [f"{row.line}|{row.mark}|{cell.column}"]
    ]


def _corrections(request: HttpRequest, rows: list[Returned]) -> dict[tuple[int, str], dict[str, str]]:
    found: dict[tuple[int, str], dict[str, str]] = {}
    for row in rows:
        for name, column, text in _fields(request, row):
            if name in request.POST:
                found.setdefault((row.line, row.mark), {})[column] = text
    return found
