"""What belongs into the record of one person's cycle, for the seal and the evidence pack."""

from typing import Any

from merit.reviews.answer import AnswerState
from merit.scores.indicators.ratings import Relation
from merit_desk.cycles.models import Participant
from merit_desk.reviews.models import Answer, Judge, Proposal
from merit_desk.reviews.queries.indicators import rated_lines
from merit_desk.reviews.queries.reading import Reads, heard_of


def record_of(one: Participant) -> dict[str, Any]:
    """JSON values in a fixed order, times in ISO 8601; the same rows give the same bytes. No rater is named.

    Of raters other than the person and the managers it holds what was shown: means of relations at the floor, comments.
    """
    heard = heard_of(one, Reads(own=False, managers=False, others=True))
    return {
        "indicators": [line.subject for line in rated_lines(one)],
        "answers": [_answer(each) for each in _known(one)],
        "means": [
            {"question": each.question.key, "relation": mean.relation, "mean": mean.exact}
            for each in heard
            for mean in each.means
        ],
        "comments": [
            {"question": each.question.key, "comments": list(texts)} for each in heard for _, texts in each.comments
        ],
        "proposals": [_proposal(each) for each in Proposal.objects.filter(participant=one).order_by("pk")],
    }


def _known(one: Participant) -> list[Answer]:
    handed_in = Answer.objects.filter(assignment__participant=one, assignment__state=AnswerState.SUBMITTED)
    known = handed_in.filter(assignment__relation__in=[Relation.SELF, Relation.MANAGER]).select_related("assignment")
    return sorted(known, key=lambda each: (each.assignment.relation, each.assignment.rater, each.question))


def _answer(each: Answer) -> dict[str, Any]:
    return {
        "relation": each.assignment.relation,
        "question": each.question,
        "score": each.score,
        "cannot_judge": each.cannot,
        "comment": each.comment,
        "evidence": each.kept,
    }


def _proposal(each: Proposal) -> dict[str, Any]:
    judges = Judge.objects.filter(proposal=each).count()
    return {
        "title": each.title,
        "problem": each.problem,
        "change": each.change,
        "state": each.state,
        "effect": each.effect,
        "made_at": each.made_at.isoformat(),
        "judges": judges,
    }
