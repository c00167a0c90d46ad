"""Raters' forms with their answers, what was published of them, and proposals with their judges.

Who answered what stands here alone: no page, file, notice or entry of the trail names the rater of an answer that is
not the person's own or a manager's.
"""

from django.conf import settings
from django.db import models

from merit.reviews.answer import AnswerState
from merit.reviews.innovation import ProposalState
from merit.scores.indicators.ratings import Relation
from merit_desk.cycles.models import Cycle, Participant


class Assignment(models.Model):
    """One rater's form about one participant; `state` only changes by `merit.reviews.answer`."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="assignments")
    rater = models.CharField(max_length=64, db_index=True)
    relation = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Relation])
    state = models.CharField(
        max_length=12, choices=[(each.value, each.value) for each in AnswerState], default=str(AnswerState.NOMINATED)
    )
    reason = models.CharField(max_length=300, blank=True)
    """Why it was declined or returned."""
    nominated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(null=True, blank=True)
    """Shown to the rater alone."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "rater", "relation"], name="one_form_per_rater_and_relation")
        ]
        indexes = [models.Index(fields=["rater", "state"])]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.relation}"


class Answer(models.Model):
    """What was answered to one question. `cannot` is "cannot judge", which is no score and not zero."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=90)
    """rated:<indicator> or asked:<question of the form>."""
    score = models.IntegerField(null=True, blank=True)
    cannot = models.BooleanField(default=False)
    comment = models.TextField(blank=True)
    kept = models.JSONField(default=list)
    """Evidence ticked to stay with the comment: [{"kind", "at", "title", "note"}], as it read then."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "question"], name="one_answer_per_question")]

    def __str__(self) -> str:
        return self.question


class CycleKey(models.Model):
    """The secret from which the pseudonyms and the orders of one cycle are made, in hex; it leaves in no export."""

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.cycle_id}"


class Publication(models.Model):
    """That a participant's answers stand in the company folder; `digest` of the rows tells whether they still do."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="publication")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.participant_id}"


class Proposal(models.Model):
    """Something new that a person proposed in a cycle; `state` only changes by `merit.reviews.innovation`.

    `effect`: {"text", "kpi", "node_kind", "node", "before", "after", "before_value", "after_value", "test"}; periods
    and exact values as the results hold them, `test` what an experiment showed, in words;
    "experiment", where one is named, holds what was proved when it was named.
    """

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="proposals")
    title = models.CharField(max_length=120)
    problem = models.TextField()
    change = models.TextField()
    state = models.CharField(
        max_length=12,
        choices=[(each.value, each.value) for each in ProposalState],
        default=str(ProposalState.PROPOSED),
    )
    effect = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title


class Judge(models.Model):
    """Somebody named to judge a proposal; `grade` is None until they have, or when they cannot."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="judges")
    person = models.CharField(max_length=64, db_index=True)
    grade = models.IntegerField(null=True, blank=True)
    cannot = models.BooleanField(default=False)
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "person"], name="one_judge_per_proposal")]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.person}"
