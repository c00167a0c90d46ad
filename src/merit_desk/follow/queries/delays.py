"""Which of the open tasks will be late, by the usual durations of this company's own tasks."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from merit.follow.lateness import Delay, WorkItem, delays, usual_days, working_days_between
from merit.follow.task import TO_DO, TaskState
from merit_desk.follow.models import Task
from merit_desk.results.queries.open_company import declared_company

_LOOK_BACK = timedelta(days=180)
_SAMPLE = 4_000
"""The latest accepted tasks that usual durations are taken from."""


def delays_of(owners: Iterable[str] | None, today: date) -> dict[int, Delay]:
    """By task; of everybody where `owners` is None. What a chain waits for counts, whoever does it. Four queries."""
    open_tasks = Task.objects.filter(state__in=TO_DO)
    wanted = open_tasks if owners is None else open_tasks.filter(_theirs_and_before(list(owners)))
    rows = list(wanted.values_list("pk", "owner", "due", "kind", "days").distinct())
    before = _before([row[0] for row in rows])
    usual = _usual() if rows else {}
    items = [
        WorkItem(pk, owner, due, _takes(days, usual, owner, kind), tuple(before[pk]), days or 0)
        for pk, owner, due, kind, days in rows
    ]
    return delays(items, today, declared_company().calendar)


def _takes(days: int | None, usual: dict[tuple[str, str], int], owner: str, kind: str) -> int:
    """What somebody has said, else what the owner usually takes for such tasks, else what everybody does."""
    return days or usual.get((owner, kind)) or usual.get(("", kind)) or 1


def _theirs_and_before(owners: list[str]) -> Q:
    return Q(owner__in=owners) | Q(before__owner__in=owners)


def _before(tasks: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    links = Task.after.through.objects.order_by("from_task_id", "to_task_id")
    kept = set(tasks)
    for task, waits_for in links.values_list("from_task_id", "to_task_id"):
        if task in kept and waits_for in kept:
            found[task].append(waits_for)
    return found


def _usual() -> dict[tuple[str, str], int]:
    """Usual working days by (owner, kind), and by ("", kind) for everybody's."""
    zone, calendar = ZoneInfo(declared_company().profile.time_zone), declared_company().calendar
    since = timezone.now() - _LOOK_BACK
    finished = Task.objects.filter(state=TaskState.ACCEPTED, done_at__gte=since).order_by("-done_at")
    took: dict[tuple[str, str], list[int]] = defaultdict(list)
    for owner, kind, made, done in finished.values_list("owner", "kind", "created_at", "done_at")[:_SAMPLE]:
        if done is None:
            continue
        days = working_days_between(made.astimezone(zone).date(), done.astimezone(zone).date(), calendar)
        took[owner, kind].append(days)
        took["", kind].append(days)
    medians = {key: usual_days(each) for key, each in took.items()}
    return {key: each for key, each in medians.items() if each is not None}
