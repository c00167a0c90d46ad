"""What waits for the viewer in the outcomes."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from merit.reviews.appeal import AppealState
from merit.reviews.interview import InterviewState
from merit.reviews.life import ReviewState
from merit.reviews.stages import Stage
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Cycle, Participant, StageDate
from merit_desk.cycles.queries.parties import people_in
from merit_desk.notices.waiting import Waiting
from merit_desk.outcomes.models import Appeal, Correction, Interview
from merit_desk.outcomes.queries.deadlines import answer_due
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say

PLACE = "outcomes"
_SOON = 2


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """Most pressing first."""
    if viewer.account is None:
        return
    yield from _own(viewer)
    yield from _judged(viewer)
    yield from _mending(viewer)
    if viewer.person:
        yield from _interviews(viewer)
    if viewer.everywhere(Can.RUN_CYCLES):
        yield from _led(viewer)


def _own(viewer: Viewer) -> Iterator[Waiting]:
    if not viewer.person:
        return
    mine = Participant.objects.filter(person=viewer.person, state__in=[ReviewState.RELEASED, ReviewState.INTERVIEW])
    for one in mine.select_related("cycle"):
        if one.state == ReviewState.RELEASED:
            due = answer_due(one)
            tone = "watch" if due is not None and (due - viewer.today).days <= _SOON else ""
            what = say("outcomes.wait.answer", cycle=one.cycle.title)
            address = reverse("outcomes:result", args=[one.pk])
            yield Waiting(PLACE, "message-check", what, say("outcomes.wait.answer_note"), address, 1, tone, due)
        elif Interview.objects.filter(participant=one, state=InterviewState.OFFERED).exists():
            what = say("outcomes.wait.sign", cycle=one.cycle.title)
            address = reverse("outcomes:interview", args=[one.pk])
            yield Waiting(
                PLACE,
                "signature",
                what,
                say("outcomes.wait.sign_note"),
                address,
                1,
                "",
                _due(one.cycle, Stage.INTERVIEW),
            )


def _judged(viewer: Viewer) -> Iterator[Waiting]:
    mine = Appeal.objects.filter(judge_id=viewer.account, state=AppealState.ASSIGNED).select_related("participant")
    for appeal in mine:
        name = node_name(declared_company(), "person", appeal.participant.person)
        tone = "bad" if appeal.due < viewer.today else "watch"
        address = reverse("outcomes:appeal", args=[appeal.pk])
        what, note = say("outcomes.wait.judge", name=name), say("outcomes.wait.judge_note")
        yield Waiting(PLACE, "gavel", what, note, address, 1, tone, appeal.due)


def _mending(viewer: Viewer) -> Iterator[Waiting]:
    if not viewer.can(Can.LOAD_DATA):
        return
    for appeal in Appeal.objects.filter(state=AppealState.MENDING).select_related("participant__cycle"):
        address = reverse("outcomes:appeal", args=[appeal.pk])
        what = say("outcomes.wait.mend", cycle=appeal.participant.cycle.title)
        yield Waiting(PLACE, "tool", what, appeal.mending[:80], address, 1, "watch")


def _interviews(viewer: Viewer) -> Iterator[Waiting]:
    """One line per cycle for a manager, however many people."""
    open_ones = Participant.objects.filter(
        state__in=[ReviewState.CONFIRMED, ReviewState.SILENT, ReviewState.DECIDED]
    ).select_related("cycle")
    mine: dict[int, list[Participant]] = {}
    for one in open_ones:
        if viewer.person in people_in(one.managers):
            mine.setdefault(one.cycle_id, []).append(one)
    for people in mine.values():
        cycle, company = people[0].cycle, declared_company()
        address = (
            reverse("outcomes:interview", args=[people[0].pk])
            if len(people) == 1
            else reverse("outcomes:cycle", args=[cycle.code])
        )
        what = say("outcomes.wait.interview", count=len(people), cycle=cycle.title)
        names = say("list.comma").join(node_name(company, "person", each.person) for each in people[:3])
        yield Waiting(PLACE, "messages", what, names, address, len(people), "", _due(cycle, Stage.INTERVIEW))


def _led(viewer: Viewer) -> Iterator[Waiting]:
    filed = list(Appeal.objects.filter(state=AppealState.FILED).exclude(participant__person=viewer.or_nobody))
    if filed:
        first = min(filed, key=lambda each: each.due)
        address = reverse("outcomes:appeal", args=[first.pk])
        what, note = say("outcomes.wait.assign", count=len(filed)), say("outcomes.wait.assign_note")
        yield Waiting(PLACE, "user-question", what, note, address, len(filed), "watch", first.due)
    waiting = Correction.objects.filter(state="proposed").exclude(proposed_by_id=viewer.account)
    for each in waiting.exclude(participant__person=viewer.or_nobody).select_related("participant__cycle"):
        address = reverse("outcomes:result", args=[each.participant_id])
        what = say("outcomes.wait.correction", cycle=each.participant.cycle.title)
        yield Waiting(PLACE, "pencil-exclamation", what, say("outcomes.wait.correction_note"), address, 1, "watch")
    yield from _cycles(viewer)


def _cycles(viewer: Viewer) -> Iterator[Waiting]:
    settled = Participant.objects.filter(state=ReviewState.SETTLED).exclude(person=viewer.or_nobody)
    counts: dict[int, int] = {}
    for number in settled.values_list("cycle_id", flat=True):
        counts[number] = counts.get(number, 0) + 1
    for cycle in Cycle.objects.filter(pk__in=counts):
        what = say("outcomes.wait.release", count=counts[cycle.pk], cycle=cycle.title)
        address, due = reverse("outcomes:cycle", args=[cycle.code]), _due(cycle, Stage.RELEASE)
        yield Waiting(PLACE, "lock-open", what, say("outcomes.wait.release_note"), address, 1, "", due)
    over = [str(state) for state in (ReviewState.CONCLUDED, ReviewState.SEALED, ReviewState.LEFT_OUT)]
    begun = Cycle.objects.filter(sealed_at=None, participants__state=ReviewState.CONCLUDED).distinct()
    for cycle in begun:
        if not cycle.participants.exclude(state__in=over).exists():
            what, address = say("outcomes.wait.seal", cycle=cycle.title), reverse("outcomes:seal", args=[cycle.code])
            due = _due(cycle, Stage.SEAL)
            yield Waiting(PLACE, "lock", what, say("outcomes.wait.seal_note"), address, 1, "", due)


def _due(cycle: Cycle, stage: Stage) -> date | None:
    return StageDate.objects.filter(cycle=cycle, stage=stage).values_list("due", flat=True).first()
