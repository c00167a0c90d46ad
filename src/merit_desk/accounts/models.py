"""Accounts, and the roles given to them for a time and a part of the company."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from merit_desk.accounts.access import GRANTED


class Account(AbstractUser):
    """Somebody who signs in. `person` is the id in the company's people table; empty for a non-employee."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(max_length=80, blank=True)
    person = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=2, blank=True)
    theme = models.CharField(max_length=8, blank=True)
    toured = models.JSONField(default=list, blank=True)
    demo = models.BooleanField(default=False)
    """Made for the demo company: the sign-in page shows it with its password."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=~Q(person=""), name="one_account_per_person"),
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="one_account_per_address"),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name as people write it."""
        return str(self)

    def get_short_name(self) -> str:
        """The same: Chinese names are not cut."""
        return str(self)


class Grant(models.Model):
    """A role for an account from `start` to `end` (last day, included; empty: until taken back).

    `team` limits it to a team and everything below; empty means the whole company.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=12, choices=[(role.value, role.value) for role in GRANTED])
    team = models.CharField(max_length=64, blank=True)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.account_id} {self.role} {self.team}"
