"""Which events webhooks are told of: entries of the trail and jobs that ended, under names that stay."""

from enum import StrEnum
from typing import Any

from merit_desk.audit.models import Entry
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState


class Event(StrEnum):
    """The names are a contract with the receivers."""

    LOAD_FINISHED = "load.finished"
    LOAD_FAILED = "load.failed"
    PERIOD_RUN = "period.run"
    PERIOD_RUN_FAILED = "period.run_failed"
    PERIOD_RELEASED = "period.released"
    DEFINITION_CHANGED = "definition.changed"
    VALUE_ENTERED = "value.entered"
    VALUE_CONFIRMED = "value.confirmed"
    PING = "ping"


Told = tuple[Event, dict[str, Any]]
_OF_ENTRY = {
    "period.released": Event.PERIOD_RELEASED,
    "document.written": Event.DEFINITION_CHANGED,
    "intake.value_entered": Event.VALUE_ENTERED,
    "intake.value_confirmed": Event.VALUE_CONFIRMED,
}
_OF_JOB = {
    ("intake.load", JobState.DONE): Event.LOAD_FINISHED,
    ("intake.load", JobState.FAILED): Event.LOAD_FAILED,
    ("periods.run", JobState.DONE): Event.PERIOD_RUN,
    ("periods.run", JobState.FAILED): Event.PERIOD_RUN_FAILED,
}
_COUNTS = (int, str)


def event_of_entry(entry: Entry) -> Told | None:
    """What happened to what; who did it and what it was before stay in the trail."""
    event = _OF_ENTRY.get(entry.action)
    if event is None:
        return None
    return event, {entry.subject_kind: entry.subject, "entry": entry.number, "at": entry.at.isoformat()}


def event_of_job(job: Job) -> Told | None:
    """Which job ended how, with its counts."""
    event = _OF_JOB.get((job.kind, JobState(job.state)))
    if event is None:
        return None
    counts = {name: value for name, value in job.outcome.items() if isinstance(value, _COUNTS)}
    told: dict[str, Any] = {"job": job.pk, "outcome": counts}
    if job.refusal:
        told["refusal"] = job.refusal["code"]
    if "period" in job.parameters:
        told["period"] = job.parameters["period"]
    return event, told
