"""What waits in the cycles for those who run them: cycles without people, stages that are late, probations that end."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from merit.kernel.calendar import WorkCalendar
from merit.reviews.life import ReviewState
from merit.reviews.stages import CycleKind, working_days_from
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Participant
from merit_desk.cycles.queries.board import BoardStage, CycleLine, cycle_lines
from merit_desk.cycles.queries.parties import people_in
from merit_desk.notices.waiting import Waiting
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import day_name
from merit_desk.shell.sentences import say

PROBATION_NOTICE = 10
"""Working days before a probation ends on which its manager and HR are told."""
_OPEN = frozenset(ReviewState) - {ReviewState.LEFT_OUT, ReviewState.SEALED, ReviewState.CONCLUDED}


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """Most pressing first."""
    if viewer.everywhere(Can.RUN_CYCLES):
        for line in cycle_lines(viewer):
            if line.cycle.sealed_at is None:
                yield from _of_cycle(line)
    yield from _probations(viewer)


def _of_cycle(line: CycleLine) -> Iterator[Waiting]:
    cycle, address = line.cycle, reverse("cycles:cycle", args=[line.cycle.code])
    if not line.total and not line.out:
        what = say("cycles.waits.nobody", cycle=cycle.title)
        yield Waiting("cycles", "users-plus", what, "", address, 1, "watch")
    if cycle.kind == CycleKind.PROBATION:
        return
    for stage in line.stages:
        if stage.late and stage.due:
            yield _late(cycle.title, stage, stage.due, address)


def _late(title: str, stage: BoardStage, due: date, address: str) -> Waiting:
    note = say("cycles.waits.late_note", stage=say(f"cycle.stage.{stage.stage}"), day=day_name(due))
    what = say("cycles.waits.late", cycle=title, count=stage.count)
    return Waiting("cycles", "clock-exclamation", what, note, f"{address}?state={stage.filter}", 1, "bad", due)


def _probations(viewer: Viewer) -> Iterator[Waiting]:
    """Probations that end soon, to those in charge: without a word before its end it has ended by itself."""
    if not viewer.person and not viewer.everywhere(Can.RUN_CYCLES):
        return
    company = declared_company()
    last = working_days_from(viewer.today, PROBATION_NOTICE, company.calendar)
    running = Participant.objects.filter(
        cycle__kind=CycleKind.PROBATION, state__in=_OPEN, end__range=(viewer.today, last)
    )
    for one in running.order_by("end", "person"):
        in_charge = viewer.person in people_in(one.managers) if viewer.person else False
        if one.person != viewer.person and (in_charge or viewer.everywhere(Can.RUN_CYCLES)):
            name = node_name(company, "person", one.person)
            what = say("cycles.waits.probation", name=name, day=day_name(one.end))
            note = say("cycles.waits.probation_note", state=say(f"review.state.{one.state}"))
            address = reverse("cycles:review", args=[one.pk])
            tone = "bad" if _soon(one.end, viewer.today, company.calendar) else "watch"
            yield Waiting("cycles", "user-question", what, note, address, 1, tone, one.end)


def _soon(end: date, today: date, calendar: WorkCalendar) -> bool:
    return end <= working_days_from(today, 3, calendar)
