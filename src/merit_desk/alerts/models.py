"""Alerts with their evidence and every step, who was told, the channels people chose, and each sending."""

from django.conf import settings
from django.db import models

from merit.alerts.standing import AlertState


class Way(models.TextChoices):
    """By which way somebody hears of an alert besides the application."""

    MAIL = "mail"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    WEBHOOK = "webhook"


class Alert(models.Model):
    """One episode of a rule at a node and KPI. `key` is the core's; `said` the code and gaps of its sentence without
    names; `evidence` the intervals as the core judged them, exact values as text."""

    key = models.CharField(max_length=300, db_index=True)
    rule = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    kpi = models.CharField(max_length=80)
    node_kind = models.CharField(max_length=20)
    node = models.CharField(max_length=80)
    state = models.CharField(max_length=14, choices=[(str(each), str(each)) for each in AlertState], db_index=True)
    interval = models.CharField(max_length=30)
    """The latest breach; by its period it is settled who may see it."""
    since = models.CharField(max_length=30, blank=True)
    judged = models.DateField()
    """The last day of data when its state last changed."""
    by_hand = models.BooleanField(default=False)
    said = models.JSONField(default=dict)
    evidence = models.JSONField(default=list)
    stake = models.DecimalField(max_digits=22, decimal_places=2, null=True)
    """Currency units, an estimate; null where nobody can say."""
    cause = models.CharField(max_length=300, blank=True)
    """The key of the alert that stands for its group."""
    links = models.JSONField(default=list)
    to = models.JSONField(default=list)
    """People whom the rule names."""
    snoozed_until = models.DateField(null=True, blank=True)
    """Nobody is told of it before that day."""
    task = models.ForeignKey("follow.Task", on_delete=models.SET_NULL, null=True, blank=True, related_name="alerts")
    fired_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-fired_at", "-pk"]

    def __str__(self) -> str:
        return self.key

    @property
    def is_open(self) -> bool:
        """Whether it still is to be dealt with."""
        return self.state in (AlertState.FIRING, AlertState.ACKNOWLEDGED)


class AlertStep(models.Model):
    """What happened to an alert: an event of the data (no account), or somebody's move with its reason."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="steps")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    move = models.CharField(max_length=14)
    note = models.TextField(max_length=2000, blank=True)
    until = models.DateField(null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.move}"


class Told(models.Model):
    """An account heard of an alert on a day; `later`: beyond the day's budget, in the digest only."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="told")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alerts_told")
    day = models.DateField()
    later = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["account", "day"])]

    def __str__(self) -> str:
        return f"{self.account_id} {self.alert_id}"


class Channel(models.Model):
    """Where somebody wants to hear of alerts. Address and secret are sealed; `shown` says which it is, without them."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alert_channels")
    way = models.CharField(max_length=10, choices=Way.choices)
    name = models.CharField(max_length=60)
    shown = models.CharField(max_length=120)
    sealed = models.TextField()
    on = models.BooleanField(default=True)
    failure = models.CharField(max_length=30, blank=True)
    """Why the latest sending failed; empty after one that came through."""
    failed_with = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.way} {self.shown}"


class Sending(models.Model):
    """One message on its way; `channel` null: by mail. `next_at` null: nothing more is tried."""

    told = models.ForeignKey(Told, on_delete=models.CASCADE, related_name="sendings", null=True)
    """Null for a trial."""
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="sendings", null=True)
    message = models.CharField(max_length=40, unique=True)
    """The id by which a receiver knows a message that comes twice."""
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=30, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["delivered_at", "next_at"])]

    def __str__(self) -> str:
        return self.message


class Look(models.Model):
    """One look at all rules; `state` is what it looked at (the load, the rules, the day)."""

    state = models.CharField(max_length=120)
    closed = models.DateField(null=True)
    watched = models.IntegerField(default=0)
    firing = models.IntegerField(default=0)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%F %H:%M}"
