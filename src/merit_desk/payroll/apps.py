"""The payroll app follows what is computed again: approvals hold for the lines that were seen, and no others."""

from django.apps import AppConfig
from django.db.models.signals import post_save


class PayrollConfig(AppConfig):
    """Listens to jobs that end."""

    name = "merit_desk.payroll"

    def ready(self) -> None:
        """A job that computed a period ended: see `job_ended`."""
        from merit_desk.jobs.models import Job
        from merit_desk.payroll.actions.keep_up import job_ended

        post_save.connect(job_ended, sender=Job, dispatch_uid="payroll.keep_up")
