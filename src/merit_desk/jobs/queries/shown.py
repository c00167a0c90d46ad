"""A job as its progress bar shows it."""

from datetime import datetime

from django.urls import resolve, reverse
from django.utils import timezone

from merit_desk.accounts.viewer import Viewer
from merit_desk.jobs.bodies import page_of
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState
from merit_desk.shell.parts import JobState as ShownState
from merit_desk.shell.parts import ShownJob
from merit_desk.shell.sentences import knows, say

_TONES = {"rejected": "bad", "added": "good", "updated": "watch"}
_LONG = 10


def shown_job(job: Job, undone: str = "") -> ShownJob:
    """In the reader's language; `undone` says what cancelling takes back."""
    running = job.state in {JobState.WAITING, JobState.RUNNING}
    return ShownJob(
        id=str(job.pk),
        title=say(f"job.kind.{job.kind}"),
        state=ShownState(job.state),
        address=reverse("jobs:bar", args=[job.pk]),
        done=job.done,
        total=job.total,
        outcomes=tuple(
            (say(f"job.outcome.{name}"), value, _TONES.get(name, ""))
            for name, value in job.outcome.items()
            if isinstance(value, int) and knows(f"job.outcome.{name}")
        ),
        time_left=_time_left(job, timezone.now()) if job.state == JobState.RUNNING else "",
        cancel_address=reverse("jobs:cancel", args=[job.pk]) if running and not job.cancel_wanted else "",
        undone=undone,
        sentence=sentence(job),
    )


def own_page(viewer: Viewer, job: Job) -> str:
    """Where its app shows this job with all that came of it; empty where there is no such page for this viewer."""
    name = page_of(job.kind)
    if not name:
        return ""
    address = reverse(name, args=[job.pk])
    needs = getattr(resolve(address).func, "access_needs", ())
    return address if needs and viewer.meets(needs) else ""


def sentence(job: Job) -> str:
    """What became of it, in one sentence."""
    if job.refusal:
        return say(job.refusal["code"], **job.refusal["gaps"])
    if job.cancel_wanted and not job.ended:
        return say("job.stopping")
    return say(f"job.said.{job.state}")


def _time_left(job: Job, now: datetime) -> str:
    if not job.started_at or not job.done or not job.total:
        return ""
    passed = (now - job.started_at).total_seconds()
    left = passed * (job.total - job.done) / job.done
    if passed < 1 or left < _LONG:
        return ""
    return say("job.minutes", count=round(left / 60)) if left >= 60 else say("job.seconds", count=round(left))
