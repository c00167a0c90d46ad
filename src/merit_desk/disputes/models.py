"""Disputes about lines of statements, the files that prove them, and within how many days what has to happen."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT

from merit.reviews.appeal import Verdict
from merit.rewards.payment.dispute import DisputeState, Remedy

_ACCOUNT = settings.AUTH_USER_MODEL


def _choices(values: type) -> list[tuple[str, str]]:
    return [(str(value), str(value)) for value in values]  # type: ignore[attr-defined]


class Dispute(models.Model):
    """A line of somebody's released statement, as they read it, and what became of their question.

    `reward`, `line` and `number` name the line within the statement of `period`; amounts are in currency units.
    """

    period = models.CharField(max_length=24, db_index=True)
    person = models.CharField(max_length=64, db_index=True)
    reward = models.CharField(max_length=120)
    line = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField(default=1)
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3)
    wanted = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    """What the person thinks the line should be; None where they cannot say."""
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=_choices(DisputeState), default=str(DisputeState.OPEN))
    filed_at = models.DateTimeField(auto_now_add=True)
    answer_due = models.DateField()
    decision_due = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=10, choices=_choices(Verdict), blank=True)
    remedy = models.CharField(max_length=10, choices=_choices(Remedy), blank=True)
    grounds = models.TextField(blank=True)
    granted = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    paid_in = models.CharField(max_length=24, blank=True)
    """The period in which the granted amount is paid."""
    mending = models.TextField(blank=True)
    mended = models.TextField(blank=True)
    decided_by = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.period} {self.person} {self.reward} {self.line} {self.state}"


class Evidence(models.Model):
    """A file beside a dispute: `path` within the company folder, `name` as it was sent, `digest` its SHA-256."""

    dispute = models.ForeignKey(Dispute, on_delete=PROTECT, related_name="evidence")
    path = models.CharField(max_length=300)
    name = models.CharField(max_length=160)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Terms(models.Model):
    """The one row of days: to dispute after the release, to answer and to decide after the filing."""

    file_days = models.PositiveSmallIntegerField(default=15)
    answer_days = models.PositiveSmallIntegerField(default=5)
    decide_days = models.PositiveSmallIntegerField(default=10)

    def __str__(self) -> str:
        return f"{self.file_days} {self.answer_days} {self.decide_days}"
