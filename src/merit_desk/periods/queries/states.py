"""How each period stands: computed, released, sealed."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from merit.closing.sealed_period import sealed_folder
from merit.kernel.period import Period
from merit_desk.periods.led import led_at
from merit_desk.results.models import Release
from merit_desk.results.queries.period_files import periods_run


@dataclass(frozen=True, slots=True)
class PeriodState:
    """`released` is None before the release; `led_at` is where a cycle releases it, empty without a cycle."""

    period: str
    released: datetime | None
    sealed: bool
    led_at: str = ""


def period_states() -> list[PeriodState]:
    """Every period that was run, latest first."""
    released = {each.period: each.at for each in Release.objects.filter(person="")}
    folder = Path(settings.MERIT_COMPANY)
    return [
        PeriodState(period, released.get(period), sealed_folder(folder, Period.parse(period)).exists(), led_at(period))
        for period in periods_run()
    ]
