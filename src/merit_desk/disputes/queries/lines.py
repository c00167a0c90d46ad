"""The line of a statement that a dispute is about, as it was read and as it stands now."""

from decimal import Decimal

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.disputes.models import Dispute
from merit_desk.results.queries.period_files import PayRow, period_files, periods_run

MANUAL = "manual"
"""The kind of line by which a granted amount is paid."""


def own_line(viewer: Viewer, period: str, reward: str, line: str, number: int) -> PayRow:
    """A line of the viewer's own statement that they may read. Raises NotFoundRefusal."""
    rows = visible_files(viewer, period).pay.get(viewer.or_nobody, ())
    return _among(rows, (reward, line, number))


def line_now(dispute: Dispute) -> PayRow | None:
    """The line as the latest run of its period has it; None where it has gone."""
    if dispute.period not in periods_run():
        return None
    rows = period_files(dispute.period).pay.get(dispute.person, ())
    try:
        return _among(rows, (dispute.reward, dispute.line, dispute.number))
    except NotFoundRefusal:
        return None


def paid_out(dispute: Dispute) -> Decimal | None:
    """What the period of the payment shows as manual lines for the disputed reward; None before it was run with it."""
    if not dispute.paid_in or dispute.paid_in not in periods_run():
        return None
    rows = period_files(dispute.paid_in).pay.get(dispute.person, ())
    found = [row.amount for row in rows if (row.line, row.reward) == (MANUAL, dispute.reward)]
    return sum(found, Decimal(0)) if found else None


def _among(rows: tuple[PayRow, ...], wanted: tuple[str, str, int]) -> PayRow:
    found = next((row for row in rows if (row.reward, row.line, row.number) == wanted), None)
    if found is None:
        raise NotFoundRefusal("disputes.no_such_line")
    return found
