"""Looking at a period takes a while: in the background."""

from typing import Any

from merit.engines.signs.look import signs_of
from merit.kernel.period import Period
from merit_desk.jobs.bodies import Running, job_body
from merit_desk.results.queries.open_company import at_work
from merit_desk.signs.actions.look import KIND, keep


@job_body(KIND)
def look_at_period(running: Running, period: str) -> dict[str, Any]:
    """As `merit signs` does, over the facts as they stand now."""
    asked = Period.parse(period)
    running.progress(0, 1)
    with at_work("") as workspace:
        found = signs_of(workspace.company, workspace.engine, workspace.figures, asked)
    keep(asked, found)
    running.progress(1, 1)
    return {"signs": len(found.signs)}
