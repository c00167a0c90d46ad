"""The list of sources, and where files are handed in."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from merit.sources.files import READABLE
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.intake.actions.freshness import note_freshness
from merit_desk.intake.actions.load import load_files
from merit_desk.intake.actions.uploads import Kept, keep_upload
from merit_desk.intake.forms import table_label
from merit_desk.intake.queries.live import live_lines
from merit_desk.intake.queries.loads import loads_under_way
from merit_desk.intake.queries.places import MOST_BYTES
from merit_desk.intake.queries.rejected import returned_files
from merit_desk.intake.queries.sources import Source, facts_are_old, sources
from merit_desk.intake.queries.uploads import uploads_visible_to
from merit_desk.shell.sentences import say


@access(Can.SEE_SOURCES)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Drop zone, sources with their freshness, loads under way, rejected rows, the latest files."""
    return _page(request, [])


@access(Can.LOAD_DATA)
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take files in. One good file leads to its page; what is wrong with the others is said here."""
    kept = [keep_upload(viewer_of(request), file) for file in request.FILES.getlist("files")]
    refused = [each for each in kept if each.upload is None]
    taken = [each for each in kept if each.upload is not None]
    for each in taken:
        code = "intake.kept_again" if each.again else "intake.kept"
        messages.success(request, say(code, name=each.name))
    if not kept:
        messages.error(request, say("intake.no_file"))
    if len(taken) == 1 and not refused and taken[0].upload is not None:
        return redirect("intake:file", taken[0].upload.pk)
    return _page(request, refused) if refused else redirect("intake:sources")


@access(Can.LOAD_DATA)
@require_POST
def load_all(request: HttpRequest) -> HttpResponse:
    """Load every file of the folder again; what has not changed stays as it is."""
    return redirect("intake:load", load_files(viewer_of(request), None).pk)


def _line(source: Source, today: date) -> tuple[Source, bool, list[str], int]:
    return source, source.is_late(today), [table_label(name) for name in source.tables], source.days_old(today)


def _page(request: HttpRequest, refused: list[Kept]) -> HttpResponse:
    viewer = viewer_of(request)
    if facts_are_old():
        note_freshness()
    found, problems = sources()
    shown = {
        "title": say("intake.sources"),
        "here": "intake",
        "live": live_lines(),
        "sources": [_line(each, viewer.today) for each in found],
        "problems": problems,
        "refused": refused,
        "refused_problems": [problem for each in refused for problem in each.problems],
        "uploads": uploads_visible_to(viewer)[:12],
        "returned": returned_files(),
        "jobs": loads_under_way(viewer),
        "may_load": viewer.can(Can.LOAD_DATA),
        "accept": ",".join(READABLE),
        "kinds": "CSV, XLSX, XLS, Parquet",
        "limit": MOST_BYTES,
    }
    return render(request, "intake/sources.html", shown, status=422 if refused else 200)
