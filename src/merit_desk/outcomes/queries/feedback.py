"""What may be read of what others said: means by relation and the manager's words; never a single answer of a rater."""

from dataclasses import dataclass

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Participant
from merit_desk.reviews.queries.reading import heard_of, reads


@dataclass(frozen=True, slots=True)
class RelationMean:
    """The mean of one relation, or of those merged, to one question."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """As the reviews app lets this viewer read it."""

    relations: tuple[RelationMean, ...]
    comment: str


def feedback_shown(viewer: Viewer, one: Participant) -> Feedback | None:
    """None where there is nothing that this viewer may read."""
    try:
        heard = heard_of(one, reads(viewer, one))
    except NotFoundRefusal:
        return None
    means = tuple(
        RelationMean(f"{each.question.title} · {mean.label}", mean.value) for each in heard for mean in each.means
    )
    comments = (answer.comment for each in heard for answer in each.managers if answer.comment)
    found = Feedback(means, "\n".join(dict.fromkeys(comments)))
    return found if found.relations or found.comment else None
