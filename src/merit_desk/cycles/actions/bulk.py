"""The same move for many reviews: each one asked, recorded and refused for itself."""

from collections.abc import Sequence

from merit.kernel.refusals import Refusal
from merit.reviews.life import ReviewMove
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.actions.enrol import Telling, in_silence
from merit_desk.cycles.actions.move import move
from merit_desk.cycles.queries.bulk import AT_ONCE
from merit_desk.jobs.actions import start
from merit_desk.jobs.models import Job


def move_all(
    viewer: Viewer,
    numbers: Sequence[int],
    wanted: ReviewMove,
    note: str = "",
    told: Telling = in_silence,
) -> tuple[int, int]:
    """How many were moved, and how many could not be."""
    moved = refused = 0
    for number in numbers:
        try:
            move(viewer, number, wanted, note)
            moved += 1
        except Refusal:
            refused += 1
        told(moved + refused, len(numbers))
    return moved, refused


def move_in_background(viewer: Viewer, numbers: Sequence[int], wanted: ReviewMove, note: str = "") -> Job | None:
    """A job where there are too many for one page to wait for; None where `move_all` is quick enough."""
    if len(numbers) <= AT_ONCE:
        return None
    return start(viewer, "cycles.move", reviews=list(numbers), move=str(wanted), note=note)
