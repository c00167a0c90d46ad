"""What waits for the viewer here: attendance to note, a session at hand."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from merit.follow.training import SeatState
from merit_desk.accounts.viewer import Viewer
from merit_desk.notices.waiting import Waiting
from merit_desk.shell.sentences import say
from merit_desk.training.models import Seat, Session

_SOON = timedelta(days=3)
_PLACE = "training"


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """Most pressing first."""
    if not viewer.person:
        return
    held = Session.objects.filter(trainer=viewer.person, day__lte=viewer.today, called_off_at=None)
    unnoted = held.filter(places__state=SeatState.SIGNED_UP).exclude(places__person=viewer.person).distinct()
    for one in unnoted.select_related("course")[:3]:
        address = reverse("training:session", args=(one.pk,))
        yield Waiting(_PLACE, "checklist", say("waits.attendance"), one.course.title, address, 1, "watch", one.day)
    ahead = {"session__day__gte": viewer.today, "session__day__lte": viewer.today + _SOON}
    mine = Seat.objects.filter(person=viewer.person, state=SeatState.SIGNED_UP, session__called_off_at=None, **ahead)
    for seat in mine.select_related("session__course")[:3]:
        address = reverse("training:session", args=(seat.session_id,))
        yield Waiting(
            _PLACE, "book-2", say("waits.training"), seat.session.course.title, address, 1, "", seat.session.day
        )
