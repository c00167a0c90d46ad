"""Reviews as the API gives them: the pages' own queries, without words of the pages."""

from typing import Any

from merit_desk.accounts.viewer import Viewer
from merit_desk.reviews.queries.answering import answering
from merit_desk.reviews.queries.queue import FormToFill
from merit_desk.reviews.queries.rater_list import rater_list, raters_to_see
from merit_desk.reviews.queries.reading import Heard, heard_of, review_read
from merit_desk.reviews.queries.sheet import sheet_of


def form_to_fill(each: FormToFill) -> dict[str, Any]:
    """One form that waits."""
    return {
        "review": each.participant.pk,
        "cycle": each.participant.cycle.code,
        "person": each.participant.person,
        "relation": str(each.relation),
        "stands": each.stands,
        "due": each.due.isoformat() if each.due else None,
    }


def sheet_given(viewer: Viewer, number: int, relation: str) -> dict[str, Any]:
    """The viewer's own form. Raises NotFoundRefusal."""
    asked = answering(viewer, number, relation)
    questions = [
        {
            "question": each.key,
            "title": each.title,
            "low": each.low,
            "high": each.high,
            "grade": each.chosen,
            "comment": each.comment,
        }
        for each in sheet_of(asked).questions
    ]
    saved_at = asked.assignment.saved_at if asked.assignment else None
    stands = {"review": number, "relation": relation, "state": str(asked.state), "open": asked.open}
    return {**stands, "saved_at": saved_at, "questions": questions}


def review_given(viewer: Viewer, number: int) -> dict[str, Any]:
    """What the viewer reads. Raises NotFoundRefusal."""
    one, seen = review_read(viewer, number)
    return {
        "review": one.pk,
        "cycle": one.cycle.code,
        "person": one.person,
        "state": one.state,
        "questions": [_heard(each) for each in heard_of(one, seen)],
    }


def _heard(each: Heard) -> dict[str, Any]:
    return {
        "question": each.question.key,
        "title": each.question.title,
        "own": each.own,
        "managers": list(each.managers),
        "means": [{"relation": mean.relation, "mean": mean.exact} for mean in each.means],
        "comments": [text for _, texts in each.comments for text in texts],
    }


def raters_given(viewer: Viewer, number: int) -> list[dict[str, Any]]:
    """Nominated raters. Raises NotFoundRefusal."""
    one, _ = raters_to_see(viewer, number)
    return [
        {
            "number": each.number,
            "person": each.person,
            "name": each.name,
            "relation": str(relation.relation),
            "stands": each.stands,
            "reason": each.reason,
        }
        for relation in rater_list(one, viewer.today)
        for each in relation.raters
    ]
