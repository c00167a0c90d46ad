"""Dashboards that people arrange: cards in an order, each as wide as its owner likes."""

from django.conf import settings
from django.db import models

from merit_desk.accounts.access import Role

MOST_CARDS = 24
WIDTHS = (3, 4, 6, 8, 12)
"""Of twelve columns."""
KINDS = ("figure", "chart", "table", "text")


class Dashboard(models.Model):
    """Private to its owner, or shown to everybody with `role` as well. `version` grows with every change."""

    title = models.CharField(max_length=60)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="dashboards")
    role = models.CharField(max_length=12, blank=True, choices=[(role.value, role.value) for role in Role])
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class Card(models.Model):
    """One card. `query` is a view of the explorer as its address writes it; a text card has `text` instead."""

    dashboard = models.ForeignKey(Dashboard, on_delete=models.CASCADE, related_name="cards")
    position = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField(default=6, choices=[(width, str(width)) for width in WIDTHS])
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in KINDS])
    title = models.CharField(max_length=60, blank=True)
    query = models.CharField(max_length=800, blank=True)
    text = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title or self.kind
