"""What the person may read of what others said: means by relation, and the manager's comment; never a single answer."""

from dataclasses import dataclass

from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Participant


@dataclass(frozen=True, slots=True)
class RelationMean:
    """The mean of one relation, in words that the reviews app allows; `text` says why where there is no figure."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """As the reviews app shows it to this viewer."""

    relations: tuple[RelationMean, ...]
    comment: str


def feedback_shown(viewer: Viewer, one: Participant) -> Feedback | None:
    """None where there is nothing that this viewer may read."""
    del viewer, one
    return None
