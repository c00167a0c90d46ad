"""Feedback, requests for it, notes about people, 1-on-1 talks, comments: each with who may read it, kept for good."""

from django.conf import settings
from django.db import models

from merit.follow.feedback import AskState, ConsentState


class Kind(models.TextChoices):
    """Recognition names a value of the company; feedback says what to keep or to change."""

    FEEDBACK = "feedback"
    RECOGNITION = "recognition"


class Audience(models.TextChoices):
    """Who reads it besides the author. Chosen at writing; nothing widens it afterwards."""

    PERSON = "person"
    MANAGER = "manager"
    EVERYBODY = "everybody"
    """Everybody once the person has agreed; until then the person alone."""


class CompanyValue(models.Model):
    """What the company wants to praise, in the order in which it is offered."""

    title = models.CharField(max_length=40, unique=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """Somebody asks somebody else for feedback: about themselves, or as a manager about one of their people."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asker = models.CharField(max_length=64, db_index=True)
    asked = models.CharField(max_length=64, db_index=True)
    about = models.CharField(max_length=64)
    text = models.CharField(max_length=500)
    due = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=12, choices=[(each.value, each.value) for each in AskState], default=str(AskState.ASKED)
    )
    at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.asker} {self.asked} {self.state}"


class Feedback(models.Model):
    """What somebody wrote about somebody. `value` is a value of the company or free words, of recognition only."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    about = models.CharField(max_length=64, db_index=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    writer = models.CharField(max_length=64, db_index=True)
    value = models.CharField(max_length=40, blank=True)
    text = models.TextField(max_length=2000)
    audience = models.CharField(max_length=12, choices=Audience.choices)
    consent = models.CharField(
        max_length=12, choices=[(each.value, each.value) for each in ConsentState], default=str(ConsentState.ASKED)
    )
    """Asked and given only where it is meant for everybody."""
    question = models.OneToOneField(Question, on_delete=models.PROTECT, null=True, related_name="answer")
    token = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class FeedbackReader(models.Model):
    """Somebody who may read it besides author and person: the managers of the day on which it was written."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="readers")
    person = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feedback", "person"], name="feedback_reader_once")]

    def __str__(self) -> str:
        return self.person


class Note(models.Model):
    """A manager's own note about one of their people. Private: the author alone; shared: both, and it stays so."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    writer = models.CharField(max_length=64, db_index=True)
    about = models.CharField(max_length=64, db_index=True)
    text = models.TextField(max_length=4000)
    shared = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.writer} {self.about}"


class Pair(models.Model):
    """A series of 1-on-1 talks between two people; `first` is the lower id. Nobody else ever reads it."""

    first = models.CharField(max_length=64, db_index=True)
    second = models.CharField(max_length=64, db_index=True)
    every_days = models.PositiveSmallIntegerField(default=14)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="one_series_per_pair")]

    def __str__(self) -> str:
        return f"{self.first} {self.second}"

    def other(self, person: str) -> str:
        """The other of the two."""
        return self.second if person == self.first else self.first


class Talk(models.Model):
    """One 1-on-1. `text` are the notes that both write; once `held_at` is set they stay as they are."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="talks")
    day = models.DateField()
    text = models.TextField(blank=True, max_length=8000)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    held_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.pair_id} {self.day}"


class OwnNote(models.Model):
    """What one of the two keeps for themselves about a talk."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="own_notes")
    person = models.CharField(max_length=64)
    text = models.TextField(blank=True, max_length=4000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["talk", "person"], name="one_own_note_per_talk")]

    def __str__(self) -> str:
        return f"{self.talk_id} {self.person}"


class Point(models.Model):
    """A point of the agenda. It stands on every talk of the pair until one of the two says it was dealt with."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="points")
    person = models.CharField(max_length=64)
    text = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True)
    dealt_in = models.ForeignKey(Talk, on_delete=models.SET_NULL, null=True, blank=True, related_name="dealt")
    dealt_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text


class Promise(models.Model):
    """An action item of a talk: who does what until when. No task is made of it, which HR and the line would read."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="promises")
    text = models.CharField(max_length=300)
    owner = models.CharField(max_length=64)
    due = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return self.text


class Comment(models.Model):
    """Something said beside a goal, a KPI, a review…: read by whoever may see the subject. Taken back, it is empty."""

    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=200)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["kind", "subject", "at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Mention(models.Model):
    """Somebody named in a comment, by the name as it is written there."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    person = models.CharField(max_length=64)
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="mentioned_once")]

    def __str__(self) -> str:
        return self.name
