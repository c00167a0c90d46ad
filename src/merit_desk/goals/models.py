"""Goals of every style as one kind of object, with their key results, notes of progress and history."""

from django.conf import settings
from django.db import models

from merit.targets.goal_life import GoalLevel, GoalState
from merit.targets.target import TargetBasis
from merit_desk.cycles.models import Cycle


class Style(models.TextChoices):
    """The method in whose words the goal is shown: KPI, OKR, management by objectives, balanced scorecard."""

    KPI = "kpi"
    OKR = "okr"
    MBO = "mbo"
    BSC = "bsc"


class Perspective(models.TextChoices):
    """The four sides of a balanced scorecard."""

    FINANCE = "finance"
    CUSTOMER = "customer"
    PROCESS = "process"
    LEARNING = "learning"


class Goal(models.Model):
    """One goal of one node for one period. `target` and `weight` are exact decimals as text; empty for none.

    A goal is measured by a KPI of `figure_kind`/`figure_node` (the goal's own node where empty), or in own words by
    `measure` and `unit`. `version` grows with every change: an edit based on an older one is refused.
    """

    title = models.CharField(max_length=200)
    level = models.CharField(max_length=12, choices=[(each.value, each.value) for each in GoalLevel])
    node = models.CharField(max_length=64)
    person = models.CharField(max_length=64, blank=True, db_index=True)
    """Who answers for it."""
    style = models.CharField(max_length=4, choices=[(each.value, each.value) for each in Style], default=Style.KPI)
    perspective = models.CharField(
        max_length=10, blank=True, choices=[(each.value, each.value) for each in Perspective]
    )
    kpi = models.CharField(max_length=100, blank=True)
    figure_kind = models.CharField(max_length=12, blank=True)
    figure_node = models.CharField(max_length=64, blank=True)
    wording = models.TextField(max_length=2000, blank=True)
    """What is done, how far, and who agrees that it is."""
    measure = models.CharField(max_length=80, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    adds_up = models.BooleanField(default=True)
    """Of an own measure: whether the parts of the business add up to it."""
    direction = models.CharField(max_length=4, default="up")
    """Of an own measure: up or down."""
    target = models.CharField(max_length=40, blank=True)
    basis = models.CharField(
        max_length=12,
        choices=[(each.value, each.value) for each in TargetBasis],
        default=str(TargetBasis.ABSOLUTE),
    )
    period = models.CharField(max_length=24, db_index=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    is_driver = models.BooleanField(default=False)
    sign = models.SmallIntegerField(default=1)
    """Of a driver that is a term of a sum: −1 where it is taken away."""
    join = models.CharField(max_length=8, blank=True)
    """How the drivers of this goal make it: product or sum; empty without drivers."""
    weight = models.CharField(max_length=12, blank=True)
    state = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in GoalState], default=str(GoalState.DRAFT)
    )
    note = models.CharField(max_length=300, blank=True)
    """Why the last move was made."""
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, null=True, blank=True, related_name="goals")
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["period", "level", "node"]), models.Index(fields=["state"])]

    def __str__(self) -> str:
        return self.title


class KeyResult(models.Model):
    """A result that shows that the objective is reached (OKR), or a criterion of it (MBO)."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="results")
    title = models.CharField(max_length=200)
    start = models.CharField(max_length=40, blank=True)
    target = models.CharField(max_length=40, blank=True)
    now = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    done = models.BooleanField(default=False)
    """Of a criterion without a number."""

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Outlook(models.TextChoices):
    """How its people see the goal's end."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"


class Progress(models.Model):
    """What somebody reports of a goal; `value` is the standing of an own measure, an exact decimal as text."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="progress")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    value = models.CharField(max_length=40, blank=True)
    outlook = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Outlook])

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.at:%Y-%m-%d}"


class GoalChange(models.Model):
    """One change of a goal with its reason; `before` and `after` hold the fields that changed."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="history")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=20)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.what}"
