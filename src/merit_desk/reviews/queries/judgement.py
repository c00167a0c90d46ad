"""The raters' answers of one participant by indicator, as scoring reads them; never given to a page as they are."""

import secrets
from collections.abc import Iterable
from fractions import Fraction

from merit.reviews.answer import AnswerState
from merit.reviews.innovation import INDICATOR, ProposalState, judged_by
from merit.scores.indicators.ratings import Relation
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.reviews.models import Answer, CycleKey, Judge
from merit_desk.reviews.queries.indicators import RatedLine

Given = dict[Relation, dict[str, Fraction]]


def answers_on(one: Participant, line: RatedLine) -> Given:
    """Answers handed in on one rated indicator; judges of the person's proposals answer on `innovation` as others."""
    found = scores_on(one, f"rated:{line.subject}")
    if line.subject == INDICATOR and Relation.CROSS in line.relations:
        found.setdefault(Relation.CROSS, {}).update(_judges(one))
    low, high = line.scheme.low, line.scheme.high
    return {
        relation: {rater: score for rater, score in given.items() if low <= score <= high}
        for relation, given in found.items()
    }


def scores_on(one: Participant, question: str) -> Given:
    """Grades handed in on any question."""
    found: Given = {}
    for each in _handed_in(one, question):
        if each.score is not None and not each.cannot:
            relation = Relation(each.assignment.relation)
            found.setdefault(relation, {})[each.assignment.rater] = Fraction(each.score)
    return found


def _handed_in(one: Participant, question: str) -> Iterable[Answer]:
    asked = Answer.objects.filter(assignment__participant=one, assignment__state=AnswerState.SUBMITTED)
    return asked.filter(question=question).select_related("assignment")


def _judges(one: Participant) -> dict[str, Fraction]:
    judged = Judge.objects.filter(proposal__participant=one, proposal__state=ProposalState.JUDGED, grade__isnull=False)
    return dict(judged_by((each.person, Fraction(each.grade or 0)) for each in judged))


def key_of(cycle: Cycle) -> bytes:
    """The secret of the cycle. Raises CycleKey.DoesNotExist before anything was published or closed."""
    return bytes.fromhex(CycleKey.objects.get(cycle=cycle).key)


def fresh_key() -> str:
    """A new secret, in hex."""
    return secrets.token_hex(32)
