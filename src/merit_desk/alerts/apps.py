"""The digest of the day holds alerts too, though the reminders cannot know of them."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Alerts."""

    name = "merit_desk.alerts"

    def ready(self) -> None:
        """Let digests count them."""
        from merit_desk.alerts.queries.waiting import waiting_here
        from merit_desk.reminders.queries.collecting import also_collect

        also_collect(waiting_here)
