"""The one task of the queue: carry out a job, with a heartbeat, and note how it ended."""

import logging
import threading
import time
from typing import Any

from django.db import close_old_connections, connection
from django.utils import timezone
from django_tasks import task

from merit.kernel.refusals import Refusal
from merit_desk.jobs.bodies import Cancelled, body_of
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState
from merit_desk.notices.actions import tell

BEAT_SECONDS = 5
_WRITE_EVERY = 0.5
_log = logging.getLogger("merit.jobs")


class RunningJob:
    """A job being carried out by this process."""

    def __init__(self, job: Job) -> None:
        self.account = job.started_by_id
        self._job = job.pk
        self._written = 0.0

    def progress(self, done: int, total: int, **outcome: int | str) -> None:
        """See `bodies.Running`."""
        now = time.monotonic()
        if done < total and now - self._written < _WRITE_EVERY:
            return
        self._written = now
        Job.objects.filter(pk=self._job).update(done=done, total=total, outcome=outcome, beat_at=timezone.now())
        if self.cancelled():
            raise Cancelled

    def cancelled(self) -> bool:
        """See `bodies.Running`."""
        return Job.objects.filter(pk=self._job, cancel_wanted=True).exists()


@task()
def perform(job_number: int) -> None:
    """Carry out the job; one that is no longer waiting is left alone, so that a doubled message does nothing."""
    taken = Job.objects.filter(pk=job_number, state=JobState.WAITING).update(
        state=JobState.RUNNING, started_at=timezone.now(), beat_at=timezone.now()
    )
    if not taken:
        return
    job = Job.objects.get(pk=job_number)
    if job.cancel_wanted:
        _end(job, JobState.CANCELLED)
        return
    with _Heart(job_number):
        state, outcome, refusal = _carried_out(job)
    _end(job, state, outcome, refusal)


def _carried_out(job: Job) -> tuple[JobState, dict[str, Any] | None, dict[str, Any] | None]:
    try:
        outcome = body_of(job.kind).body(RunningJob(job), **job.parameters)
    except Cancelled:
        return JobState.CANCELLED, None, None
    except Refusal as refusal:
        return JobState.FAILED, None, {"code": refusal.code, "gaps": refusal.params}
    except Exception:  # noqa: BLE001 (the edge of the process: the trace is logged and the job says that it failed)
        _log.exception("job %s of kind %s failed", job.pk, job.kind)
        return JobState.FAILED, None, {"code": "job.bug", "gaps": {"job": job.pk}}
    return JobState.DONE, outcome or {}, None


def _end(
    job: Job, state: JobState, outcome: dict[str, Any] | None = None, refusal: dict[str, Any] | None = None
) -> None:
    job.refresh_from_db()
    job.state, job.finished_at, job.refusal = state, timezone.now(), refusal
    job.outcome = {**job.outcome, **(outcome or {})}
    job.save(update_fields=["state", "finished_at", "refusal", "outcome"])
    if job.started_by_id is not None:
        tell(job.started_by_id, f"notice.job_{state}", f"/jobs/{job.pk}/", kind=f"job.kind.{job.kind}")


class _Heart:
    """Notes every few seconds that the worker lives, also while the body says nothing."""

    def __init__(self, job: int) -> None:
        self._job = job
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        if connection.settings_dict.get("NAME") != ":memory:" and not connection.in_atomic_block:
            self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _beat(self) -> None:
        while not self._stop.wait(BEAT_SECONDS):
            Job.objects.filter(pk=self._job).update(beat_at=timezone.now())
        close_old_connections()
        connection.close()
