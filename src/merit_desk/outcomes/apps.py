"""A period that has a performance cycle is released there, person by person."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutcomesConfig(AppConfig):
    """What becomes of a result."""

    name = "merit_desk.outcomes"

    def ready(self) -> None:
        """Tell the periods and the clock of the cycles, which stand below; ask those above where a result leads on."""
        from merit_desk.cycles.actions.deadlines import also_lead
        from merit_desk.outcomes.queries.deadlines import has_own_deadline
        from merit_desk.outcomes.queries.lists import release_address
        from merit_desk.periods.led import also_led

        also_led(release_address)
        also_lead(has_own_deadline)
        autodiscover_modules("onward")
