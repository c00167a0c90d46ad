"""On start, every app's `jobs.py` is imported, so that a worker knows all bodies."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Work in the background."""

    name = "merit_desk.jobs"

    def ready(self) -> None:
        """Import the bodies."""
        autodiscover_modules("jobs")
