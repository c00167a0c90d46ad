"""Which version of a KPI is the rule for a period, and which days its value is taken over."""

from datetime import date, timedelta

from merit.catalogue.kpi import Catalogue, Kpi
from merit.kernel.period import Grain, Period
from merit.metrics.components import kpi_of


def in_force(catalogue: Catalogue, kpi: str, period: Period) -> Kpi | None:
    """The version in force on the period's last day; None before the first and after `valid_to`.

    Raises NotFoundRefusal for an unknown KPI.
    """
    declared: Kpi | None = kpi_of(catalogue, kpi)
    while declared is not None and declared.valid_from is not None and period.last < declared.valid_from:
        declared = catalogue.kpis.get(declared.earlier)
    ended = declared is not None and declared.valid_to is not None and period.last > declared.valid_to
    return None if ended else declared


def taken_over(kpi: Kpi, period: Period, last_day: date | None) -> Period:
    """The period itself, or the window of days up to its end; of a period still running, up to the last day of data."""
    if not kpi.window_days:
        return period
    end = period.end
    if last_day is not None and last_day in period:
        end = last_day + timedelta(days=1)
    return Period(end - timedelta(days=kpi.window_days), end)


def mature_from(kpi: Kpi, period: Period) -> date:
    """The last day that the data must reach before a cohort's value is mature."""
    days = period.last + timedelta(days=kpi.mature_after_days)
    if not kpi.mature_after_months:
        return days
    month = Period.containing(period.last, Grain.MONTH)
    for _ in range(kpi.mature_after_months):
        month = Period.containing(month.end, Grain.MONTH)
    return max(days, month.last)
