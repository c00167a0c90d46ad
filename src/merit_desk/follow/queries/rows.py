"""Tasks of the desk as rows of the fact table `tasks`, in a file beside those that other systems deliver."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from merit_desk.follow.models import Task

FILE = "facts/tasks/desk.csv"
COLUMNS = ("task_id", "owner", "kind", "created_at", "due_at", "done_at", "cancelled_at", "returned", "quality")
PREFIX = "desk-"
_FIVE_POINTS = 20
"""Quality is said in 0…100; facts hold it on the five-point scale that plans' curves are written for."""


def tasks_csv(zone: ZoneInfo) -> str:
    """The file's text, one row a task in the order they were given; local times. A due day is a due midnight.

    What was handed in is done until it is returned: waiting for the check is not the owner's. The due day is the one
    agreed at first.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(task, zone) for task in _all())
    return out.getvalue()


def _all() -> Iterator[Task]:
    return Task.objects.order_by("pk").iterator(chunk_size=2_000)


def _row(task: Task, zone: ZoneInfo) -> tuple[str, ...]:
    quality = "" if task.quality is None else f"{task.quality / _FIVE_POINTS:g}"
    return (
        f"{PREFIX}{task.pk}",
        task.owner,
        task.kind,
        _local(task.created_at, zone),
        f"{task.first_due:%Y-%m-%d}T00:00:00",
        _local(task.done_at or task.handed_in_at, zone),
        _local(task.cancelled_at, zone),
        str(task.returned),
        quality,
    )


def _local(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%dT%H:%M:%S}" if at else ""
