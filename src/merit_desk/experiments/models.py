"""What was decided about an experiment; decisions are added, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT

from merit.experiments.verdict import Advice


class Decision(models.Model):
    """One decision with what was read when it was taken.

    `experiment` is the id in the company folder, `through` the last day that counted, `advice` what Merit advised.
    `low`, `high` and `difference` are of the primary metric, `each_month` in currency units; statistics, None where
    there was no interval or no money.
    """

    experiment = models.CharField(max_length=80, db_index=True)
    decided = models.CharField(max_length=16, choices=[(str(each), str(each)) for each in Advice])
    advice = models.CharField(max_length=16, choices=[(str(each), str(each)) for each in Advice])
    arm = models.CharField(max_length=80, blank=True)
    reason = models.TextField()
    through = models.DateField()
    difference = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    each_month = models.FloatField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.experiment} {self.decided}"
