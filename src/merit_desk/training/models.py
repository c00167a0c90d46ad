"""Courses, their sessions with who sits in them, and training needs. People are ids of the company."""

from django.conf import settings
from django.db import models

from merit.follow.training import NeedSource, NeedState, SeatState


def _choices(values: object) -> list[tuple[str, str]]:
    return [(str(each), str(each)) for each in values]  # type: ignore[attr-defined]


class Course(models.Model):
    """One course of the catalogue; `version` grows with every change."""

    title = models.CharField(max_length=120)
    about = models.TextField(max_length=2000, blank=True)
    """What one can do afterwards."""
    serves = models.JSONField(default=list)
    """Ids of KPIs and rated matters that it is meant to lift: by these it is offered, and its effect is measured."""
    material = models.URLField(max_length=400, blank=True)
    hours = models.DecimalField(max_digits=5, decimal_places=1, default=1)
    cost_fen = models.BigIntegerField(default=0)
    """Per person and session, in fen of the company's currency."""
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class Session(models.Model):
    """One time that a course is given."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    day = models.DateField(db_index=True)
    hours = models.CharField(max_length=40, blank=True)
    """From when to when, in words: 14:00–16:00."""
    place = models.CharField(max_length=120, blank=True)
    trainer = models.CharField(max_length=64, blank=True)
    """The person who holds it and notes who came; empty for somebody from outside."""
    trainer_name = models.CharField(max_length=80, blank=True)
    seats = models.PositiveSmallIntegerField(default=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.course} {self.day}"


class Seat(models.Model):
    """Somebody's place in a session; `state` only changes by `merit.follow.training`."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="places")
    person = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=10, choices=_choices(SeatState), default=str(SeatState.SIGNED_UP))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    """Who signed them up."""
    signed_at = models.DateTimeField(auto_now_add=True)
    noted_at = models.DateTimeField(null=True, blank=True)
    """When attendance was written down."""

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="one_seat_in_a_training")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.person}"


class Need(models.Model):
    """What somebody should learn: stated, or taken over from what the results show."""

    person = models.CharField(max_length=64, db_index=True)
    subject = models.CharField(max_length=80, blank=True)
    """The KPI or rated matter it is about; empty where it is in words alone."""
    text = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=8, choices=_choices(NeedSource))
    period = models.CharField(max_length=24, blank=True)
    """The result that showed it."""
    state = models.CharField(max_length=8, choices=_choices(NeedState), default=str(NeedState.OPEN))
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, blank=True, related_name="needs")
    note = models.CharField(max_length=300, blank=True)
    """Why it was dropped."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.subject or self.text
