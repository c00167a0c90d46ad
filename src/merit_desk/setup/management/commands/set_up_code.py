"""Prints a fresh set-up code while nobody has an account; nothing otherwise."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from merit_desk.accounts.models import Account
from merit_desk.setup.code import fresh_code, use_up


class Command(BaseCommand):
    """Called by `merit serve` before it starts to serve."""

    def handle(self, *_: Any, **__: Any) -> None:
        """The code alone on its line."""
        folder = Path(settings.MERIT_COMPANY)
        if Account.objects.exists():
            use_up(folder)
        else:
            self.stdout.write(fresh_code(folder))
