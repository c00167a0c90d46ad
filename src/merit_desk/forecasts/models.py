"""Forecasts worked out in the background, each with the facts it rests on; another load makes them stale."""

from django.db import models


class Prepared(models.Model):
    """The forecast of one KPI of one node over one period. `facts` names what it was worked out from."""

    kpi = models.CharField(max_length=100)
    node_kind = models.CharField(max_length=12)
    node = models.CharField(max_length=64)
    period = models.CharField(max_length=24)
    facts = models.CharField(max_length=64)
    told = models.JSONField()
    """See `queries.kept.told_of`."""
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kpi", "node_kind", "node", "period"], name="one_forecast_each"),
        ]

    def __str__(self) -> str:
        return f"{self.kpi} {self.node_kind}/{self.node} {self.period}"
