"""What waits for the viewer in the pay runs."""

from collections.abc import Iterator

from django.urls import reverse

from merit.kernel.moves import Party
from merit.rewards.payment.payout_steps import PayoutState, SlipState, TransferState
from merit_desk.accounts.viewer import Viewer
from merit_desk.notices.waiting import Waiting
from merit_desk.payroll.models import Payout, Slip
from merit_desk.payroll.queries.acted import has_acted
from merit_desk.payroll.queries.visible import parties_of
from merit_desk.shell.formats import period_name
from merit_desk.shell.sentences import say

PLACE = "payroll"
_WHOSE = {
    PayoutState.DRAFT: Party.HR,
    PayoutState.RETURNED: Party.HR,
    PayoutState.HR: Party.HR,
    PayoutState.FINANCE: Party.FINANCE,
    PayoutState.OWNER: Party.OWNER,
    PayoutState.APPROVED: Party.FINANCE,
    PayoutState.FROZEN: Party.FINANCE,
    PayoutState.EXPORTED: Party.FINANCE,
}


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """Statements of one's line first, then the step of a payout that is one's own, then transfers that came back."""
    if viewer.account is None:
        return
    yield from _own_line(viewer)
    parties = parties_of(viewer)
    if not parties:
        return
    for payout in Payout.objects.exclude(state=PayoutState.PAID):
        yield from _step(viewer, payout, parties)
    if Party.FINANCE in parties:
        yield from _came_back()


def _own_line(viewer: Viewer) -> Iterator[Waiting]:
    if not viewer.person:
        return
    open_slips = Slip.objects.filter(payout__state=PayoutState.MANAGERS, state=SlipState.WAITING)
    counts: dict[tuple[int, str], int] = {}
    for number, period, managers in open_slips.values_list("payout", "payout__period", "managers"):
        if managers and managers[0] == viewer.person:
            counts[number, period] = counts.get((number, period), 0) + 1
    for (number, period), count in counts.items():
        what = say("payroll.wait.agree", count=count, period=period_name(period))
        address = reverse("payroll:run", args=[number])
        yield Waiting(PLACE, "receipt", what, say("payroll.wait.agree_note"), address, count)


def _step(viewer: Viewer, payout: Payout, parties: frozenset[Party]) -> Iterator[Waiting]:
    state = PayoutState(payout.state)
    party = _WHOSE.get(state)
    if party is None or party not in parties or (party is not Party.OWNER and Party.OWNER in parties):
        return
    if state in (PayoutState.HR, PayoutState.FINANCE, PayoutState.OWNER) and has_acted(viewer, payout):
        return
    what = say(f"payroll.wait.{state}", period=period_name(payout.period))
    tone = "watch" if state is PayoutState.RETURNED else ""
    yield Waiting(PLACE, "cash", what, payout.note[:80], reverse("payroll:run", args=[payout.pk]), 1, tone)


def _came_back() -> Iterator[Waiting]:
    failed = Slip.objects.filter(payout__state=PayoutState.PAID, transfer=TransferState.FAILED)
    counts: dict[tuple[int, str], int] = {}
    for key in failed.values_list("payout", "payout__period"):
        counts[key] = counts.get(key, 0) + 1
    for (number, period), count in counts.items():
        what = say("payroll.wait.failed", count=count, period=period_name(period))
        address = reverse("payroll:run", args=[number]) + "?state=failed"
        yield Waiting(PLACE, "arrow-back-up", what, say("payroll.wait.failed_note"), address, count, "bad")
