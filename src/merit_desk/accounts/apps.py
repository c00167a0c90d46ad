"""Connects what the libraries announce to the trail."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The app `merit_desk.accounts`."""

    name = "merit_desk.accounts"

    def ready(self) -> None:
        """Every sign-in, failure and lock-out is written down, whoever caused it."""
        from merit_desk.accounts.actions import on_trail  # noqa: F401 (models are loaded only now)
