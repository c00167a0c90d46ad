"""Having a period computed."""

from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.jobs.actions import start
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState


def run_in_background(viewer: Viewer, period: str) -> Job:
    """Ask for the period. Raises NotFoundRefusal (not permitted) and ConflictRefusal (under way, or no period)."""
    viewer.require(Can.RUN_PERIOD)
    try:
        asked = str(Period.parse(period))
    except ValueError:
        raise ConflictRefusal("periods.not_a_period", period=period) from None
    under_way = Job.objects.filter(kind="periods.run", state__in=[JobState.WAITING, JobState.RUNNING])
    if any(job.parameters.get("period") == asked for job in under_way):
        raise ConflictRefusal("periods.under_way", period=asked)
    return start(viewer, "periods.run", period=asked)
