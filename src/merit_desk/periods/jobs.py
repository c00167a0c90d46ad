"""Computing a period in the background."""

from pathlib import Path
from typing import Any

from django.conf import settings

from merit.closing.compute import computed_period
from merit.closing.guarded import guard_problems
from merit.closing.sealed_period import sealed_folder
from merit.kernel.period import Period
from merit.kernel.refusals import PeriodClosedRefusal
from merit.reports.result_files import results_folder, write_result
from merit.workspace import open_workspace
from merit_desk.jobs.bodies import Cancelled, Running, job_body
from merit_desk.periods.preparation import follow_run, prepare_run

_STEPS = 3


@job_body("periods.run")
def run_period(running: Running, period: str) -> dict[str, Any]:
    """KPIs, scores and payouts of the period, written as a whole at the end; until then nothing changes."""
    folder, asked = Path(settings.MERIT_COMPANY), Period.parse(period)
    if sealed_folder(folder, asked).exists():
        raise PeriodClosedRefusal("closing.sealed_is_not_run", period=period)
    running.progress(0, _STEPS)
    prepare_run(running)
    workspace = open_workspace(folder)
    running.progress(1, _STEPS)
    result = computed_period(workspace, asked)
    guarded = guard_problems(workspace, result)
    running.progress(2, _STEPS)
    if running.cancelled():
        raise Cancelled
    write_result(results_folder(folder, asked), result, workspace, guarded)
    running.progress(_STEPS, _STEPS)
    follow_run(running, period)
    return {"people": len(result.scorecards), "findings": len(result.problems)}
