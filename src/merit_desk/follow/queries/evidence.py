"""What is on record of a person on some days, as evidence for a judgement."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse

from merit.follow.request import RequestState
from merit.follow.task import TaskState
from merit_desk.cycles.evidence import Evidence
from merit_desk.follow.models import CheckIn, Request, Task
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say

_SAID = (RequestState.ANSWERED, RequestState.DECLINED, RequestState.DONE, RequestState.CLOSED)


def evidence_of(person: str, start: date, end: date) -> list[Evidence]:
    """Oldest first; `end` is included. Only what the person themselves may read: the caller has settled who asks."""
    zone = ZoneInfo(declared_company().profile.time_zone)
    first = datetime.combine(start, time(), zone)
    past = datetime.combine(end + timedelta(days=1), time(), zone)
    found = [*_tasks(person, start, end), *_requests(person, first, past, zone), *_reports(person, first, past, zone)]
    return sorted(found, key=lambda each: (each.at, each.kind, each.id))


def _tasks(person: str, start: date, end: date) -> Iterator[Evidence]:
    """Tasks that were due on the days and not cancelled."""
    for task in Task.objects.filter(owner=person, due__gte=start, due__lte=end, cancelled_at=None):
        state = say(f"task.state.{TaskState(task.state)}")
        quality = say("follow.evidence_quality", quality=task.quality) if task.quality is not None else ""
        returned = say("follow.evidence_returned", count=task.returned) if task.returned else ""
        note = say("list.comma").join(filter(None, (state, quality, returned)))
        yield Evidence("task", task.pk, task.due, task.title, note, reverse("follow:task", args=(task.pk,)))


def _requests(person: str, first: datetime, past: datetime, zone: ZoneInfo) -> Iterator[Evidence]:
    """What others asked of the person and got an answer to."""
    asked = Request.objects.filter(receiver=person, answered_at__gte=first, answered_at__lt=past, state__in=_SAID)
    for each in asked:
        at = (each.answered_at or each.asked_at).astimezone(zone).date()
        yield Evidence("request", each.pk, at, each.subject, each.answer, reverse("follow:request", args=(each.pk,)))


def _reports(person: str, first: datetime, past: datetime, zone: ZoneInfo) -> Iterator[Evidence]:
    for each in CheckIn.objects.filter(person=person, sent_at__gte=first, sent_at__lt=past):
        if each.sent_at is not None:
            at, title = each.sent_at.astimezone(zone).date(), say("follow.report_of", week=each.week)
            yield Evidence("checkin", each.pk, at, title, each.went_well, reverse("follow:checkin", args=(each.pk,)))
