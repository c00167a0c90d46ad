"""Freezing a payout and checking the ledger, in the background."""

from typing import Any

from merit_desk.jobs.bodies import Running, job_body
from merit_desk.payroll.actions.freeze import freeze_payout
from merit_desk.payroll.actions.ledger import check_ledger


@job_body("payroll.freeze")
def freeze(running: Running, payout: int) -> dict[str, Any]:
    """See `freeze_payout`; what fails leaves the payout approved."""
    running.progress(0, 1)
    made = freeze_payout(int(running.account or 0), payout)
    running.progress(1, 1)
    return {"people": made.slips.count()}


@job_body("payroll.ledger")
def ledger(running: Running) -> dict[str, Any]:
    """See `check_ledger`."""
    made = check_ledger(running)
    return {"people": len(made.people), "findings": sum(1 for each in made.people if each["unexplained"])}
