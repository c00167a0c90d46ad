"""Publishing the answers of a cycle in the background, and computing its period anew."""

from pathlib import Path
from typing import Any

from django.conf import settings

from merit.closing.sealed_period import sealed_folder
from merit.kernel.period import Period
from merit_desk.cycles.models import Cycle
from merit_desk.jobs.bodies import Running, job_body
from merit_desk.periods.jobs import run_period
from merit_desk.reviews.actions.publish import KIND, published_now


@job_body(KIND)
def publish_answers(running: Running, cycle: str) -> dict[str, Any]:
    """One write for all reviews in calibration, then the period; only the number of reviews is told."""
    found = Cycle.objects.get(code=cycle)
    written = published_now(running.account, found)
    period = Period.parse(found.period)
    if written and not sealed_folder(Path(settings.MERIT_COMPANY), period).exists():
        run_period(running, found.period)
    return {"reviews": written}
