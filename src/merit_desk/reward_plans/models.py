"""What somebody has against a version of a reward plan, and what they are answered."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, Q

WAYS = ("desk", "meeting", "paper", "mail")
"""How a version is made known; its people are told here, whatever the way."""


class Objection(models.Model):
    """A person's words on a version that was made known to them; one open at a time. `answer` is HR's."""

    reward = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    person = models.CharField(max_length=64)
    words = models.TextField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["reward", "version", "person"])]
        constraints = [
            models.UniqueConstraint(
                fields=["reward", "version", "person"], condition=Q(answered_at=None), name="one_open_objection"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reward} v{self.version} {self.person}"
