"""Jobs that a viewer may see: their own, and all of them for those who run the installation."""

from django.db.models import QuerySet

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.jobs.models import Job


def jobs_visible_to(viewer: Viewer) -> QuerySet[Job]:
    """Latest first."""
    every = Job.objects.order_by("-pk")
    if viewer.account is None:
        return every.none()
    return every if viewer.can(Can.OPERATE) else every.filter(started_by_id=viewer.account)


def job_of(viewer: Viewer, number: int) -> Job:
    """Raises NotFoundRefusal for a job that is not there or that the viewer may not see."""
    job = jobs_visible_to(viewer).filter(pk=number).first()
    if job is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return job
