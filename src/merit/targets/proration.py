"""By what a part of a period is measured when a target is shared out over it."""

from enum import StrEnum


class Proration(StrEnum):
    """Working days of the official calendar, calendar days, or each day's share of the same KPI a year before."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    SEASONAL = "seasonal"
