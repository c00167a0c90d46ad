"""What waits for the viewer in the calibration."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from merit.reviews.life import ReviewState
from merit.reviews.stages import Stage
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.calibration.queries.visible import group_seen_by, sessions_visible_to
from merit_desk.cycles.models import Cycle
from merit_desk.notices.waiting import Waiting
from merit_desk.shell.sentences import say

_PLACE, _ICON = "calibration", "scale"


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """Sessions with people to settle; for those who run cycles also reviews that no session has taken up."""
    leads = viewer.everywhere(Can.RUN_CYCLES)
    if viewer.account is None or not (leads or viewer.person):
        return
    covered: dict[int, set[int]] = {}
    own = sessions_visible_to(viewer).filter(closed_at=None)
    for session in own if leads else own.filter(seats__person=viewer.person):
        here = set(group_seen_by(viewer, session).filter(state=ReviewState.CALIBRATION).values_list("pk", flat=True))
        covered.setdefault(session.cycle_id, set()).update(here)
        if here:
            address = reverse("calibration:session", args=[session.pk])
            note = say("calibration.waits_note", cycle=session.cycle.title)
            what = say("calibration.waits", title=session.title, count=len(here))
            yield Waiting(_PLACE, _ICON, what, note, address, 1, due=_due(session.cycle))
    if leads:
        yield from _without_session(viewer, covered)


def _without_session(viewer: Viewer, covered: dict[int, set[int]]) -> Iterator[Waiting]:
    mine = Q(participants__state=ReviewState.CALIBRATION)
    if viewer.person:
        mine &= ~Q(participants__person=viewer.person)
    for cycle in Cycle.objects.annotate(here=Count("participants", filter=mine)).filter(here__gt=0):
        left = cycle.here - len(covered.get(cycle.pk, ()))
        if left > 0:
            what = say("calibration.waits_session", count=left)
            address = f"{reverse('calibration:new')}?cycle={cycle.code}"
            yield Waiting(_PLACE, _ICON, what, cycle.title, address, 1, due=_due(cycle))


def _due(cycle: Cycle) -> date | None:
    row = cycle.stages.filter(stage=Stage.CALIBRATE).first()
    return row.due if row else None
