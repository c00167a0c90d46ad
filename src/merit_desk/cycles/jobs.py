"""What the cycles do in the background: enrolling people, and moving many reviews at once."""

from typing import Any

from merit.kernel.refusals import NotFoundRefusal
from merit.reviews.life import ReviewMove
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import viewer_for
from merit_desk.cycles.actions.bulk import move_all
from merit_desk.cycles.actions.enrol import enrol
from merit_desk.cycles.models import Cycle
from merit_desk.jobs.bodies import Cancelled, Running, job_body


@job_body("cycles.enrol", page="cycles:of_job")
def enrol_people(running: Running, cycle: str) -> dict[str, Any]:
    """A review for everybody of the population, all or none."""
    found = Cycle.objects.filter(code=cycle).first()
    if found is None:
        raise NotFoundRefusal("cycles.no_such_cycle")

    def told(done: int, total: int) -> None:
        running.progress(done, total, enrolled=done)

    outcome = enrol(running.account, found, told)
    if running.cancelled():
        raise Cancelled
    return outcome


@job_body("cycles.move", repeatable=True)
def move_people(running: Running, reviews: list[int], move: str, note: str) -> dict[str, Any]:
    """The same move for many reviews, each by itself; what cannot be moved stays and is counted."""
    viewer = viewer_for(Account.objects.get(pk=running.account or 0))

    def told(done: int, total: int) -> None:
        running.progress(done, total, moved=done)

    moved, refused = move_all(viewer, reviews, ReviewMove(move), note, told)
    return {"moved": moved, "rejected": refused}
