"""Which periods' results are released to the people they concern."""

from django.conf import settings
from django.db import models


class Release(models.Model):
    """From now on everybody may see their own result of the period."""

    period = models.CharField(max_length=24, unique=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.period
