"""What belongs into the record of one person's cycle, for the seal and the evidence pack."""

from datetime import UTC, datetime
from typing import Any

from merit.kernel.period import Grain, Period
from merit_desk.cycles.models import Participant
from merit_desk.follow.models import CheckIn, Task


def record_of(one: Participant) -> dict[str, Any]:
    """JSON values in a fixed order, times in ISO 8601; the same rows give the same bytes. No rater is named."""
    weeks = [str(week) for week in Period(one.start, one.end).split(Grain.WEEK)] if one.start < one.end else []
    tasks = Task.objects.filter(owner=one.person, first_due__gte=one.start, first_due__lte=one.end).order_by("pk")
    reports = CheckIn.objects.filter(person=one.person, week__in=weeks).exclude(state="draft").order_by("week")
    return {
        "tasks": [_task(task) for task in tasks],
        "reports": [_report(each) for each in reports.prefetch_related("answers")],
    }


def _task(task: Task) -> dict[str, Any]:
    return {
        "task": task.pk,
        "title": task.title,
        "first_due": task.first_due.isoformat(),
        "due": task.due.isoformat(),
        "state": task.state,
        "done_at": _moment(task.done_at),
        "returned": task.returned,
        "quality": task.quality,
    }


def _report(report: CheckIn) -> dict[str, Any]:
    words = {name: getattr(report, name) for name in ("went_well", "stuck", "plans", "help_needed")}
    answers = [{"at": _moment(each.at), "text": each.text} for each in report.answers.all()]
    return {"week": report.week, "sent_at": _moment(report.sent_at), **words, "answers": answers}


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else None
