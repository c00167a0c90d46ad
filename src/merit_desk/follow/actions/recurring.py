"""Tasks that come back: begun, stopped, and made when their next day comes near."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from merit.follow.recurrence import Every, Recurrence
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal, Refusal
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer, viewer_for
from merit_desk.audit.actions import Subject, record
from merit_desk.follow.actions.tasks import make_task
from merit_desk.follow.given import Given
from merit_desk.follow.models import Series, Task
from merit_desk.follow.queries.reach import may_give_to
from merit_desk.follow.queries.recurring import series_of
from merit_desk.results.queries.open_company import declared_company

AHEAD = {Every.WORKING_DAY: 1, Every.WEEK: 7, Every.FORTNIGHT: 10, Every.MONTH: 14}
"""So many days before it is due a task is made."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """How often, and when first."""

    every: Every
    first: date


def begin_series(viewer: Viewer, given: Given, repeated: Repeated) -> Series:
    """Begin it, and make what is due soon. Raises NotFoundRefusal for somebody to whom the viewer may give nothing."""
    if not may_give_to(viewer, given.owner):
        raise NotFoundRefusal("follow.no_such_person")
    with transaction.atomic():
        series = Series.objects.create(
            title=given.title,
            owner=given.owner,
            author=viewer.person,
            by_id=viewer.signer,
            kind=given.kind,
            expected=given.expected,
            criteria=given.criteria,
            days=given.days,
            every=repeated.every,
            first=repeated.first,
        )
        after = {"owner": series.owner, "every": str(series.every), "first": str(series.first)}
        record(viewer.account, "follow.series_begun", Subject("series", str(series.pk)), after=after)
        _make(viewer, series, viewer.today)
    return series


def stop_series(viewer: Viewer, number: int) -> Series:
    """No more of them are made; those that are there stay. Raises ConflictRefusal when it was stopped before."""
    with transaction.atomic():
        series = Series.objects.select_for_update().get(pk=series_of(viewer, number).pk)
        if series.stopped_at is not None:
            raise ConflictRefusal("follow.series_stopped")
        series.stopped_at = timezone.now()
        series.save(update_fields=["stopped_at"])
        record(viewer.account, "follow.series_stopped", Subject("series", str(series.pk)))
    return series


def make_due_tasks() -> int:
    """Make every task whose day comes near: a duty of the worker, harmless to repeat. How many were made."""
    try:
        today = datetime.now(ZoneInfo(declared_company().profile.time_zone)).date()
    except Refusal:
        return 0
    near = Q(made_until=None)
    for every, ahead in AHEAD.items():
        near |= Q(every=str(every), made_until__lt=today + timedelta(days=ahead))
    waiting = Series.objects.filter(near, stopped_at=None).values_list("pk", flat=True)
    return sum(_make_one(number, today) for number in waiting)


def _make_one(number: int, today: date) -> int:
    with transaction.atomic():
        series = Series.objects.select_for_update().select_related("by").get(pk=number)
        by = Account.objects.get(pk=series.by_id)
        viewer = viewer_for(by)
        if not by.is_active or not may_give_to(viewer, series.owner):
            series.stopped_at = timezone.now()
            series.save(update_fields=["stopped_at"])
            record(None, "follow.series_stopped", Subject("series", str(series.pk)))
            return 0
        return _make(viewer, series, today)


def _make(viewer: Viewer, series: Series, today: date) -> int:
    until = today + timedelta(days=AHEAD[Every(series.every)])
    start = max(series.first, (series.made_until or series.first - timedelta(days=1)) + timedelta(days=1), today)
    days = Recurrence(Every(series.every), series.first).dues(start, until, declared_company().calendar)
    known = set(Task.objects.filter(series=series, due__in=days).values_list("due", flat=True))
    for due in days:
        if due not in known:
            task = make_task(viewer, _given(series, due), series.author, series.by_id)
            Task.objects.filter(pk=task.pk).update(series=series)
    series.made_until = until
    series.save(update_fields=["made_until"])
    return len(set(days) - known)


def _given(series: Series, due: date) -> Given:
    return Given(series.title, series.owner, due, series.kind, series.expected, series.criteria, "", series.days)
