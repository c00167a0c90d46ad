"""Who bears a refund: the company, and the commission stays, or the person. Each choice is a row of the folder."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import record
from merit_desk.documents.actions.append import append_rows
from merit_desk.payroll.actions.moving import subject_of
from merit_desk.payroll.queries.clawbacks import CLAWBACK, Refund, refunds_behind
from merit_desk.payroll.queries.visible import payout_of
from merit_desk.results.queries.period_files import PayRow, PeriodFiles

FILE = "refund_bearers.csv"
BEARERS = ("person", "company")
Which = tuple[str, str, int]
"""Person, reward and number of a clawback line."""


def clawback_row(files: PeriodFiles, which: Which) -> PayRow:
    """The line. Raises NotFoundRefusal: there is none in sight."""
    person, reward, number = which
    rows = (row for row in files.pay.get(person, ()) if row.line == CLAWBACK)
    found = next((row for row in rows if (row.reward, row.number) == (reward, number)), None)
    if found is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return found


def may_choose(viewer: Viewer) -> bool:
    """Who prepares or approves pay, and never about their own commission."""
    return viewer.can(Can.PREPARE_PAY) or viewer.can(Can.APPROVE_PAY)


def choose_bearer(
    viewer: Viewer, number: int, which: Which, refunds: Sequence[str], told: tuple[str, str]
) -> list[Refund]:
    """Write who bears these refunds ("shop/refund") and why: `told` is the bearer and the reason.

    Raises NotFoundRefusal (not permitted, one's own line, or not behind this clawback) and ConflictRefusal (nothing
    chosen, or no reason). The next computation of the open period follows it.
    """
    payout = payout_of(viewer, number)
    bearer, reason = told
    if not may_choose(viewer) or which[0] == viewer.person or bearer not in BEARERS:
        raise NotFoundRefusal("refusal.no_such_page")
    if not reason.strip():
        raise ConflictRefusal("payroll.needs_reason")
    files = visible_files(viewer, payout.period)
    known = {each.key: each for each in refunds_behind(files, clawback_row(files, which))}
    if not refunds:
        raise ConflictRefusal("payroll.no_refund_chosen")
    if set(refunds) - known.keys():
        raise NotFoundRefusal("refusal.no_such_page")
    chosen = [known[key] for key in dict.fromkeys(refunds)]
    at = timezone.now().replace(microsecond=0).isoformat()
    rows = [
        {"shop": each.shop, "refund_id": each.refund_id, "borne_by": bearer, "reason": reason.strip()}
        | {"decided_by": viewer.person or viewer.name, "decided_at": at}
        for each in chosen
    ]
    with transaction.atomic():
        append_rows(viewer.account, FILE, rows, reason.strip())
        after = {"refunds": [each.key for each in chosen], "bearer": bearer, "reason": reason.strip()}
        record(viewer.account, "payroll.bearer_chosen", subject_of(payout), after=after)
    return chosen
