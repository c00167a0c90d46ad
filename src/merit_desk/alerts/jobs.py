"""Looking at all rules in the background: forecasts and bands take their seconds."""

from typing import Any

from merit_desk.alerts.actions.look import KIND, company_today, look
from merit_desk.jobs.bodies import Running, job_body


@job_body(KIND)
def look_at_rules(running: Running) -> dict[str, Any]:
    """Every rule as of the day; begun again it tells nobody twice."""
    return look(company_today(), running.progress)
