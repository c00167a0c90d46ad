"""What people value, in their own order and for those whom they let see it. Nothing is written over."""

from django.conf import settings
from django.db import models
from django.db.models import CASCADE, PROTECT

from merit_desk.cycles.models import Cycle

_ACCOUNT = settings.AUTH_USER_MODEL


class ValuedRound(models.Model):
    """Asked of everybody at work by HR, or of one person by their manager before a 1-on-1 (`person`).

    `shown` is the overview as it was at closing: later consents change nothing in it, so that no difference tells.
    """

    title = models.CharField(max_length=120)
    cycle = models.ForeignKey(Cycle, null=True, blank=True, on_delete=PROTECT, related_name="+")
    person = models.CharField(max_length=64, blank=True, db_index=True)
    asker = models.CharField(max_length=64, blank=True)
    closes = models.DateField()
    closed_at = models.DateTimeField(null=True)
    shown = models.JSONField(default=dict)
    author = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.title


class ValuedWord(models.Model):
    """One answer. The latest of a person stands; the consents are the person's and can be changed at any time."""

    person = models.CharField(max_length=64, db_index=True)
    round = models.ForeignKey(ValuedRound, null=True, on_delete=CASCADE, related_name="answers")
    ranking = models.JSONField()
    text = models.CharField(max_length=500, blank=True)
    for_manager = models.BooleanField(default=False)
    for_hr = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)
    token = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person} {self.ranking}"
