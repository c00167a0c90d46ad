"""Calibration sessions, who is invited, every change that was made, and who is looking just now."""

from django.conf import settings
from django.db import models

from merit_desk.cycles.models import Cycle


class Session(models.Model):
    """A meeting about the grades of comparable people in one cycle: those in one of the posts, within the team.

    An empty list of posts and an empty team stand for everybody.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="sessions")
    title = models.CharField(max_length=120)
    posts = models.JSONField(default=list)
    team = models.CharField(max_length=64, blank=True)
    reference = models.JSONField(default=list)
    """[[grade, percent], …] from the best grade; empty: the quota of the plan, where it has one."""
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    """None while people may still change grades in it."""

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class Seat(models.Model):
    """A manager who is invited to the session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="seats")
    person = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="one_seat_in_a_session")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.person}"


class Change(models.Model):
    """One change of a grade or a potential, with its reason; never altered, never taken away.

    `undoes` is the change that this one takes back; then the reason is empty.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="changes")
    person = models.CharField(max_length=64, db_index=True)
    field = models.CharField(max_length=12, choices=[("grade", "grade"), ("potential", "potential")])
    before = models.CharField(max_length=20, blank=True)
    """Empty for a potential that nobody had judged."""
    after = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.person} {self.field} {self.before} → {self.after}"


class Presence(models.Model):
    """That somebody has the session open, and whom they are just writing about; a matter of seconds, no record."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="present")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    writing = models.CharField(max_length=64, blank=True)
    """The person whose grade or potential they are about to change."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "account"], name="present_once")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.account_id}"
