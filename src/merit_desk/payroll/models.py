"""Paying a period out: the payout, one slip per person, who approved which lines, transfers, exports, ledgers."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import PROTECT

from merit.rewards.payment.payout_steps import PayoutState, SlipState, TransferState

_ACCOUNT = settings.AUTH_USER_MODEL


def _choices(values: type) -> list[tuple[str, str]]:
    return [(str(value), str(value)) for value in values]  # type: ignore[attr-defined]


class Payout(models.Model):
    """What a period pays, from the first draft to the money in the bank. `round` counts how often it was sent out."""

    period = models.CharField(max_length=24, unique=True)
    state = models.CharField(max_length=12, choices=_choices(PayoutState), default=str(PayoutState.DRAFT))
    currency = models.CharField(max_length=3)
    round = models.PositiveIntegerField(default=0)
    note = models.TextField(blank=True)
    """Why it was returned, or fell back."""
    unreleased = models.TextField(blank=True)
    """Why people are paid before their results were released; empty where they were."""
    made_by = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField(auto_now=True)
    frozen_at = models.DateTimeField(null=True)
    frozen_by = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-period"]

    def __str__(self) -> str:
        return f"{self.period} {self.state}"


class Slip(models.Model):
    """One person's statement in a payout. `lines` are those that were approved, `digest` their SHA-256."""

    payout = models.ForeignKey(Payout, on_delete=PROTECT, related_name="slips")
    person = models.CharField(max_length=64)
    team = models.CharField(max_length=64, blank=True)
    managers = models.JSONField(default=list)
    """Everybody above, the nearest first: any of them may agree."""
    lines = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    fen = models.BigIntegerField()
    state = models.CharField(max_length=12, choices=_choices(SlipState), default=str(SlipState.WAITING))
    note = models.TextField(blank=True)
    agreed_by = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    transfer = models.CharField(max_length=8, choices=_choices(TransferState), default=str(TransferState.OPEN))

    @property
    def amount(self) -> Decimal:
        """In currency units."""
        return Decimal(self.fen) / 100

    class Meta:
        ordering = ["person"]
        constraints = [models.UniqueConstraint(fields=["payout", "person"], name="slip_once")]

    def __str__(self) -> str:
        return f"{self.payout_id} {self.person} {self.fen}"


class Approval(models.Model):
    """A step taken by somebody: `digest` binds it to the lines of the whole payout. Voided, never deleted.

    `except_person` is the approver's own statement, which the step after approves. `reason` answers a soft budget.
    """

    payout = models.ForeignKey(Payout, on_delete=PROTECT, related_name="approvals")
    step = models.CharField(max_length=12)
    account = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, related_name="+")
    round = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    fen = models.BigIntegerField()
    except_person = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["payout", "step"], condition=models.Q(voided_at=None), name="step_approved_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.payout_id} {self.step}"


class LineChange(models.Model):
    """A statement whose lines changed while it was being approved: before and after, in fen."""

    payout = models.ForeignKey(Payout, on_delete=PROTECT, related_name="changes")
    person = models.CharField(max_length=64)
    before = models.JSONField(default=list)
    after = models.JSONField(default=list)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.payout_id} {self.person}"


class Transfer(models.Model):
    """Money that went to somebody, or came back from the bank. `move` is pay or fail; `fen` is the statement's sum."""

    slip = models.ForeignKey(Slip, on_delete=PROTECT, related_name="transfers")
    move = models.CharField(max_length=8)
    fen = models.BigIntegerField()
    day = models.DateField()
    reference = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.slip_id} {self.move} {self.fen}"


class Export(models.Model):
    """A file that left Merit: by which layout, how many people, how much, and its SHA-256. The file is not kept."""

    payout = models.ForeignKey(Payout, on_delete=PROTECT, related_name="exports")
    layout = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    rows = models.PositiveIntegerField()
    fen = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.payout_id} {self.name}"


class LedgerCheck(models.Model):
    """Everything ever paid held against a recomputation from scratch; `people` are rows of fen by person."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, null=True, related_name="+")
    periods = models.JSONField(default=list)
    into = models.CharField(max_length=24, blank=True)
    """The open period that takes what is still to adjust."""
    people = models.JSONField(default=list)
    holds = models.BooleanField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at} {'holds' if self.holds else 'differs'}"
