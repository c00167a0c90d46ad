"""Everything ever paid held against a computation from scratch, on asking, in the background."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from merit.closing.recomputed import recomputed_from_scratch
from merit.workspace import open_workspace
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.jobs.actions import start
from merit_desk.jobs.bodies import Running
from merit_desk.jobs.models import Job
from merit_desk.payroll.models import LedgerCheck
from merit_desk.payroll.queries.visible import sees_whole


def ask_for_ledger(viewer: Viewer) -> Job:
    """Raises NotFoundRefusal for whoever neither works on payouts nor sees everybody's pay."""
    if not (sees_whole(viewer) and viewer.everywhere(Can.SEE_PAY)):
        viewer.require(Can.APPROVE_PAY)
    return start(viewer, "payroll.ledger")


def check_ledger(running: Running) -> LedgerCheck:
    """Recompute every frozen period with today's facts and keep what was found, person by person."""
    workspace = open_workspace(Path(settings.MERIT_COMPANY))
    found = recomputed_from_scratch(workspace, running.progress)
    people = [
        {
            "person": each.person,
            "paid": each.paid,
            "open": each.open,
            "settled": each.settled,
            "recomputed": each.recomputed,
            "unexplained": each.unexplained,
        }
        for each in found.people
    ]
    with transaction.atomic():
        made = LedgerCheck.objects.create(
            by_id=running.account,
            periods=[str(each) for each in found.periods],
            into=str(found.into or ""),
            people=people,
            holds=found.holds,
        )
        after = {"periods": made.periods, "holds": made.holds, "people": len(people)}
        record(running.account, "payroll.ledger_checked", Subject("ledger", str(made.pk)), after=after)
    return made
