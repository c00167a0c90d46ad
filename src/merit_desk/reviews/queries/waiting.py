"""What waits for the viewer in the reviews: forms to fill in, raters to approve, reviews to endorse, proposals."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from merit.reviews.answer import AnswerState
from merit.reviews.innovation import ProposalState
from merit.reviews.life import ReviewState
from merit.reviews.stages import Stage
from merit.scores.indicators.ratings import Relation
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Cycle, Participant, StageDate
from merit_desk.notices.waiting import Waiting
from merit_desk.reviews.models import Assignment, Judge
from merit_desk.reviews.queries.charge import above_in_charge, in_charge
from merit_desk.reviews.queries.closed import OPEN
from merit_desk.reviews.queries.queue import FormToFill, forms_of
from merit_desk.shell.sentences import say

_ICONS = {"self": "user-check", "manager": "clipboard-check", "others": "users"}


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """Most pressing first."""
    if not viewer.person:
        return
    found = [*_forms(viewer), *_to_approve(viewer), *_to_endorse(viewer), *_to_judge(viewer)]
    yield from sorted(found, key=lambda each: each.due or date.max)


def _forms(viewer: Viewer) -> Iterator[Waiting]:
    by_kind: dict[tuple[int, str], list[FormToFill]] = {}
    for each in forms_of(viewer):
        ready = each.relation is not Relation.MANAGER or each.participant.state == ReviewState.MANAGER_REVIEW
        if each.stands != "done" and ready:
            kind = str(each.relation) if each.relation in (Relation.SELF, Relation.MANAGER) else "others"
            by_kind.setdefault((each.participant.cycle_id, kind), []).append(each)
    for (_, kind), forms in by_kind.items():
        first, late = forms[0], bool(forms[0].due and forms[0].due < viewer.today)
        yield Waiting(
            place="reviews",
            icon=_ICONS[kind],
            what=say(f"reviews.waiting.{kind}", count=len(forms), name=first.name),
            note=first.participant.cycle.title,
            address=first.address,
            count=len(forms),
            tone="bad" if late else "watch" if _near(first.due, viewer.today) else "",
            due=first.due,
        )


def _near(due: date | None, today: date) -> bool:
    return due is not None and (due - today).days <= 2


def _to_approve(viewer: Viewer) -> Iterator[Waiting]:
    with_nominated = Assignment.objects.filter(state=AnswerState.NOMINATED).values("participant")
    open_ones = Participant.objects.filter(pk__in=with_nominated, state__in=(ReviewState.UNDER_WAY, *OPEN))
    found = in_charge(viewer.person, open_ones.select_related("cycle"))
    dates = StageDate.objects.filter(cycle__in={one.cycle_id for one in found}, stage=Stage.SELF)
    due = dict(dates.values_list("cycle", "due"))
    for one in found:
        what = say("reviews.waiting.approve")
        address = reverse("reviews:raters", args=[one.pk])
        yield Waiting("reviews", "user-plus", what, one.cycle.title, address, 1, due=due.get(one.cycle_id))


def _to_endorse(viewer: Viewer) -> Iterator[Waiting]:
    waiting = Participant.objects.filter(state=ReviewState.SKIP_REVIEW).select_related("cycle").order_by("person")
    by_cycle: dict[int, list[Participant]] = {}
    for one in above_in_charge(viewer.person, waiting):
        by_cycle.setdefault(one.cycle_id, []).append(one)
    for found in by_cycle.values():
        cycle = found[0].cycle
        what = say("reviews.waiting.endorse", count=len(found))
        address = reverse("reviews:review", args=[found[0].pk])
        due = _due(cycle, Stage.SKIP)
        yield Waiting("reviews", "eye-check", what, cycle.title, address, len(found), due=due)


def _to_judge(viewer: Viewer) -> Iterator[Waiting]:
    open_ones = Judge.objects.filter(
        person=viewer.person, grade=None, cannot=False, proposal__state=ProposalState.MEASURED
    )
    for each in open_ones.select_related("proposal"):
        address = reverse("reviews:proposal", args=[each.proposal_id])
        yield Waiting("reviews", "bulb", say("reviews.waiting.judge"), each.proposal.title, address, 1)


def _due(cycle: Cycle, stage: Stage) -> date | None:
    return StageDate.objects.filter(cycle=cycle, stage=stage).values_list("due", flat=True).first()
