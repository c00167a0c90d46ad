"""期权授予: the terms as they were offered, and what the holder said to them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import PROTECT

from merit.rewards.equity.grant import GrantState
from merit.rewards.equity.vesting import VestingSchedule

_ACCOUNT = settings.AUTH_USER_MODEL


class OptionGrant(models.Model):
    """One grant. `price` is what a unit costs its holder, four decimals, of `currency`; no value is put on it.

    `leaver` maps each kind of leaver to its rule. `digest` is the SHA-256 of the terms as canonical JSON when they were
    offered; the holder agrees to that digest.
    """

    number = models.CharField(max_length=20, unique=True)
    person = models.CharField(max_length=64, db_index=True)
    agreement = models.CharField(max_length=80)
    units = models.PositiveBigIntegerField()
    price = models.DecimalField(max_digits=16, decimal_places=4)
    currency = models.CharField(max_length=3)
    granted_on = models.DateField()
    start = models.DateField()
    months = models.PositiveSmallIntegerField()
    cliff_months = models.PositiveSmallIntegerField()
    every_months = models.PositiveSmallIntegerField()
    conditions = models.TextField(max_length=2000, blank=True)
    leaver = models.JSONField()
    exercise_days = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default=str(GrantState.DRAFT))
    version = models.PositiveIntegerField(default=1)
    digest = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    offered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(_ACCOUNT, null=True, on_delete=PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    left_on = models.DateField(null=True)
    left_kind = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["-granted_on", "-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def schedule(self) -> VestingSchedule:
        """When it vests."""
        return VestingSchedule(self.units, self.start, self.months, self.cliff_months, self.every_months)

    @property
    def terms(self) -> dict[str, Any]:
        """What both sides agree to, as JSON values."""
        names = ("number", "person", "agreement", "units", "currency", "months", "cliff_months", "every_months")
        found = {name: getattr(self, name) for name in (*names, "conditions", "leaver", "exercise_days")}
        days = {"granted_on": self.granted_on.isoformat(), "start": self.start.isoformat()}
        return found | days | {"price": f"{self.price:.4f}"}
