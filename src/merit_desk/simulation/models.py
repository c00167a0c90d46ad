"""Simulations with their sliders, what replays came to, and shadow runs. Nobody is paid by any of it."""

from django.conf import settings
from django.db import models

from merit.rewards.adoption import AdoptionState

MOST_DOCUMENTS = 40
_STATES = [(state.value, state.value) for state in AdoptionState]


class Simulation(models.Model):
    """`documents` are {kind: plan|reward, id, text, origin}; `levers` maps a slider to its decimal text.

    `profit_limit` is the highest share of gross profit in percent. `version` grows with every change.
    """

    title = models.CharField(max_length=80)
    first = models.CharField(max_length=10)
    last = models.CharField(max_length=10)
    documents = models.JSONField(default=list)
    levers = models.JSONField(default=dict)
    profit_limit = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    starts = models.DateField(null=True, blank=True)
    """From when the drafts would hold, if they were adopted."""
    state = models.CharField(max_length=10, default="open", choices=_STATES)
    note = models.CharField(max_length=1000, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class Shadow(models.Model):
    """影子试跑: the drafts as they were when it began, computed beside the live plan from `first` to `last`."""

    simulation = models.ForeignKey(Simulation, on_delete=models.CASCADE, related_name="shadows")
    first = models.CharField(max_length=10)
    last = models.CharField(max_length=10)
    documents = models.JSONField(default=list)
    levers = models.JSONField(default=dict)
    stopped_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


class Replay(models.Model):
    """What a replay came to, step by step by the rules themselves; of a shadow, that of one period.

    `asked` is the digest of periods, documents and sliders, `data` that of the facts, `definitions` of the company.
    """

    simulation = models.ForeignKey(Simulation, on_delete=models.CASCADE, related_name="replays")
    shadow = models.ForeignKey(Shadow, on_delete=models.CASCADE, null=True, related_name="runs")
    period = models.CharField(max_length=10, blank=True)
    asked = models.CharField(max_length=64)
    data = models.CharField(max_length=64)
    definitions = models.CharField(max_length=64)
    as_of = models.CharField(max_length=40, blank=True)
    problems = models.JSONField(default=list)
    guards = models.JSONField(default=list)
    """Findings of the law's guards on the draft: [period, code, parameters]."""
    computed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.simulation_id}/{self.pk}"


class ReplayedPerson(models.Model):
    """One person: fen now and under the draft, and the same per period with every line.

    `periods` is a list of {period, now, draft, score_now, score_draft, lines: [{reward, line, concerns, now, draft}]}.
    """

    replay = models.ForeignKey(Replay, on_delete=models.CASCADE, related_name="people")
    person = models.CharField(max_length=64)
    now = models.BigIntegerField()
    draft = models.BigIntegerField()
    periods = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["replay", "person"], name="one_replay_per_person")]

    def __str__(self) -> str:
        return self.person
