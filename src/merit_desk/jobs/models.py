"""Work in the background: what was asked, how far it is, and what came of it."""

from django.conf import settings
from django.db import models

from merit_desk.jobs.states import JobState


class Job(models.Model):
    """`outcome` holds counts by name and, at the end, what the body returned; `refusal` a code with its gaps."""

    kind = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=JobState.WAITING, choices=[(s.value, s.value) for s in JobState])
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    outcome = models.JSONField(default=dict)
    refusal = models.JSONField(null=True)
    cancel_wanted = models.BooleanField(default=False)
    attempts = models.IntegerField(default=0)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "beat_at"]), models.Index(fields=["kind", "-asked_at"])]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.state}"

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}
