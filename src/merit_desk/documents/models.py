"""Versions of the company folder's files, and what somebody has begun to write."""

from django.conf import settings
from django.db import models


class Version(models.Model):
    """One state of one file, never changed afterwards. `author` is None for a state found in the folder.

    `text` is None where the file was taken away. `digest` is the SHA-256 of its bytes.
    """

    path = models.CharField(max_length=200)
    number = models.IntegerField()
    text = models.TextField(null=True)
    digest = models.CharField(max_length=64)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.path} #{self.number}"


class Draft(models.Model):
    """What an account has begun to write about a matter and not yet put in force; saved as they type."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=200)
    content = models.JSONField(default=dict)
    based_on = models.CharField(max_length=64, blank=True)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "about"], name="one_draft_per_matter")]

    def __str__(self) -> str:
        return self.about


class Lock(models.Model):
    """One row, locked while the folder is written, so that two processes never write at the same time."""

    def __str__(self) -> str:
        return "folder"
