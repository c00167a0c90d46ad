"""Forecasts of running targets take a while: in the background."""

from typing import Any

from merit_desk.forecasts.actions.prepare import KIND, prepare
from merit_desk.jobs.bodies import Running, job_body


@job_body(KIND)
def prepare_forecasts(running: Running) -> dict[str, Any]:
    """Nothing is changed but what is kept beside the facts."""
    return {"forecasts": prepare(running.progress)}
