"""Surveys of employees, whose answers belong to nobody, and of customers, by links.

An answer of an employee has no account, no time and a random id; that somebody has answered is a mark on an
invitation written when the survey was opened. So neither the order of rows nor a time joins the two.
"""

import uuid

from django.conf import settings
from django.db import models

from merit_desk.cycles.models import Cycle

KINDS = ("pulse", "csat", "nps")


class Survey(models.Model):
    """`state` is draft, open or closed; a pulse belongs to a cycle, the others to a shop or to nobody."""

    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in KINDS])
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=8, default="draft")
    cycle = models.ForeignKey(Cycle, null=True, blank=True, on_delete=models.PROTECT, related_name="surveys")
    shop = models.CharField(max_length=64, blank=True)
    closes = models.DateField()
    """The last day."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.title


class Invitation(models.Model):
    """An employee who was asked; `department` is where they were when the survey was opened."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="invitations")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    department = models.CharField(max_length=64, blank=True)
    answered = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "account"], name="asked_once")]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.account_id}"


class Ballot(models.Model):
    """One employee's scores, 1…5 by question, or nothing where they left it out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="ballots")
    department = models.CharField(max_length=64, blank=True)
    scores = models.JSONField()

    def __str__(self) -> str:
        return str(self.id)


class Remark(models.Model):
    """What somebody wrote, apart from their scores and their department."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="remarks")
    text = models.TextField(max_length=1000)

    def __str__(self) -> str:
        return str(self.id)


class Link(models.Model):
    """An address for customers; of its key only the digest is kept. `once`: for one order, used up by its answer."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    agent = models.CharField(max_length=64, blank=True)
    once = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label


class CustomerAnswer(models.Model):
    """`origin` is a keyed digest of where it came from: a second answer from there takes the place of the first."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="answers")
    origin = models.CharField(max_length=64)
    score = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=1000, blank=True)
    at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    """How often it was given from there; more than once is worth a look."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "origin"], name="one_answer_per_origin")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.score}"
