"""Working days of mainland China from the `chinesecalendar` data, or plain weekends for a company without one."""

from collections.abc import Iterable

from chinese_calendar.constants import holidays as official_holidays
from chinese_calendar.constants import workdays as official_make_up_days

from merit.kernel.calendar import WorkCalendar
from merit.kernel.problems import Place, Problem, Severity

CALENDARS = ("CN", "none")
COVERED_YEARS = frozenset(day.year for day in official_holidays)
"""The years for which the State Council's notice is in the data (2004 to 2026 in release 1.11)."""


def work_calendar(holidays: str, years: Iterable[int], place: Place) -> tuple[WorkCalendar, list[Problem]]:
    """The calendar called `holidays` (CN or none); a note for each of the `years` without data (weekends only)."""
    if holidays != "CN":
        return WorkCalendar(), []
    missing = sorted(set(years) - COVERED_YEARS)
    notes = [Problem("company.no_holidays_for_year", place, {"year": str(year)}, Severity.NOTE) for year in missing]
    return WorkCalendar(frozenset(official_holidays), frozenset(official_make_up_days)), notes
