"""The forms that a viewer fills in: what waits, what is written, what is done, person by person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from merit.reviews.answer import AnswerState
from merit.reviews.life import ReviewState
from merit.reviews.stages import Stage
from merit.scores.indicators.ratings import Relation
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reviews.models import Assignment
from merit_desk.reviews.queries.charge import in_charge
from merit_desk.reviews.queries.closed import OPEN, ever_closed

_STAGE = {Relation.SELF: Stage.SELF, Relation.MANAGER: Stage.MANAGER}
_INVITED = (AnswerState.APPROVED, AnswerState.ACCEPTED, AnswerState.DRAFTED, AnswerState.SUBMITTED)
_JUDGED = (ReviewState.MANAGER_REVIEW, ReviewState.SKIP_REVIEW)


@dataclass(frozen=True, slots=True)
class FormToFill:
    """One form of the viewer. `stands` is open, writing or done; `due` the last day of its stage."""

    participant: Participant
    relation: Relation
    name: str
    stands: str
    address: str
    due: date | None


def forms_of(viewer: Viewer) -> list[FormToFill]:
    """Every form that the viewer fills in now or has just handed in, by cycle; done ones last."""
    if not viewer.person:
        return []
    found = [*_own(viewer), *_asked(viewer), *_as_manager(viewer)]
    return sorted(found, key=lambda each: (each.stands == "done", each.participant.cycle_id))


def forms_beside(viewer: Viewer, cycle: Cycle, relation: Relation) -> list[FormToFill]:
    """The viewer's forms of one cycle of the same kind: of the people below, or of colleagues."""
    known = (Relation.SELF, Relation.MANAGER)
    same = [each for each in forms_of(viewer) if each.participant.cycle_id == cycle.pk]
    if relation in known:
        return [each for each in same if each.relation is relation]
    return [each for each in same if each.relation not in known]


def next_form(viewer: Viewer, cycle: Cycle, relation: Relation) -> FormToFill | None:
    """The next form of the same kind that is not done."""
    return next((each for each in forms_beside(viewer, cycle, relation) if each.stands != "done"), None)


def _running() -> Iterable[ReviewState]:
    return (*OPEN, *_JUDGED)


def _own(viewer: Viewer) -> list[FormToFill]:
    mine = Participant.objects.filter(person=viewer.person, state=ReviewState.SELF_REVIEW).select_related("cycle")
    return _shown([(one, Relation.SELF) for one in mine], viewer.person)


def _asked(viewer: Viewer) -> list[FormToFill]:
    forms = Assignment.objects.filter(rater=viewer.person, state__in=_INVITED, participant__state__in=OPEN)
    forms = forms.exclude(relation__in=[Relation.SELF, Relation.MANAGER]).select_related("participant__cycle")
    closed = ever_closed(each.participant for each in forms)
    open_ones = [(each.participant, Relation(each.relation)) for each in forms if each.participant_id not in closed]
    return _shown(open_ones, viewer.person)


def _as_manager(viewer: Viewer) -> list[FormToFill]:
    under_judgement = Participant.objects.filter(state__in=_running()).select_related("cycle").order_by("person")
    judged = [one for one in in_charge(viewer.person, under_judgement) if one.person != viewer.person]
    return _shown([(one, Relation.MANAGER) for one in judged], viewer.person)


def _shown(pairs: list[tuple[Participant, Relation]], rater: str) -> list[FormToFill]:
    numbers = [one.pk for one, _ in pairs]
    forms = Assignment.objects.filter(rater=rater, participant__in=numbers)
    states = {(each.participant_id, each.relation): AnswerState(each.state) for each in forms}
    due = _due({one.cycle_id for one, _ in pairs})
    return [
        FormToFill(
            participant=one,
            relation=relation,
            name=node_name(declared_company(), "person", one.person),
            stands=_stands(states.get((one.pk, relation), AnswerState.APPROVED)),
            address=reverse("reviews:answer", args=[one.pk, relation]),
            due=due.get((one.cycle_id, _STAGE.get(relation, Stage.RATERS))),
        )
        for one, relation in pairs
    ]


def _stands(state: AnswerState) -> str:
    if state is AnswerState.SUBMITTED:
        return "done"
    return "writing" if state in (AnswerState.DRAFTED, AnswerState.RETURNED) else "open"


def _due(cycles: set[int]) -> dict[tuple[int, Stage], date]:
    found = Cycle.objects.filter(pk__in=cycles).prefetch_related("stages")
    return {(cycle.pk, Stage(each.stage)): each.due for cycle in found for each in cycle.stages.all()}
