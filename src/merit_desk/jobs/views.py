"""Jobs: the list, one with its progress, and asking it to stop."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.jobs.actions import cancel
from merit_desk.jobs.queries.shown import own_page, sentence, shown_job
from merit_desk.jobs.queries.visible import job_of, jobs_visible_to
from merit_desk.shell.sentences import say

_A_PAGE = 50


@access(Need.SIGNED_IN)
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """The viewer's jobs, latest first; of everybody for those who run the installation."""
    page = Paginator(jobs_visible_to(viewer_of(request)).select_related("started_by"), _A_PAGE).get_page(
        request.GET.get("page")
    )
    lines = [(job, say(f"job.kind.{job.kind}"), say(f"job.state.{job.state}"), sentence(job)) for job in page]
    return render(request, "jobs/jobs.html", {"title": say("job.title"), "here": "jobs", "page": page, "lines": lines})


@access(Need.SIGNED_IN)
@require_GET
def job(request: HttpRequest, number: int) -> HttpResponse:
    """One job with its progress, which renews itself."""
    found = job_of(viewer_of(request), number)
    shown = {"title": say(f"job.kind.{found.kind}"), "here": "jobs", "job": shown_job(found)}
    shown["own_page"] = own_page(viewer_of(request), found)
    return render(request, "jobs/job.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def bar(request: HttpRequest, number: int) -> HttpResponse:
    """The progress alone."""
    return render(request, "jobs/bar.html", {"job": shown_job(job_of(viewer_of(request), number))})


@access(Need.SIGNED_IN)
@require_POST
def cancel_job(request: HttpRequest, number: int) -> HttpResponse:
    """Ask the job to stop."""
    cancel(viewer_of(request), number)
    return redirect("jobs:job", number)
