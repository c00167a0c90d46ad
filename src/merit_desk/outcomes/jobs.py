"""Releasing many at once, computing again after a decision, sealing and verifying a cycle, in the background."""

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
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import viewer_for
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.jobs.bodies import Running, job_body
from merit_desk.outcomes.actions.reconcile import keep_changed
from merit_desk.outcomes.actions.release import Selected, releasable, release_these
from merit_desk.outcomes.actions.seal import seal_cycle
from merit_desk.outcomes.actions.verify import verify_cycle
from merit_desk.results.queries.open_company import moment
from merit_desk.results.queries.period_files import period_files

_STEPS = 3


@job_body("outcomes.release")
def release_many(running: Running, cycle: int, people: list[str]) -> dict[str, Any]:
    """All or none."""
    viewer = viewer_for(Account.objects.get(pk=running.account or 0))
    found = Cycle.objects.get(pk=cycle)
    chosen = releasable(viewer, found, Selected(people=tuple(people)))
    released = release_these(viewer, found, chosen, lambda done: running.progress(done, len(chosen)))
    return {"people": len(released)}


@job_body("outcomes.recompute")
def recompute(running: Running, participant: int, why: str) -> dict[str, Any]:
    """The period again, after an appeal with the data that were shown, after mended data with all of them.

    Whoever has read another result before is given the new one as a version.
    """
    one = Participant.objects.select_related("cycle").get(pk=participant)
    folder, period = Path(settings.MERIT_COMPANY), Period.parse(one.cycle.period)
    if sealed_folder(folder, period).exists():
        raise PeriodClosedRefusal("closing.sealed_is_not_run", period=str(period))
    running.progress(0, _STEPS)
    as_of = moment(period_files(str(period)).as_of) if why == "appeal" else None
    workspace = open_workspace(folder, as_of)
    running.progress(1, _STEPS)
    result = computed_period(workspace, period)
    running.progress(2, _STEPS)
    write_result(results_folder(folder, period), result, workspace, guard_problems(workspace, result))
    kept = keep_changed(running.account, str(period), why)
    running.progress(_STEPS, _STEPS)
    return {"people": len(result.scorecards), "updated": len(kept)}


@job_body("outcomes.seal")
def seal(running: Running, cycle: int) -> dict[str, Any]:
    """See `seal_cycle`; what fails leaves the cycle open."""
    made = seal_cycle(int(running.account or 0), Cycle.objects.get(pk=cycle), running.progress)
    return {"people": len(made.content["records"])}


@job_body("outcomes.verify")
def verify(running: Running, cycle: int) -> dict[str, Any]:
    """See `verify_cycle`."""
    made = verify_cycle(running.account, Cycle.objects.get(pk=cycle), running.progress)
    return {"people": made.records, "findings": len(made.differences)}
