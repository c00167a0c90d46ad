"""What waits for the viewer in the follow-up: late tasks, work to check, requests, reports."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Min, Q
from django.urls import reverse

from merit.follow.request import WITH_AUTHOR, WITH_RECEIVER
from merit.follow.task import TO_DO, TaskState
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.models import CheckIn, Request, Task
from merit_desk.follow.queries.reach import direct_people
from merit_desk.follow.queries.tasks import to_check
from merit_desk.follow.queries.weeks import report_due
from merit_desk.notices.waiting import Waiting
from merit_desk.shell.sentences import say

_SOON = timedelta(days=1)
_PLACE = "follow"


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """Most pressing first."""
    if viewer.account is None:
        return
    if viewer.person:
        yield from _own_tasks(viewer)
    yield from _checking(viewer)
    yield from _requests(viewer)
    yield from _reports(viewer)


def _own_tasks(viewer: Viewer) -> Iterator[Waiting]:
    mine = Task.objects.filter(owner=viewer.person, state__in=TO_DO)
    address = f"{reverse('follow:tasks')}?whose=mine"
    late = mine.filter(due__lt=viewer.today)
    if count := late.count():
        first = late.order_by("due").values_list("title", flat=True)[0]
        yield Waiting(_PLACE, "checklist", say("waits.tasks_late", count=count), first, address, count, "bad")
    soon = mine.filter(due__gte=viewer.today, due__lte=viewer.today + _SOON)
    if count := soon.count():
        first, due = soon.order_by("due").values_list("title", "due")[0]
        what = say("waits.tasks_due", count=count)
        yield Waiting(_PLACE, "checklist", what, first, address, count, "watch", due)
    returned = mine.filter(state=TaskState.RETURNED, due__gt=viewer.today + _SOON)
    if count := returned.count():
        first, due = returned.order_by("due").values_list("title", "due")[0]
        what = say("waits.tasks_returned", count=count)
        yield Waiting(_PLACE, "arrow-back-up", what, first, address, count, "watch", due)


def _checking(viewer: Viewer) -> Iterator[Waiting]:
    handed_in = Task.objects.filter(to_check(viewer))
    if count := handed_in.count():
        first = handed_in.order_by("handed_in_at").values_list("title", flat=True)[0]
        address = f"{reverse('follow:tasks')}?whose=to_check"
        yield Waiting(_PLACE, "clipboard-check", say("waits.tasks_to_check", count=count), first, address, count)


def _requests(viewer: Viewer) -> Iterator[Waiting]:
    address = reverse("follow:requests")
    if viewer.person:
        asked = Request.objects.filter(receiver=viewer.person, state__in=WITH_RECEIVER)
        if count := asked.count():
            first = asked.order_by("needed_by").values_list("subject", flat=True)[0]
            due = asked.aggregate(first=Min("needed_by"))["first"]
            tone = "bad" if due < viewer.today else "watch" if due <= viewer.today + _SOON else ""
            what = say("waits.requests", count=count)
            yield Waiting(_PLACE, "message-question", what, first, address, count, tone, due)
    mine = Q(by_id=viewer.account) | Q(author=viewer.person) if viewer.person else Q(by_id=viewer.account)
    told = Request.objects.filter(mine, state__in=WITH_AUTHOR)
    if count := told.count():
        first = told.order_by("answered_at").values_list("subject", flat=True)[0]
        yield Waiting(_PLACE, "message-check", say("waits.requests_told", count=count), first, address, count)


def _reports(viewer: Viewer) -> Iterator[Waiting]:
    week = report_due(viewer)
    if week is not None:
        tone = "bad" if week.is_late(viewer.today) else "watch"
        address = reverse("follow:report", args=(week.code,))
        yield Waiting(_PLACE, "report", say("waits.report"), week.code, address, 1, tone, week.due)
    people = direct_people(viewer)
    sent = CheckIn.objects.filter(person__in=people, state="sent") if people else CheckIn.objects.none()
    if count := sent.count():
        address = reverse("follow:reports")
        yield Waiting(_PLACE, "message-2", say("waits.reports_to_answer", count=count), "", address, count)
