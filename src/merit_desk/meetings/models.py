"""Review meetings in series: who takes part, what was said, decided and promised, what a strategy review changes."""

from django.conf import settings
from django.db import models

from merit.follow.meeting import MeetingState

STEPS = ("goal", "result", "reason", "rule")
"""回顾目标 · 评估结果 · 分析原因 · 总结规律"""


class Kind(models.TextChoices):
    """A strategy review also collects changes of goals and weights."""

    REVIEW = "review"
    STRATEGY = "strategy"


class Rhythm(models.TextChoices):
    """What one meeting looks back on; a core grain."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class Series(models.Model):
    """Meetings of one node. Read by its members and by the line above the node; `chair` leads it."""

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.REVIEW)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices)
    node_kind = models.CharField(max_length=12)
    node = models.CharField(max_length=64, db_index=True)
    """A department or team; of the company the core's id of it."""
    title = models.CharField(max_length=80)
    chair = models.CharField(max_length=64, db_index=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Member(models.Model):
    """Somebody who takes part; the chair is one of them."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="members")
    person = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "person"], name="member_once")]

    def __str__(self) -> str:
        return self.person


class Meeting(models.Model):
    """One sitting. `figures` is what stood on the page when it was sent: [{"kpi", "value", "target", "before"}]."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="meetings")
    period = models.CharField(max_length=24)
    """What it looks back on: 2026-10, 2026-W43, 2026-Q3."""
    day = models.DateField()
    state = models.CharField(
        max_length=12,
        choices=[(each.value, each.value) for each in MeetingState],
        default=str(MeetingState.PREPARED),
    )
    figures = models.JSONField(default=list)
    sent_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    """When the changes of a strategy review were put in force, all of them together."""

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [models.UniqueConstraint(fields=["series", "period"], name="one_meeting_per_period")]

    def __str__(self) -> str:
        return f"{self.series_id} {self.period}"


class Topic(models.Model):
    """One matter in the four steps of 复盘: what was aimed at, what came of it, why, what to learn."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="topics")
    title = models.CharField(max_length=120)
    goal = models.TextField(blank=True, max_length=4000)
    result = models.TextField(blank=True, max_length=4000)
    reason = models.TextField(blank=True, max_length=4000)
    rule = models.TextField(blank=True, max_length=4000)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """What was decided, numbered within the meeting, and by whom."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=500)
    decided_by = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="decision_number_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.text}"


class Action(models.Model):
    """Who does what until when. It stands on every later meeting of the series until it is done."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(max_length=300)
    owner = models.CharField(max_length=64, db_index=True)
    due = models.DateField()
    task = models.BigIntegerField(null=True, blank=True)
    """The task of the follow-up that was made of it."""
    done_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return self.text


class Attendance(models.Model):
    """Whether a member was there."""

    class State(models.TextChoices):
        """Excused: said so before."""

        PRESENT = "present"
        EXCUSED = "excused"
        ABSENT = "absent"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    person = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.state}"


class Verdict(models.TextChoices):
    """What becomes of a goal in the next period."""

    KEEP = "keep"
    CHANGE = "change"
    DROP = "drop"


class Change(models.Model):
    """One change that a strategy review collects: of a goal, or of the weights of a score plan. Not in force yet.

    Of a goal `before` and `after` hold parent, target and weight; of a plan {"indicator": "weight"}. `seen` is the
    version that was looked at: one that has moved on since stops all of them.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="changes")
    goal = models.BigIntegerField(null=True, blank=True)
    plan = models.CharField(max_length=80, blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, default=Verdict.CHANGE)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    seen = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "goal"], condition=models.Q(goal__isnull=False), name="goal_changed_once"
            ),
            models.UniqueConstraint(fields=["meeting", "plan"], condition=~models.Q(plan=""), name="plan_changed_once"),
        ]

    def __str__(self) -> str:
        return self.plan or str(self.goal)
