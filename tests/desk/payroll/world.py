"""A payout of the tiny company's October, brought as far as a test begins.

Paid: cat 3,704.40, ann 36.00, bob 22.00 when September is sealed, 42.00 − 6.00 … else; `leader` is above ann, bob and
cat, `owner` above leader. Four accounts take the steps: manager (leader), hr, finance, owner.
"""

from merit_desk.payroll.actions.agree import agree
from merit_desk.payroll.actions.approve import approve
from merit_desk.payroll.actions.begin import begin_payout, send
from merit_desk.payroll.models import Payout
from tests.desk.conftest import role_account, viewer_as

OCTOBER = "2026-10"
BEFORE = "双 11 前要发"


def begun() -> Payout:
    """A draft; everybody has an account."""
    for role in ("owner", "hr", "manager", "employee", "finance"):
        role_account(role)
    return begin_payout(viewer_as("hr"), OCTOBER, BEFORE)


def sent() -> Payout:
    """With the managers."""
    return send(viewer_as("hr"), begun().pk)


def agreed() -> Payout:
    """With HR."""
    payout = sent()
    agree(viewer_as("manager"), payout.pk)
    return fresh(payout)


def approved_by(*roles: str) -> Payout:
    """After the managers and these have approved."""
    payout = agreed()
    for role in roles:
        approve(viewer_as(role), payout.pk)
    return fresh(payout)


def fresh(payout: Payout) -> Payout:
    """As the database has it now."""
    return Payout.objects.get(pk=payout.pk)
