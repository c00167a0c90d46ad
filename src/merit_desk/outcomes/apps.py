"""A period that has a performance cycle is released there, person by person."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """What becomes of a result."""

    name = "merit_desk.outcomes"

    def ready(self) -> None:
        """Tell the periods, which stand below and know of no cycle."""
        from merit_desk.outcomes.queries.lists import release_address
        from merit_desk.periods.led import also_led

        also_led(release_address)
