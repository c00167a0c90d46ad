"""When somebody wants to be reminded, and what each day's digest held."""

from django.conf import settings
from django.db import models

USUAL_HOUR = 9


class Wishes(models.Model):
    """One person's own settings; without a row the usual ones hold."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminder_wishes")
    hour = models.PositiveSmallIntegerField(default=USUAL_HOUR)
    """The digest comes in the first quiet-free minute from this hour on, on the company's clock."""
    days_before = models.PositiveSmallIntegerField(default=3)
    """Working days before a deadline on which it is named first."""
    quiet_from = models.PositiveSmallIntegerField(default=21)
    quiet_to = models.PositiveSmallIntegerField(default=8)
    """Nothing is sent from `quiet_from` to `quiet_to` o'clock; the same hour twice means no quiet hours."""
    by_mail = models.BooleanField(default=True)
    mentions_at_once = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.account_id} {self.hour}:00"


class Digest(models.Model):
    """What was told to an account on a day; once there, nothing more is sent that day. `items` empty: nothing was due.

    Each item: {"group", "place", "what", "note", "address", "due", "count"}; escalated ones name only who and how many.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    day = models.DateField()
    items = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [models.UniqueConstraint(fields=["account", "day"], name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.day}"


class MentionMail(models.Model):
    """A notice of a mention that was sent by mail at once, so that it is not sent twice."""

    notice = models.BigIntegerField(unique=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.notice)
