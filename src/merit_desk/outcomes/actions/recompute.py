"""Computing a period again after a decision, and keeping what comes of it as the next version for the person."""

from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Participant
from merit_desk.jobs.actions import start
from merit_desk.jobs.models import Job


def recompute(viewer: Viewer, one: Participant, kind: str) -> Job:
    """In the background; `kind` says why: appeal or mended. The right to it follows from the decision."""
    return start(viewer, "outcomes.recompute", participant=one.pk, why=kind)
