"""A granted amount becomes a row of pay_decisions.csv in the next open period."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from merit.closing.sealed_period import sealed_folder
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.disputes.models import Dispute
from merit_desk.documents.actions.append import append_rows
from merit_desk.results.queries.open_company import declared_company

FILE = "pay_decisions.csv"


def pay_granted(viewer: Viewer, dispute: Dispute) -> str:
    """Add the row; the period in which it pays. Who may decide was settled by the caller.

    Raises ConflictRefusal for a line of no reward plan, Unsound when the folder would have errors.
    """
    if dispute.reward not in {plan.reward for plan in declared_company().rewards}:
        raise ConflictRefusal("disputes.no_reward_to_pay", reward=dispute.reward)
    period = open_period(dispute.period)
    row = {
        "period": period,
        "person": dispute.person,
        "reward": dispute.reward,
        "amount": f"{dispute.granted:.2f}",
        "concerns": dispute.period if period != dispute.period else "",
        "reason": dispute.grounds[:300],
        "decided_by": viewer.person or viewer.name,
        "decided_at": timezone.now().replace(microsecond=0).isoformat(),
        "dispute": str(dispute.pk),
    }
    append_rows(viewer.account, FILE, [row], dispute.grounds[:300])
    return period


def open_period(period: str) -> str:
    """The first period of the same length, from this one on, that is not sealed."""
    found, folder = Period.parse(period), Path(settings.MERIT_COMPANY)
    while sealed_folder(folder, found).exists():
        found = Period.containing(found.end, found.grain)
    return str(found)
