"""Agreements with their terms by version, signatures, proposals, requested changes and notices."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from merit.targets.agreement import AgreementState
from merit_desk.cycles.models import Participant

STATES = [(state.value, state.value) for state in AgreementState]


class Agreement(models.Model):
    """The agreement of one person's review; `state` only changes through `agreements.actions.move`.

    `terms` are those that stand (see `queries/terms.py`), `digest` is the SHA-256 of their canonical JSON; both are
    also kept as the version `number`. A withdrawn one may be followed by another.
    """

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="agreements")
    state = models.CharField(max_length=12, choices=STATES, default=str(AgreementState.DRAFT), db_index=True)
    number = models.PositiveIntegerField(default=1)
    terms = models.JSONField()
    digest = models.CharField(max_length=64)
    in_force_from = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    moved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=~Q(state="withdrawn"), name="one_agreement_that_stands"
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} v{self.number} {self.state}"


class Terms(models.Model):
    """One version of the terms, never changed or deleted. `why` is issued, negotiated or changed."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    terms = models.JSONField()
    digest = models.CharField(max_length=64)
    why = models.CharField(max_length=12)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="terms_version_once")]

    def __str__(self) -> str:
        return f"{self.agreement_id} v{self.number}"


class NoticeGiven(models.Model):
    """告知: a version of the terms was made known to the person; `read_at` is when they first opened it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="notices")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="one_notice_per_version")]

    def __str__(self) -> str:
        return f"{self.agreement_id} v{self.number} {self.at}"


class ChangeRequest(models.Model):
    """A change of targets asked for while the agreement is in force, from the day `start` on.

    `points`: [{"indicator": key, "before": text, "basis": of before, "target": text}]; `state` is open, approved,
    refused or withdrawn. `digest` covers day and points: what the person signs who agrees to a change of past days.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="changes")
    start = models.DateField()
    points: "models.JSONField[Any]" = models.JSONField()
    reason = models.CharField(max_length=500)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default="open")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement"], condition=Q(state="open"), name="one_open_change"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.start} {self.state}"


class Signature(models.Model):
    """Who signed what in which capacity, never changed or deleted. `change` is None where the terms were signed."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    change = models.ForeignKey(ChangeRequest, on_delete=models.PROTECT, null=True, related_name="signatures")
    number = models.PositiveIntegerField()
    """The version of the terms that stood."""
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=80)
    capacity = models.CharField(max_length=12)
    """A Party: subject, manager, hr or owner."""
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    origin = models.CharField(max_length=45, blank=True)

    def __str__(self) -> str:
        return f"{self.agreement_id} v{self.number} {self.capacity}"


class Proposal(models.Model):
    """What the person proposed about a version of the terms, and the answer as a whole."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveIntegerField()
    note = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.agreement_id} v{self.number}"


class Point(models.Model):
    """One indicator of a proposal: another target with its reason, and what was answered.

    `answer` is accept, refuse (with `answer_note`) or counter (with `counter`); empty while it waits.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="points")
    indicator = models.CharField(max_length=160)
    before = models.CharField(max_length=40)
    basis = models.CharField(max_length=16, default="absolute")
    """What `before` means; the proposed target is absolute."""
    target = models.CharField(max_length=40)
    reason = models.CharField(max_length=500)
    answer = models.CharField(max_length=8, blank=True)
    answer_note = models.CharField(max_length=500, blank=True)
    counter = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.indicator}"
