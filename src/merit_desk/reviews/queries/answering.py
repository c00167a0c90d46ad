"""Who may fill in which form. A form that is not the viewer's is not there, whatever else they may see."""

from dataclasses import dataclass

from merit.kernel.moves import Party
from merit.kernel.refusals import NotFoundRefusal
from merit.reviews.answer import ANSWER, AnswerMove, AnswerState
from merit.reviews.life import ReviewState
from merit.scores.indicators.ratings import Relation
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Participant
from merit_desk.cycles.queries.parties import parties_of
from merit_desk.reviews.models import Assignment
from merit_desk.reviews.queries.closed import hands_in, takes

STAND_IN = "~hr"
"""The rater's name where nobody is in charge and HR judges in the manager's place."""
_FILLED = (AnswerState.APPROVED, AnswerState.ACCEPTED, AnswerState.DRAFTED, AnswerState.SUBMITTED, AnswerState.RETURNED)
_RATER = frozenset({Party.RATER})


@dataclass(frozen=True, slots=True)
class Answering:
    """The viewer's form about a participant; `assignment` is None before the first save of self or manager."""

    participant: Participant
    relation: Relation
    rater: str
    assignment: Assignment | None

    @property
    def state(self) -> AnswerState:
        """How far the form is."""
        return AnswerState(self.assignment.state) if self.assignment else AnswerState.APPROVED

    @property
    def open(self) -> bool:
        """Whether it can be filled in now."""
        return takes(self.participant, self.relation) and self._may(AnswerMove.SAVE)

    @property
    def ready(self) -> bool:
        """Whether it can be handed in now."""
        return hands_in(self.participant, self.relation) and self._may(AnswerMove.SUBMIT)

    @property
    def revisable(self) -> bool:
        """Whether what was handed in can be taken up again."""
        return hands_in(self.participant, self.relation) and self._may(AnswerMove.REVISE)

    @property
    def declinable(self) -> bool:
        """Whether the rater may say no. Self and managers may not."""
        asked = self.relation not in (Relation.SELF, Relation.MANAGER)
        return asked and takes(self.participant, self.relation) and self._may(AnswerMove.DECLINE)

    def _may(self, move: AnswerMove) -> bool:
        return move in ANSWER.open_to(self.state, _RATER)


def answering(viewer: Viewer, number: int, relation: str) -> Answering:
    """The viewer's own form. Raises NotFoundRefusal for everybody else's, and for one not approved."""
    one = Participant.objects.select_related("cycle").filter(pk=number).first()
    if one is None or relation not in list(Relation) or viewer.account is None or one.state == ReviewState.LEFT_OUT:
        raise NotFoundRefusal("reviews.no_such_form")
    asked = Relation(relation)
    rater = _rater(viewer, one, asked)
    found = Assignment.objects.filter(participant=one, rater=rater, relation=asked).first() if rater else None
    from_organisation = asked in (Relation.SELF, Relation.MANAGER)
    if not rater or not (found.state in _FILLED if found else from_organisation):
        raise NotFoundRefusal("reviews.no_such_form")
    return Answering(one, asked, rater, found)


def _rater(viewer: Viewer, one: Participant, relation: Relation) -> str:
    """The name under which the viewer answers; empty where they do not."""
    parties = parties_of(viewer, one)
    match relation:
        case Relation.SELF:
            return viewer.person if Party.SUBJECT in parties else ""
        case Relation.MANAGER:
            return (viewer.person if one.managers else STAND_IN) if Party.MANAGER in parties else ""
        case Relation.SKIP:
            return ""
        case _:
            return viewer.person if viewer.person != one.person else ""
