"""Loads as their progress is shown."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from merit.kernel.problems import Place, Problem, Severity
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.intake.models import Upload
from merit_desk.jobs.models import Job
from merit_desk.shell.parts import JobState, ShownJob
from merit_desk.shell.sentences import say

KIND = "intake.load"
SILENCE = timedelta(seconds=15)
PUBLISHING = "publishing"
"""The stage of a load whose rows are in and whose figures are being worked out."""
TOLD = "told"
"""What of a load's outcome is about whole files."""
_OUTCOMES = (("loaded", "good"), ("unchanged", ""), ("replaced", "watch"), ("rejected", "bad"))


def load_of(viewer: Viewer, number: int) -> Job:
    """Raises NotFoundRefusal for a load that is not there, or for somebody who may not see the sources."""
    job = Job.objects.filter(pk=number, kind=KIND).first()
    if job is None or not viewer.can(Can.SEE_SOURCES):
        raise NotFoundRefusal("refusal.no_such_page")
    return job


def loads_under_way(viewer: Viewer) -> list[ShownJob]:
    """Loads that wait or run, latest first."""
    waiting = Job.objects.filter(kind=KIND, state__in=(JobState.WAITING, JobState.RUNNING)).order_by("-pk")[:5]
    return [shown_load(viewer, job) for job in waiting]


def shown_load(viewer: Viewer, job: Job) -> ShownJob:
    """The load as its bar."""
    state = JobState(job.state)
    over = state not in (JobState.WAITING, JobState.RUNNING)
    counts = job.outcome or {}
    stoppable = not over and counts.get("stage") != PUBLISHING
    mine = job.started_by_id == viewer.account or viewer.can(Can.OPERATE)
    total = job.total
    return ShownJob(
        str(job.pk),
        title_of(job),
        state,
        reverse("intake:load", args=[job.pk]),
        done=total if state is JobState.DONE else job.done,
        total=total,
        outcomes=tuple(
            (say(f"intake.{kind}"), int(counts.get(kind, 0)), _tone(kind, tone, counts)) for kind, tone in _OUTCOMES
        ),
        time_left="" if over else _time_left(job),
        cancel_address=reverse("intake:cancel", args=[job.pk]) if mine and stoppable else "",
        undone=say("intake.cancel_undoes") if stoppable else "",
        sentence=_sentence(job, state),
    )


def told_of(job: Job) -> list[Problem]:
    """What the load found about whole files."""
    return [
        Problem(each["code"], Place(each["file"]), each["params"], Severity(each["severity"]))
        for each in (job.outcome or {}).get(TOLD, [])
    ]


def title_of(job: Job) -> str:
    """Which files are loaded."""
    files = job.parameters.get("files")
    if not files:
        return say("intake.load_of_all")
    upload = Upload.objects.filter(path=files[0]).first()
    name = upload.name if upload is not None else files[0].rsplit("/", 1)[-1]
    return name if len(files) == 1 else say("intake.load_of_several", name=name, count=len(files))


def _tone(kind: str, tone: str, counts: dict[str, int]) -> str:
    return tone if int(counts.get(kind, 0)) else ""


def _sentence(job: Job, state: JobState) -> str:
    if state is JobState.FAILED and job.refusal:
        return say("intake.load_failed", reason=say(job.refusal["code"], **job.refusal["gaps"]))
    if state is JobState.CANCELLED:
        return say("intake.load_cancelled")
    if state is JobState.DONE:
        changed = any(int(job.outcome.get(kind, 0)) for kind in ("loaded", "replaced"))
        return say("intake.load_done" if changed else "intake.load_same")
    if state is JobState.WAITING:
        return say("intake.load_waits")
    if _is_silent(job):
        return say("intake.load_silent")
    return say("intake.load_publishes") if job.outcome.get("stage") == PUBLISHING else ""


def _is_silent(job: Job) -> bool:
    """Whether its worker has not been heard of for some time; the next one takes the load up."""
    return job.beat_at is not None and timezone.now() - job.beat_at > SILENCE


def _time_left(job: Job) -> str:
    if not job.started_at or not job.done or not job.total or _is_silent(job):
        return ""
    if job.done >= job.total:
        return ""
    passed = (timezone.now() - job.started_at).total_seconds()
    left = passed * (job.total - job.done) / job.done
    if passed < 3 or left < 1:
        return ""
    return say("intake.seconds", count=round(left)) if left < 90 else say("intake.minutes", count=round(left / 60))
