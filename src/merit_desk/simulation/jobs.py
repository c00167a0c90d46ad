"""Replaying history step by step in the background, and the shadow of a period that was run."""

from typing import Any

from merit_desk.jobs.bodies import Running, job_body
from merit_desk.periods.preparation import after_a_run
from merit_desk.simulation.actions.replay import keep_replay
from merit_desk.simulation.actions.shadow_run import keep_shadow
from merit_desk.simulation.actions.shadows import shadows_follow
from merit_desk.simulation.models import Shadow, Simulation


@job_body("simulation.replay", page="simulation:of_job")
def replay(running: Running, simulation: int) -> dict[str, Any]:
    """All periods now and under the drafts; kept as a whole at the end, until then nothing changes."""
    kept = keep_replay(running, Simulation.objects.get(pk=simulation))
    return {"people": kept.people.count(), "replay": kept.pk}


@job_body("simulation.shadow")
def shadow(running: Running, shadow: int, period: str) -> dict[str, Any]:
    """One period beside the live one, which was run just now."""
    kept = keep_shadow(running, Shadow.objects.get(pk=shadow), period)
    return {"people": kept.people.count() if kept else 0}


after_a_run(shadows_follow)
