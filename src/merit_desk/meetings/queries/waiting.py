"""What waits for the viewer in the meetings."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from merit.follow.meeting import MeetingState
from merit_desk.accounts.viewer import Viewer
from merit_desk.meetings.models import Action, Meeting
from merit_desk.meetings.queries.visible import own_actions
from merit_desk.notices.waiting import Waiting
from merit_desk.shell.formats import period_name
from merit_desk.shell.sentences import say

MOST = 20
SOON = timedelta(days=3)


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """Meetings of the next days in which the viewer takes part, and what they promised in earlier ones."""
    if not viewer.person:
        return
    open_ones = Meeting.objects.filter(
        series__members__person=viewer.person,
        state__in=(MeetingState.PREPARED, MeetingState.RUNNING),
        day__lte=viewer.today + SOON,
    )
    yield from (_meeting(viewer, each) for each in open_ones.select_related("series").order_by("day")[:MOST])
    yield from (_action(viewer, each) for each in own_actions(viewer).order_by("due")[:MOST])


def _meeting(viewer: Viewer, one: Meeting) -> Waiting:
    tone = "watch" if one.day < viewer.today else ""
    note = say("meetings.waits.meeting", period=period_name(one.period))
    address = reverse("meetings:meeting", args=(one.pk,))
    return Waiting("meetings", "presentation", one.series.title, note, address, 1, tone, one.day)


def _action(viewer: Viewer, one: Action) -> Waiting:
    tone = "bad" if one.due < viewer.today else ""
    address = reverse("meetings:meeting", args=(one.meeting_id,))
    note = say("meetings.waits.action", title=one.meeting.series.title)
    return Waiting("meetings", "checkbox", one.text, note, address, 1, tone, one.due)
