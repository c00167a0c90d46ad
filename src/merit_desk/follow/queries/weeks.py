"""Weeks of reports: which are due, until when, whose are missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from merit.kernel.period import Grain, Period
from merit.people.duty import duty
from merit.people.organisation import Organisation
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.models import CheckIn
from merit_desk.results.queries.now import at_present, is_warm
from merit_desk.results.queries.open_company import declared_company, state_of

_LOOK_BACK = 8
"""Weeks that are listed."""


@dataclass(frozen=True, slots=True)
class Week:
    """`due` is its last working day; None where the whole week is free and no report is due."""

    code: str
    period: Period
    due: date | None

    def is_late(self, today: date) -> bool:
        """Whether it should have been sent."""
        return self.due is not None and today > self.due


def week_of(day: date) -> Week:
    """The ISO week in which the day lies."""
    return _week(Period.containing(day, Grain.WEEK))


def week_named(code: str) -> Week | None:
    """The week as 2026-W47; None for anything else."""
    try:
        period = Period.parse(code)
    except (ValueError, OverflowError):
        return None
    return _week(period) if period.grain is Grain.WEEK else None


def latest_weeks(today: date) -> list[Week]:
    """The present week and those before it, latest first."""
    return [week_of(today - timedelta(days=7 * back)) for back in range(_LOOK_BACK)]


def reporting(people: Iterable[str], week: Week) -> list[str]:
    """Who of them worked on any day of the week, leave known: the others owe no report."""
    if week.due is None:
        return []
    organisation, calendar = _with_leave(), declared_company().calendar
    return [person for person in people if duty(organisation, calendar, person, week.period).on_duty]


def missing(people: Iterable[str], week: Week) -> list[str]:
    """Who worked in the week and has not sent a report of it."""
    sent = CheckIn.objects.filter(week=week.code).exclude(state="draft").values_list("person", flat=True)
    done = set(sent)
    return [person for person in reporting(people, week) if person not in done]


def report_due(viewer: Viewer) -> Week | None:
    """The week whose report the viewer should send by now: last week's if it is missing, else this week's when due."""
    if not viewer.person:
        return None
    for week in (week_of(viewer.today - timedelta(days=7)), week_of(viewer.today)):
        if week.due is not None and viewer.today >= week.due and missing([viewer.person], week):
            return week
    return None


def _week(period: Period) -> Week:
    calendar = declared_company().calendar
    working = [day for day in period.days() if calendar.is_working(day)]
    return Week(str(period), period, working[-1] if working else None)


def _with_leave() -> Organisation:
    """The organisation with the leave that was loaded; while the facts are being opened nobody waits for it."""
    if not is_warm():
        return declared_company().organisation
    return _kept_leave(settings.MERIT_COMPANY, state_of(settings.MERIT_COMPANY))


@lru_cache(maxsize=2)
def _kept_leave(_folder: Path, _state: int) -> Organisation:
    with at_present() as workspace:
        return workspace.company.organisation
