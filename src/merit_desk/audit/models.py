"""The trail: one entry per change and per reading of a person's result; written once, chained by digests."""

from django.conf import settings
from django.db import models


class Head(models.Model):
    """The last link; its row is locked while an entry is added, so that entries stand in one line."""

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.number} {self.digest[:12]}"


class Entry(models.Model):
    """Who did what to which subject, before and after, when and from where. `digest` covers the entry and the last one.

    The database refuses to change or delete a row (triggers of the first migration).
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=80)
    """The account's name at that time; `merit` for the program itself."""
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    address = models.CharField(max_length=45, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["at"]),
            models.Index(fields=["subject_kind", "subject", "number"]),
            models.Index(fields=["action", "number"]),
            models.Index(fields=["account", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"
