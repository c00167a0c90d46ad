"""Who handed in which file and what became of it, values waiting for a second person, and how new the facts are."""

from django.conf import settings
from django.db import models


class ValueState(models.TextChoices):
    """A value that was entered waits until somebody else confirms or refuses it, or its author takes it back."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Upload(models.Model):
    """A file that was handed in. `path` is inside the company folder, where the file stays for good.

    `profile` is a shipped name or `profiles/x.yaml`, empty until somebody chose one; `outcome` counts of the last load.
    """

    name = models.CharField(max_length=200)
    path = models.CharField(max_length=400, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    profile = models.CharField(max_length=200, blank=True)
    shop = models.CharField(max_length=80, blank=True)
    loaded_at = models.DateTimeField(null=True)
    outcome = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["-uploaded_at"])]

    def __str__(self) -> str:
        return self.name


class EnteredValue(models.Model):
    """A KPI value that no system holds. It counts once a second person has confirmed it; `token` is the form's own."""

    kpi = models.CharField(max_length=80)
    node_kind = models.CharField(max_length=20)
    node = models.CharField(max_length=80)
    period = models.CharField(max_length=20)
    value = models.CharField(max_length=40)
    note = models.CharField(max_length=500)
    evidence = models.CharField(max_length=400, blank=True)
    evidence_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=ValueState.choices, default=ValueState.WAITING)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=500, blank=True)
    token = models.CharField(max_length=40, unique=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-entered_at"])]

    def __str__(self) -> str:
        return f"{self.kpi} {self.node} {self.period}"


class Freshness(models.Model):
    """What the store held after a load, by file: one row, replaced when there was another load."""

    load_number = models.IntegerField()
    facts = models.JSONField(default=list)
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.load_number)
