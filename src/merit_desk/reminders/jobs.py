"""Sending what is due, in the background, so that the worker goes on telling that it lives."""

from typing import Any

from django.utils import timezone

from merit_desk.jobs.bodies import Running, job_body
from merit_desk.reminders.actions.send import KIND, send_due


@job_body(KIND)
def send(running: Running) -> dict[str, Any]:
    """Every digest that is due now; begun again it sends none twice."""
    return send_due(timezone.now(), running.progress)
