"""Tasks with every step, tasks that come back, requests across departments, and weekly progress reports."""

from django.conf import settings
from django.db import models

from merit.follow.checkin import CheckInState
from merit.follow.recurrence import Every
from merit.follow.request import RequestKind, RequestState
from merit.follow.task import TaskState

KINDS = ("routine", "project", "design", "copy", "development", "closing", "improvement", "other")
"""What sort of work a task is: usual durations are counted per kind."""


def _choices(values: object) -> list[tuple[str, str]]:
    return [(str(each), str(each)) for each in values]  # type: ignore[attr-defined]


class Work(models.Model):
    """What is to be done: common to a task and to a task that comes back. People are ids of the company."""

    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=_choices(KINDS), default="routine")
    expected = models.TextField(max_length=2000, blank=True)
    """What is to be there in the end."""
    criteria = models.TextField(max_length=2000, blank=True)
    """By what its quality is checked."""
    owner = models.CharField(max_length=64, db_index=True)
    """Who has to do it."""
    author = models.CharField(max_length=64, blank=True, db_index=True)
    """Who gave it; empty where the account has no person."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    """Working days that it takes, where somebody has said so."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Series(Work):
    """A task that comes back; `made_until` is the last day for which its tasks have been made."""

    every = models.CharField(max_length=12, choices=_choices(Every))
    first = models.DateField()
    made_until = models.DateField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class Task(Work):
    """`state` only changes through `follow.actions.tasks`; `version` grows with every change."""

    due = models.DateField()
    first_due = models.DateField()
    """The day that was agreed at first: by it the KPI says whether it was on time."""
    state = models.CharField(max_length=10, choices=_choices(TaskState), default=str(TaskState.OPEN))
    goal = models.CharField(max_length=120, blank=True)
    """The goal or KPI it serves, in words or as an id."""
    returned = models.PositiveSmallIntegerField(default=0)
    quality = models.PositiveSmallIntegerField(null=True, blank=True)
    """0…100, said when it was accepted."""
    handed_in_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    """When what was accepted had been handed in: waiting for the check is not the owner's."""
    cancelled_at = models.DateTimeField(null=True, blank=True)
    after = models.ManyToManyField("self", symmetrical=False, related_name="before", blank=True)
    series = models.ForeignKey(Series, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["state", "due"]), models.Index(fields=["owner", "state"])]
        constraints = [models.UniqueConstraint(fields=["series", "due"], name="once_a_due_day")]

    def __str__(self) -> str:
        return self.title


class Request(models.Model):
    """One department asks another; `state` only changes through `follow.actions.requests`."""

    kind = models.CharField(max_length=12, choices=_choices(RequestKind))
    subject = models.CharField(max_length=120)
    """What it is about: an article, an order, a KPI."""
    text = models.TextField(max_length=2000, blank=True)
    author = models.CharField(max_length=64, blank=True, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    receiver = models.CharField(max_length=64, db_index=True)
    team = models.CharField(max_length=64, blank=True)
    """The team that was asked, where it was a team."""
    needed_by = models.DateField()
    state = models.CharField(max_length=10, choices=_choices(RequestState), default=str(RequestState.ASKED))
    answer = models.TextField(max_length=2000, blank=True)
    """The latest answer."""
    task = models.OneToOneField(Task, on_delete=models.SET_NULL, null=True, blank=True, related_name="request")
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    """When the one asked first said anything."""
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["needed_by", "pk"]
        indexes = [models.Index(fields=["state", "needed_by"])]

    def __str__(self) -> str:
        return self.subject


class Step(models.Model):
    """One step of a task or a request, never changed: who did what when, and what they wrote."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, null=True, related_name="steps")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, null=True, related_name="steps")
    at = models.DateTimeField(auto_now_add=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.CharField(max_length=64, blank=True)
    move = models.CharField(max_length=12)
    note = models.TextField(max_length=2000, blank=True)
    links = models.JSONField(default=list)
    """Addresses that show it."""
    before = models.JSONField(default=dict)
    """What a change has changed, as it was."""

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.move


class CheckIn(models.Model):
    """A person's week in their own words; a draft is theirs alone. `figures` is what stood beside it when it was sent.

    `confidence`: {key of a goal or KPI: Confidence}. `figures`: {"zh": […], "en": […], "as_of", "tasks"}.
    """

    person = models.CharField(max_length=64, db_index=True)
    week = models.CharField(max_length=8, db_index=True)
    """2026-W47."""
    state = models.CharField(max_length=8, choices=_choices(CheckInState), default=str(CheckInState.DRAFT))
    went_well = models.TextField(max_length=4000, blank=True)
    stuck = models.TextField(max_length=4000, blank=True)
    plans = models.TextField(max_length=4000, blank=True)
    help_needed = models.TextField(max_length=4000, blank=True)
    confidence = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-week", "person"]
        constraints = [models.UniqueConstraint(fields=["person", "week"], name="one_report_a_week")]

    def __str__(self) -> str:
        return f"{self.person} {self.week}"


class Answer(models.Model):
    """What a manager answered to a report."""

    checkin = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="answers")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=64, blank=True)
    text = models.TextField(max_length=4000)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.checkin_id} {self.at:%F}"
