"""Sealing a cycle, and verifying a seal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.cycles.queries.visible import cycle_of
from merit_desk.jobs.models import Job
from merit_desk.jobs.queries.shown import shown_job
from merit_desk.jobs.states import JobState
from merit_desk.outcomes.actions.seal import ask_to_seal
from merit_desk.outcomes.actions.verify import ask_to_verify
from merit_desk.outcomes.models import CycleSeal
from merit_desk.outcomes.queries.sealing import Blocker, blockers
from merit_desk.outcomes.views.posting import taken
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say

_NAMED = 12


@access(Can.SEAL_RESULTS, Can.SEE_TRAIL)
@require_GET
def seal(request: HttpRequest, code: str) -> HttpResponse:
    """What is missing before the seal; after it the fingerprints and every verification."""
    viewer = viewer_of(request)
    found = cycle_of(viewer, code)
    kept = CycleSeal.objects.filter(cycle=found).select_related("by").first()
    waiting = [] if kept else [_said(each) for each in blockers(viewer, found)]
    job = Job.objects.filter(kind__in=("outcomes.seal", "outcomes.verify"), parameters__cycle=found.pk).last()
    shown = {
        "title": say("outcomes.seal_title", cycle=found.title),
        "here": "outcomes",
        "cycle": found,
        "seal": kept,
        "people": len(kept.content["records"]) if kept else found.participants.filter(state="concluded").count(),
        "waiting": waiting,
        "may_seal": viewer.can(Can.SEAL_RESULTS),
        "checks": [
            (each, [say(one["code"], **one["gaps"]) for one in each.differences])
            for each in kept.checks.select_related("by")[:_NAMED]
        ]
        if kept
        else [],
        "running": job is not None and job.state in {JobState.WAITING, JobState.RUNNING},
        "job": shown_job(job) if job and job.state in {JobState.WAITING, JobState.RUNNING, JobState.FAILED} else None,
    }
    return render(request, "outcomes/seal.html", shown)


@access(Can.SEAL_RESULTS)
@require_GET
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask back, naming the number of people."""
    found = cycle_of(viewer_of(request), code)
    shown = {
        "title": say("outcomes.seal_title", cycle=found.title),
        "what": say("outcomes.seal_what"),
        "people": found.participants.filter(state="concluded").count(),
        "undo": say("outcomes.seal_undo"),
        "primary": say("outcomes.seal"),
        "action": reverse("outcomes:do_seal", args=[found.code]),
        "back": reverse("outcomes:seal", args=[found.code]),
    }
    return render(request, "shell/confirm_page.html", shown)


@access(Can.SEAL_RESULTS)
@require_POST
def do_seal(request: HttpRequest, code: str) -> HttpResponse:
    """In the background, with progress on the page."""
    viewer = viewer_of(request)
    found = cycle_of(viewer, code)
    back = reverse("outcomes:seal", args=[found.code])
    return taken(request, lambda: ask_to_seal(viewer, found), "outcomes.told.sealing", back)


@access(Can.SEAL_RESULTS, Can.SEE_TRAIL)
@require_POST
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Compute everything again and compare."""
    viewer = viewer_of(request)
    found = cycle_of(viewer, code)
    ask_to_verify(viewer, found)
    return redirect("outcomes:seal", found.code)


def _said(blocker: Blocker) -> dict[str, object]:
    """The reason in words, with the names of the first it is about and where to go on."""
    company, gaps = declared_company(), dict(blocker.gaps)
    if "state" in gaps:
        gaps["state"] = say(f"review.state.{gaps['state']}")
    named = [
        (node_name(company, "person", each.person), reverse("outcomes:result", args=[each.pk]))
        for each in blocker.people[:_NAMED]
    ]
    more = max(0, len(blocker.people) - _NAMED)
    return {"text": say(blocker.code, **gaps), "people": named, "more": more, "address": blocker.address}
