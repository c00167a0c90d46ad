"""Having the tasks brought into the facts now, instead of with the next run of a period."""

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.jobs.actions import start
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState

KIND = "follow.tasks_to_facts"


def bring_in_background(viewer: Viewer) -> Job:
    """A second press gives the job of the first. Raises NotFoundRefusal."""
    if not (viewer.can(Can.LOAD_DATA) or viewer.can(Can.RUN_PERIOD)):
        raise NotFoundRefusal("refusal.no_such_page")
    waiting = Job.objects.filter(kind=KIND, state=JobState.WAITING).first()
    return waiting or start(viewer, KIND)
