"""What becomes of a result: its versions, the answer to it, appeals, interviews, seals and corrections."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT

from merit.reviews.appeal import AppealMatter, AppealState, Verdict
from merit.reviews.correction import CorrectionState
from merit.reviews.interview import InterviewState
from merit_desk.cycles.models import Cycle, Participant

_ACCOUNT = settings.AUTH_USER_MODEL


def _choices(values: type) -> list[tuple[str, str]]:
    return [(str(value), str(value)) for value in values]  # type: ignore[attr-defined]


class ResultVersion(models.Model):
    """A result as it was shown to the person; written once. `kind` is release, appeal or mended.

    `content` holds total, grade, status, plan with version, and the indicators; `digest` is its SHA-256 as canonical
    JSON.
    """

    participant = models.ForeignKey(Participant, on_delete=PROTECT, related_name="result_versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["participant", "number"], name="result_version_once")]

    def __str__(self) -> str:
        return f"{self.participant_id} v{self.number}"


class PlannedRelease(models.Model):
    """Results that open by themselves at a moment; `people` are ids of people, all of the cycle when empty."""

    cycle = models.ForeignKey(Cycle, on_delete=PROTECT, related_name="planned_releases")
    people = models.JSONField(default=list)
    at = models.DateTimeField()
    made_by = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancelled = models.BooleanField(default=False)
    released = models.PositiveIntegerField(default=0)
    refusal = models.JSONField(null=True)
    """Why it came to nothing: a code with its gaps."""

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.at}"


class Answer(models.Model):
    """The person's word on a released version: confirmed, or silent when the deadline passed without one."""

    participant = models.OneToOneField(Participant, on_delete=PROTECT, related_name="answer")
    version = models.ForeignKey(ResultVersion, on_delete=PROTECT, related_name="+")
    silent = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    account = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.participant_id} {'silent' if self.silent else 'confirmed'}"


class Appeal(models.Model):
    """What a person disputes, and what was decided; `line` is the id of an indicator where it is about one.

    `evidence` are links or rows that the person names: a list of texts. `stand_in` says that nobody outside the line
    could be found, so that the owner or HR decides.
    """

    participant = models.ForeignKey(Participant, on_delete=PROTECT, related_name="appeals")
    version = models.ForeignKey(ResultVersion, on_delete=PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=_choices(AppealState), default=str(AppealState.FILED))
    matter = models.CharField(max_length=10, choices=_choices(AppealMatter))
    line = models.CharField(max_length=80, blank=True)
    what = models.TextField()
    wanted = models.TextField()
    reason = models.TextField()
    evidence = models.JSONField(default=list)
    filed_at = models.DateTimeField(auto_now_add=True)
    due = models.DateField()
    """The last day for the decision."""
    judge = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, null=True, related_name="+")
    stand_in = models.BooleanField(default=False)
    assigned_at = models.DateTimeField(null=True)
    assigned_by = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=10, choices=_choices(Verdict), blank=True)
    grounds = models.TextField(blank=True)
    grade = models.CharField(max_length=24, blank=True)
    """The new grade, where the verdict gives one."""
    mending = models.TextField(blank=True)
    """What is to be mended in the data, and after that what was."""
    mended = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.matter} {self.state}"


class Statement(models.Model):
    """What a side was asked by the judge, and what it said; `side` is subject or manager."""

    appeal = models.ForeignKey(Appeal, on_delete=PROTECT, related_name="statements")
    side = models.CharField(max_length=10)
    question = models.TextField(blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    text = models.TextField(blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.appeal_id} {self.side}"


class Interview(models.Model):
    """The record of the talk about the result. `steps`: [{"what", "by" (ISO day), "support"}].

    `revision` counts what is written, so that two who write at once are told.
    """

    participant = models.OneToOneField(Participant, on_delete=PROTECT, related_name="interview")
    state = models.CharField(max_length=10, choices=_choices(InterviewState), default=str(InterviewState.DRAFT))
    held_on = models.DateField(null=True)
    well = models.TextField(blank=True)
    improve = models.TextField(blank=True)
    steps = models.JSONField(default=list)
    own_words = models.TextField(blank=True)
    """The person's own; covered by the person's signature alone."""
    revision = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now=True)
    note = models.TextField(blank=True)
    """Why there was none, or how the refusal to sign came about."""
    witness = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.participant_id} {self.state}"


class Signature(models.Model):
    """Who signed which text when: `digest` is the SHA-256 of the record as canonical JSON. Voided, never deleted."""

    interview = models.ForeignKey(Interview, on_delete=PROTECT, related_name="signatures")
    party = models.CharField(max_length=10)
    account = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.interview_id} {self.party}"


class CycleSeal(models.Model):
    """A sealed cycle: `content` holds the digest of every record, the period's fingerprints, and the trail's head."""

    cycle = models.OneToOneField(Cycle, on_delete=PROTECT, related_name="seal")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.digest[:12]}"


class SealedRecord(models.Model):
    """One person's record as it was sealed, so that a verification can say what differs."""

    seal = models.ForeignKey(CycleSeal, on_delete=PROTECT, related_name="records")
    participant = models.OneToOneField(Participant, on_delete=PROTECT, related_name="sealed_record")
    record = models.JSONField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.participant_id} {self.digest[:12]}"


class SealCheck(models.Model):
    """One verification of a seal; `differences` are code and gaps of a sentence each."""

    seal = models.ForeignKey(CycleSeal, on_delete=PROTECT, related_name="checks")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, null=True, related_name="+")
    records = models.PositiveIntegerField()
    files = models.PositiveIntegerField()
    entries = models.PositiveIntegerField()
    differences = models.JSONField(default=list)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.seal_id} {len(self.differences)}"


class Correction(models.Model):
    """A new entry that names a sealed result; it never changes it."""

    participant = models.ForeignKey(Participant, on_delete=PROTECT, related_name="corrections")
    state = models.CharField(max_length=10, choices=_choices(CorrectionState), default=str(CorrectionState.PROPOSED))
    sealed_digest = models.CharField(max_length=64)
    before = models.CharField(max_length=24)
    after = models.CharField(max_length=24)
    reason = models.TextField()
    proposed_by = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.before} {self.after} {self.state}"
