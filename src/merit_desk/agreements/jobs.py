"""Issuing the agreements of a cycle in the background."""

from typing import Any

from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import viewer_for
from merit_desk.agreements.actions.issue import KIND, issue
from merit_desk.jobs.bodies import Running, job_body


@job_body(KIND)
def issue_agreements(running: Running, cycle: str, notify: bool = True) -> dict[str, Any]:
    """As `issue` does; nothing is written before everybody's terms are worked out."""
    viewer = viewer_for(Account.objects.get(pk=running.account or 0))
    found = issue(viewer, cycle, notify, running.progress)
    return {"issued": found.issued, "noticed": found.noticed, "without_plan": found.without_plan}
