"""Notices inside the application: a sentence's code with its gaps, and where it leads."""

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """Unread until `read_at` is set."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    code = models.CharField(max_length=60)
    gaps = models.JSONField(default=dict)
    address = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "read_at", "-at"])]

    def __str__(self) -> str:
        return self.code
