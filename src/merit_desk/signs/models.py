"""Signs as they were last seen, and what the steward found out about each."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT

_ACCOUNT = settings.AUTH_USER_MODEL


class Outcome(models.TextChoices):
    """What came of a sign: an innocent reason, data to be corrected, or somebody else goes on with it."""

    OPEN = "open"
    EXPLAINED = "explained"
    CORRECT = "correct"
    PASSED_ON = "passed_on"


class Look(models.Model):
    """The last time that a period was looked at. `blind`: what could not be looked for, as kind, needs and days."""

    period = models.CharField(max_length=24, unique=True)
    at = models.DateTimeField(auto_now=True)
    blind = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.period


class SeenSign(models.Model):
    """One sign under its lasting name. `gaps` fill its sentence; `evidence` holds table, file, line and fields.

    `still_seen` is False once another look no longer finds it, as after a correction at the source.
    """

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=24)
    subject_kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=64)
    period = models.CharField(max_length=24, db_index=True)
    part = models.CharField(max_length=64, blank=True)
    gaps = models.JSONField(default=dict)
    evidence = models.JSONField(default=list)
    rows = models.PositiveIntegerField(default=0)
    chance = models.FloatField()
    test = models.CharField(max_length=16)
    still_seen = models.BooleanField(default=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.OPEN)
    reason = models.TextField(blank=True)
    found_by = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-period", "chance", "name"]

    def __str__(self) -> str:
        return self.name
