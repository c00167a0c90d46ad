"""Cycles, the deadlines of their stages, and where each person's review in them stands."""

from django.conf import settings
from django.db import models

from merit.reviews.life import ReviewState
from merit.reviews.stages import CycleKind, Stage


class Cycle(models.Model):
    """One round of planning, following and judging for a population over a period.

    `period` is a core period (2026-10, 2026-Q4 …); of a probation cycle the year, each participant having own days.
    """

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in CycleKind])
    period = models.CharField(max_length=24, db_index=True)
    population = models.JSONField(default=dict)
    """posts, teams, people, without: lists of ids; empty lists stand for everybody."""
    method = models.CharField(max_length=12, default="kpi")
    """kpi, okr, mbo, bsc or blend: the style of its goals."""
    options = models.JSONField(default=dict)
    """Review form, weights, quorum: read by the apps that own them, each under its own key."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    sealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-period", "code"]

    def __str__(self) -> str:
        return self.title


class StageDate(models.Model):
    """The last day of a stage; a stage without a row is left out of the cycle."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=12, choices=[(stage.value, stage.value) for stage in Stage])
    due = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "stage"], name="one_deadline_per_stage")]

    def __str__(self) -> str:
        return f"{self.stage} {self.due}"


class ClockDay(models.Model):
    """A day of the company's calendar on which passed deadlines were looked after."""

    day = models.DateField(unique=True)
    moves = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.day)


class Participant(models.Model):
    """One person's review in one cycle; `state` only changes through `cycles.actions.move`.

    `managers` and `skip_managers` are those who answer for this person in this cycle, with their working days in
    charge: [{"person": id, "days": n}], most days first. `segments` are the stretches of the period in one post and
    team: [{"start", "end" (last day), "post", "team", "plan", "days", "leave": kind or ""}].
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="participants")
    person = models.CharField(max_length=64, db_index=True)
    state = models.CharField(
        max_length=16, choices=[(state.value, state.value) for state in ReviewState], default=str(ReviewState.PLANNING)
    )
    start = models.DateField()
    end = models.DateField()
    """The last day that is judged."""
    plan = models.CharField(max_length=80, blank=True)
    plan_version = models.PositiveIntegerField(null=True, blank=True)
    team = models.CharField(max_length=64, blank=True)
    post = models.CharField(max_length=64, blank=True)
    managers = models.JSONField(default=list)
    skip_managers = models.JSONField(default=list)
    segments = models.JSONField(default=list)
    note = models.CharField(max_length=300, blank=True)
    """Why the last move was made, where it needs a reason: somebody's words, or the code of a sentence of Merit."""
    moved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "person"], name="once_in_a_cycle")]
        indexes = [models.Index(fields=["cycle", "state"])]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.person}"
