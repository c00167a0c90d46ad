"""Making the reviews of a cycle from the organisation as it stands."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

from merit.kernel.refusals import ConflictRefusal
from merit.reviews.enrolment import Enrolment
from merit.reviews.life import ReviewState
from merit.reviews.stages import Stage
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.cycles.queries.columns import columns_of
from merit_desk.cycles.queries.ground import enrolments_of
from merit_desk.cycles.queries.visible import cycle_of
from merit_desk.jobs.actions import start
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState
from merit_desk.results.queries.open_company import declared_company

A_BATCH = 500
Telling = Callable[[int, int], None]
"""Told how many are done of how many."""


def in_silence(_done: int, _total: int) -> None:
    """Tells nobody."""


def enrol_in_background(viewer: Viewer, code: str) -> Job:
    """Ask for it. Raises NotFoundRefusal, and ConflictRefusal for a sealed cycle or one under way."""
    viewer.require(Can.RUN_CYCLES)
    cycle = cycle_of(viewer, code)
    require_open(cycle)
    under_way = Job.objects.filter(kind="cycles.enrol", state__in=[JobState.WAITING, JobState.RUNNING])
    if any(job.parameters.get("cycle") == code for job in under_way):
        raise ConflictRefusal("cycles.enrolling")
    return start(viewer, "cycles.enrol", cycle=code)


def require_open(cycle: Cycle) -> None:
    """Raises ConflictRefusal for a sealed cycle."""
    if cycle.sealed_at is not None:
        raise ConflictRefusal("cycles.sealed")


def enrol(account: int | None, cycle: Cycle, told: Telling = in_silence) -> dict[str, Any]:
    """A review for everybody of the population who has none yet; who is not judged is there with the reason."""
    company = declared_company()
    with transaction.atomic():
        Cycle.objects.select_for_update().get(pk=cycle.pk)
        there = set(cycle.participants.values_list("person", flat=True))
        fresh = [each for each in enrolments_of(company, cycle) if each.person not in there]
        stages = {Stage(each) for each in cycle.stages.values_list("stage", flat=True)}
        made = [review_for(cycle, each, stages) for each in fresh]
        for at in range(0, len(made), A_BATCH):
            Participant.objects.bulk_create(made[at : at + A_BATCH])
            told(min(at + A_BATCH, len(made)), len(made))
        out = [each.person for each in made if each.state == ReviewState.LEFT_OUT]
        after = {"enrolled": len(made) - len(out), "left_out": out}
        record(account, "cycle.enrolled", Subject("cycle", cycle.code), after=after)
    return {"enrolled": len(made) - len(out), "left_out": len(out)}


def review_for(cycle: Cycle, enrolment: Enrolment, stages: Iterable[Stage]) -> Participant:
    """The person's review, not yet saved; without the skip-level stage nobody is asked to answer for the next level."""
    one = Participant(cycle=cycle, person=enrolment.person, **columns_of(enrolment, stages))
    if enrolment.why_out is not None:
        one.state, one.note = ReviewState.LEFT_OUT, f"cycles.out.{enrolment.why_out}"
    return one
