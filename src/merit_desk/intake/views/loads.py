"""A load while it runs and after it has ended."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from merit.sources.recognised_files import is_part_of
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.intake.queries.loads import load_of, shown_load, title_of, told_of
from merit_desk.intake.queries.rejected import returned_files
from merit_desk.jobs.actions import cancel as cancel_job


@access(Can.SEE_SOURCES)
@require_GET
def load(request: HttpRequest, number: int) -> HttpResponse:
    """The bar with its counts; it asks this address itself until the load has ended."""
    viewer = viewer_of(request)
    job = load_of(viewer, number)
    files = set(job.parameters.get("files") or [])
    returned = [each for each in returned_files() if not files or is_part_of(each.file, files)] if job.ended else []
    shown = {
        "title": title_of(job),
        "here": "intake",
        "job": shown_load(viewer, job),
        "ended": job.ended,
        "returned": returned,
        "told": told_of(job),
        "may_load": viewer.can(Can.LOAD_DATA),
    }
    return render(request, "intake/load.html", shown)


@access(Can.LOAD_DATA)
@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Ask the load to stop; nothing of it stays."""
    viewer = viewer_of(request)
    load_of(viewer, number)
    cancel_job(viewer, number)
    return redirect("intake:load", number)
