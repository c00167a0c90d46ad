"""福利积分: entries that nobody changes, each with cause, account and time; no balance falls below zero."""

from django.conf import settings
from django.db import models
from django.db.models import CASCADE, PROTECT, F, Q

from merit.rewards.recognition.redemption import RedemptionState

_ACCOUNT = settings.AUTH_USER_MODEL


class Holder(models.Model):
    """A person's book. `balance` is Σ of their entries: the row is the lock under which entries are written."""

    person = models.CharField(max_length=64, unique=True)
    balance = models.IntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(balance__gte=0), name="points_never_below_zero")]

    def __str__(self) -> str:
        return f"{self.person} {self.balance}"


class PointEntry(models.Model):
    """Points that came (above zero: a lot with its last day) or went (below zero: out of the lot named).

    `against` is the other side: a giver's month, the company, a redemption. Written once.
    """

    holder = models.ForeignKey(Holder, on_delete=PROTECT, related_name="entries")
    points = models.IntegerField()
    cause = models.CharField(max_length=12)
    against = models.CharField(max_length=80)
    note = models.CharField(max_length=200, blank=True)
    lot = models.ForeignKey("self", null=True, on_delete=PROTECT, related_name="taken")
    last_day = models.DateField(null=True)
    day = models.DateField()
    author = models.ForeignKey(_ACCOUNT, null=True, on_delete=PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    token = models.CharField(max_length=60, unique=True, null=True)
    """What makes a second sending harmless."""

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(points=0), name="an_entry_moves_points"),
            models.CheckConstraint(
                condition=Q(points__gt=0, lot=None) | Q(points__lt=0, lot__isnull=False), name="what_goes_leaves_a_lot"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder_id} {self.points} {self.cause}"


class GivingBudget(models.Model):
    """So many points a month that somebody in charge may give to their people, from the month on."""

    person = models.CharField(max_length=64)
    since = models.CharField(max_length=7)
    """The first month, 2026-11."""
    monthly = models.PositiveIntegerField()

    class Meta:
        ordering = ["person", "-since"]
        constraints = [models.UniqueConstraint(fields=["person", "since"], name="one_budget_per_month")]

    def __str__(self) -> str:
        return f"{self.person} {self.since} {self.monthly}"


class MonthGiven(models.Model):
    """What a giver has given in a month: Σ of their entries, never over the budget of that month."""

    person = models.CharField(max_length=64)
    month = models.CharField(max_length=7)
    allowed = models.PositiveIntegerField()
    given = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "month"], name="one_month_per_giver"),
            models.CheckConstraint(condition=Q(given__lte=F("allowed")), name="no_more_than_the_budget"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.month} {self.given}"


class Gift(models.Model):
    """Something points can be spent on. `stock` None: there is always one. `valued` is what kind of thing it is."""

    title = models.CharField(max_length=60, unique=True)
    text = models.CharField(max_length=300, blank=True)
    valued = models.CharField(max_length=16)
    points = models.PositiveIntegerField()
    stock = models.PositiveIntegerField(null=True, blank=True)
    open = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["points", "title"]

    def __str__(self) -> str:
        return self.title


class Redemption(models.Model):
    """Somebody asked for a gift at the points it cost then."""

    gift = models.ForeignKey(Gift, on_delete=PROTECT, related_name="redemptions")
    holder = models.ForeignKey(Holder, on_delete=CASCADE, related_name="redemptions")
    points = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default=str(RedemptionState.ASKED), db_index=True)
    at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField(auto_now=True)
    note = models.CharField(max_length=300, blank=True)
    token = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.gift_id} {self.holder_id} {self.state}"
