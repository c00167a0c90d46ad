"""The rewards app collects what other apps write in the margin of a statement."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RewardsConfig(AppConfig):
    """Every app's `margin.py` registers its notes when the desk starts."""

    name = "merit_desk.rewards"

    def ready(self) -> None:
        """Import them."""
        autodiscover_modules("margin")
