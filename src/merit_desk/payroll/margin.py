"""In the margin of a statement: how far its payment is, its payslip, and which lines are about earlier periods."""

from collections.abc import Iterator

from django.urls import reverse

from merit_desk.accounts.viewer import Viewer
from merit_desk.payroll.models import Slip
from merit_desk.payroll.queries.visible import payouts_of
from merit_desk.results.queries.period_files import PayRow, PeriodFiles
from merit_desk.rewards.queries.margin import MarginNote, in_the_margin
from merit_desk.shell.formats import period_name
from merit_desk.shell.sentences import say

_TONES = {"paid": "good", "failed": "bad"}


@in_the_margin
def payment_notes(viewer: Viewer, files: PeriodFiles, person: str) -> Iterator[MarginNote]:
    """The caller has made sure that the statement is in sight; its pay may not be."""
    if person not in files.pay:
        return
    slip = Slip.objects.select_related("payout").filter(payout__period=files.period, person=person).first()
    if slip is not None:
        yield from _of_slip(viewer, slip)
    for row in files.pay[person]:
        if row.concerns and row.concerns != files.period:
            yield _earlier(row, person)


def _of_slip(viewer: Viewer, slip: Slip) -> Iterator[MarginNote]:
    last = slip.transfers.last()
    own = [each.pk for each in payouts_of(viewer)] if slip.person != viewer.person else []
    address = reverse("payroll:run", args=[slip.payout_id]) if slip.payout_id in own else ""
    if last is None:
        yield MarginNote(say(f"payroll.margin.{slip.payout.state}"), address, "", "cash")
    else:
        text = say(f"payroll.margin.transfer_{slip.transfer}", day=str(last.day), reference=last.reference or "—")
        yield MarginNote(text, address, _TONES.get(slip.transfer, ""), "cash")
    pdf = reverse("payroll:payslip", args=[slip.payout_id, slip.person])
    yield MarginNote(say("payroll.margin.pdf"), pdf, "", "file-type-pdf")


def _earlier(row: PayRow, person: str) -> MarginNote:
    code = "payroll.margin.clawback" if "clawback" in row.line else "payroll.margin.earlier"
    address = reverse("rewards:statement", args=[row.concerns, person])
    return MarginNote(say(code, period=period_name(row.concerns)), address, "watch", "history", row)
