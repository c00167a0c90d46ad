"""Development and improvement plans, career steps, promotion cases, and how people are thought to grow.

People, posts and teams are ids of the company. Nothing here ends an employment: a case reaches the organisation only
as a new spell, through the actions of the people.
"""

from django.conf import settings
from django.db import models

from merit.follow.growth_plan import PlanKind, PlanOutcome, PlanState
from merit.follow.promotion import CaseKind, CaseState
from merit.reviews.nine_box import Potential
from merit_desk.training.models import Course


def _choices(values: object) -> list[tuple[str, str]]:
    return [(str(each), str(each)) for each in values]  # type: ignore[attr-defined]


SUPPORTS = ("training", "coaching", "tools", "time", "other")
READINESS = ("now", "year", "later")


class GrowthPlan(models.Model):
    """发展计划 or 改进计划; `state` only changes by `merit.follow.growth_plan`, `version` grows with every change."""

    person = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=12, choices=_choices(PlanKind))
    title = models.CharField(max_length=120)
    why = models.TextField(max_length=2000, blank=True)
    grounds = models.JSONField(default=list)
    """[{"ground", "period", "segment", "indicator", "title", "actual", "target", "text"}], as they read then."""
    first = models.DateField()
    last = models.DateField()
    reviews = models.JSONField(default=list)
    """Days in the middle on which it is looked at, as ISO text."""
    state = models.CharField(max_length=14, choices=_choices(PlanState), default=str(PlanState.PROPOSED))
    outcome = models.CharField(max_length=10, choices=_choices(PlanOutcome), blank=True)
    conclusion = models.TextField(max_length=2000, blank=True)
    author = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person_signed_at = models.DateTimeField(null=True, blank=True)
    line_signed_at = models.DateTimeField(null=True, blank=True)
    line_signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    refusal = models.TextField(max_length=2000, blank=True)
    """What the person said who does not sign, as HR wrote it down."""
    concluded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "kind"])]

    def __str__(self) -> str:
        return self.title


class Aim(models.Model):
    """What is to be reached; with an indicator and a figure it can be measured."""

    plan = models.ForeignKey(GrowthPlan, on_delete=models.CASCADE, related_name="aims")
    text = models.CharField(max_length=200)
    indicator = models.CharField(max_length=80, blank=True)
    target = models.CharField(max_length=40, blank=True)
    """A decimal number as text, in the unit of the indicator."""

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Support(models.Model):
    """What the company does for it: who does it until when."""

    plan = models.ForeignKey(GrowthPlan, on_delete=models.CASCADE, related_name="supports")
    kind = models.CharField(max_length=10, choices=_choices(SUPPORTS))
    text = models.CharField(max_length=200)
    who = models.CharField(max_length=64, blank=True)
    due = models.DateField(null=True, blank=True)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class CareerStep(models.Model):
    """From one post to the next with its criteria; a changed step is a new row, the old one is retired."""

    from_post = models.CharField(max_length=64, db_index=True)
    to_post = models.CharField(max_length=64, db_index=True)
    criteria = models.JSONField(default=list)
    """[{"kind", "what", "need", "times", "of"}]; `need` a decimal as text."""
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["from_post", "to_post", "pk"]

    def __str__(self) -> str:
        return f"{self.from_post} → {self.to_post}"


class Recommendation(models.Model):
    """Somebody recommends a person for a post, in words that the line and the panel read."""

    person = models.CharField(max_length=64, db_index=True)
    to_post = models.CharField(max_length=64)
    author = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "to_post", "author"], name="recommended_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.to_post}"


class Case(models.Model):
    """晋升 or 调岗; `state` only changes by `merit.follow.promotion`. Pay is text of two decimals, empty: unchanged."""

    person = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=12, choices=_choices(CaseKind))
    from_post = models.CharField(max_length=64)
    to_post = models.CharField(max_length=64)
    to_team = models.CharField(max_length=64)
    manager = models.CharField(max_length=200, blank=True)
    start = models.DateField()
    """The first day in the new post."""
    bonus_base = models.CharField(max_length=20, blank=True)
    wage = models.CharField(max_length=20, blank=True)
    reason = models.TextField(max_length=4000)
    evidence = models.JSONField(default=list)
    """[{"kind", "what", "have", "need", "met", "periods"}]: the standing as it was when it was submitted."""
    state = models.CharField(max_length=10, choices=_choices(CaseState), default=str(CaseState.DRAFT))
    author = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    shown_at = models.DateTimeField(null=True, blank=True)
    """Since when the person knows of it."""
    agreed = models.JSONField(default=dict)
    """What the person agreed to: {"terms", "digest", "how": desk or paper, "note", "at", "account"}."""
    ground = models.ForeignKey(GrowthPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The improvement plan that was not reached, where there is no agreement."""
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state"], name="growth_case_state")]

    def __str__(self) -> str:
        return f"{self.person} → {self.to_post}"


class PanelSeat(models.Model):
    """Somebody who decides on a case; `favours` is None until they have voted, and then stays."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="panel")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    favours = models.BooleanField(null=True, blank=True)
    reason = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "account"], name="one_seat_on_a_panel")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.account_id}"


class GrowthStep(models.Model):
    """One step of a plan or a case, never changed: who did what when, and what they wrote."""

    plan = models.ForeignKey(GrowthPlan, on_delete=models.CASCADE, null=True, related_name="steps")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, related_name="steps")
    at = models.DateTimeField(auto_now_add=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.CharField(max_length=64, blank=True)
    move = models.CharField(max_length=14)
    note = models.TextField(max_length=4000, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.move


class PotentialJudgement(models.Model):
    """What somebody is thought to grow into, with the reason; the latest stands, none is changed."""

    person = models.CharField(max_length=64, db_index=True)
    potential = models.CharField(max_length=4, choices=_choices(Potential))
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.person} {self.potential}"


class SuccessionNote(models.Model):
    """Who could take over a post, and how soon."""

    post = models.CharField(max_length=64)
    person = models.CharField(max_length=64, db_index=True)
    readiness = models.CharField(max_length=5, choices=_choices(READINESS))
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["post", "readiness", "pk"]
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="one_note_per_successor")]

    def __str__(self) -> str:
        return f"{self.post} {self.person}"
