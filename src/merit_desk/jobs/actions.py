"""Asking for work in the background, asking it to stop, and taking up what a dead worker left."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.jobs.bodies import body_of
from merit_desk.jobs.models import Job
from merit_desk.jobs.queries.visible import job_of
from merit_desk.jobs.states import JobState
from merit_desk.jobs.tasks import BEAT_SECONDS, perform

ATTEMPTS = 3
SILENCE = timedelta(seconds=6 * BEAT_SECONDS)
"""A running job that has not beaten for this long has lost its worker."""


def start(viewer: Viewer, kind: str, **parameters: Any) -> Job:
    """Put a job in the queue; its row, its message and its entry in the trail are one transaction."""
    body_of(kind)
    with transaction.atomic():
        job = Job.objects.create(kind=kind, parameters=parameters, started_by_id=viewer.account)
        perform.enqueue(job.pk)
        record(viewer.account, "job.asked", Subject("job", str(job.pk)), after={"kind": kind})
    return job


def cancel(viewer: Viewer, number: int) -> Job:
    """Ask the job to stop. Raises NotFoundRefusal for somebody else's job, ConflictRefusal for one that ended."""
    with transaction.atomic():
        job = job_of(viewer, number)
        if job.ended:
            raise ConflictRefusal("job.ended", job=number)
        Job.objects.filter(pk=number).update(cancel_wanted=True)
        if job.state == JobState.WAITING:
            Job.objects.filter(pk=number, state=JobState.WAITING).update(
                state=JobState.CANCELLED, finished_at=timezone.now()
            )
        record(viewer.account, "job.cancelled", Subject("job", str(number)))
    return job_of(viewer, number)


def resume_abandoned() -> list[int]:
    """Put jobs whose worker died back into the queue; after three attempts, or where that is not safe, they fail."""
    resumed = []
    for job in Job.objects.filter(state=JobState.RUNNING, beat_at__lt=timezone.now() - SILENCE):
        with transaction.atomic():
            again = job.attempts + 1 < ATTEMPTS and body_of(job.kind).repeatable
            values: dict[str, Any] = {"attempts": job.attempts + 1}
            if again:
                values |= {"state": JobState.WAITING, "done": 0}
            else:
                values |= {"state": JobState.FAILED, "finished_at": timezone.now()}
                values["refusal"] = {"code": "job.worker_died", "gaps": {"job": job.pk}}
            if Job.objects.filter(pk=job.pk, state=JobState.RUNNING, beat_at=job.beat_at).update(**values) and again:
                perform.enqueue(job.pk)
                resumed.append(job.pk)
            record(None, "job.resumed" if again else "job.given_up", Subject("job", str(job.pk)))
    _forget_messages_of_the_dead()
    return resumed


def _forget_messages_of_the_dead() -> None:
    """A message that a dead worker had claimed stays "running" for ever; the job's own row says what happened."""
    old = timezone.now() - SILENCE
    alive = set(Job.objects.filter(state=JobState.RUNNING).values_list("pk", flat=True))
    for message in DBTaskResult.objects.running().filter(started_at__lt=old):
        if message.args_kwargs["args"][0] not in alive:
            message.delete()
