"""Tokens, what was already answered, how often was asked, and webhooks with their deliveries."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Token(models.Model):
    """A key of a program that acts as `account`. Only its SHA-256 is kept; `prefix` tells tokens apart on screen."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.prefix} {self.name}"

    @property
    def scope_codes(self) -> list[str]:
        """The sentences of its scopes."""
        return [f"api.scope.{scope.replace(':', '_')}" for scope in self.scopes]

    @property
    def in_force(self) -> bool:
        """Whether it opens anything now."""
        return self.revoked_at is None and timezone.now() < self.expires_at


class Answered(models.Model):
    """The answer to a write with an Idempotency-Key, given again when asked again; None while it is made."""

    asker = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    status = models.IntegerField(null=True)
    content_type = models.CharField(max_length=100, blank=True)
    content = models.BinaryField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asker", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return f"{self.asker} {self.key}"


class Asked(models.Model):
    """How often an asker has asked in one minute."""

    asker = models.CharField(max_length=40)
    minute = models.BigIntegerField()
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asker", "minute"], name="one_count_per_minute")]

    def __str__(self) -> str:
        return f"{self.asker} {self.minute} {self.count}"


class Webhook(models.Model):
    """An address of another system that is told of events. `secret` signs, so it is kept as it is."""

    address = models.CharField(max_length=500)
    events = models.JSONField(default=list)
    secret = models.CharField(max_length=80)
    note = models.CharField(max_length=80, blank=True)
    on = models.BooleanField(default=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.address


class Delivery(models.Model):
    """One message to one webhook with what became of it; `next_at` is empty when nothing more will be tried."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    message = models.CharField(max_length=40)
    event = models.CharField(max_length=60)
    content = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    status = models.IntegerField(null=True)
    failure = models.CharField(max_length=60, blank=True)
    """A word for what went wrong (`api.failure_<word>`)."""

    class Meta:
        indexes = [models.Index(fields=["next_at"]), models.Index(fields=["webhook", "-id"])]

    def __str__(self) -> str:
        return f"{self.message} {self.event}"

    @property
    def failure_code(self) -> str:
        """The sentence of the failure."""
        return f"api.failure_{self.failure}"
