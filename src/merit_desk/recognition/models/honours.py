"""荣誉与称号: the catalogue, proposals, and honours that were given. What was given keeps its words for good."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT

from merit.follow.feedback import ConsentState
from merit.rewards.recognition.nomination import AwardState, NominationState

_ACCOUNT = settings.AUTH_USER_MODEL
KINDS = ("honour", "title", "contest")
RULES = ("", "top", "contest")


class Honour(models.Model):
    """One entry of the catalogue. `rule` says whom results name: nobody, the first places, or a contest's winners.

    `places` are the first places within comparable posts, `reward` the contest. `months` is how long it stands, None
    for good; `points` go with it and run out after `point_months`.
    """

    title = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=8, default="honour")
    criteria = models.TextField(max_length=1000)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    points = models.PositiveIntegerField(default=0)
    rule = models.CharField(max_length=8, blank=True)
    places = models.PositiveSmallIntegerField(default=1)
    reward = models.CharField(max_length=64, blank=True)
    open = models.BooleanField(default=True)
    """Nobody is proposed for a closed one; those who hold it keep it."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["kind", "title"]

    def __str__(self) -> str:
        return self.title


class Nomination(models.Model):
    """Somebody proposes somebody. Read by who proposed and who may grant honours; never by the person."""

    honour = models.ForeignKey(Honour, on_delete=PROTECT, related_name="nominations")
    person = models.CharField(max_length=64, db_index=True)
    author = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, related_name="+")
    reason = models.TextField(max_length=1000)
    state = models.CharField(max_length=12, default=str(NominationState.PROPOSED), db_index=True)
    at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(_ACCOUNT, null=True, on_delete=PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)
    token = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.honour_id} {self.person}"


class Award(models.Model):
    """An honour that was given. `title` and `citation` are as they were then; `evidence` are figures with addresses.

    Everybody sees it only while the person consents. `until` is the last day, None for good. `basis` tells apart what
    a rule gave: the same honour is not given twice for one period.
    """

    honour = models.ForeignKey(Honour, on_delete=PROTECT, related_name="awards")
    nomination = models.OneToOneField(Nomination, null=True, on_delete=PROTECT, related_name="award")
    person = models.CharField(max_length=64, db_index=True)
    title = models.CharField(max_length=40)
    kind = models.CharField(max_length=8)
    citation = models.TextField(max_length=1000)
    evidence = models.JSONField(default=list)
    basis = models.CharField(max_length=160, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)
    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=12, default=str(AwardState.STANDING))
    consent = models.CharField(max_length=12, default=str(ConsentState.ASKED))
    given_by = models.ForeignKey(_ACCOUNT, on_delete=PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)
    why_revoked = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["honour", "person", "basis"], condition=~models.Q(basis=""), name="one_award_per_basis"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title} {self.person}"
