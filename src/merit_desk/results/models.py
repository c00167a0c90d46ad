"""Whose results of which period are released to the people they concern."""

from django.conf import settings
from django.db import models


class Release(models.Model):
    """From now on `person` may see their own result of the period; an empty person stands for everybody in it."""

    period = models.CharField(max_length=24)
    person = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "person"], name="released_once")]

    def __str__(self) -> str:
        return f"{self.period} {self.person}".strip()
