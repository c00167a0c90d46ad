"""In the margin of a statement: the disputes of its lines, and the way to question one of one's own."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse

from merit.rewards.payment.dispute import DisputeState
from merit_desk.accounts.viewer import Viewer
from merit_desk.disputes.models import Dispute
from merit_desk.disputes.queries.known import last_day_to_file
from merit_desk.disputes.queries.shown import state_words
from merit_desk.results.queries.period_files import PayRow, PeriodFiles
from merit_desk.rewards.queries.margin import MarginNote, in_the_margin
from merit_desk.shell.sentences import say

_ENDED = (DisputeState.DECIDED, DisputeState.WITHDRAWN)


@in_the_margin
def disputed_lines(viewer: Viewer, files: PeriodFiles, person: str) -> Iterator[MarginNote]:
    """One note for each dispute beside its line; on one's own statement a way to question every other line in time."""
    rows = files.pay.get(person, ())
    found = list(Dispute.objects.filter(period=files.period, person=person)) if rows else []
    for dispute in found:
        address = reverse("disputes:dispute", args=[dispute.pk])
        text = say("disputes.margin", state=state_words(dispute))
        tone = "" if dispute.state in _ENDED else "watch"
        yield MarginNote(text, address, tone, "message-question", _row_of(rows, dispute))
    last = last_day_to_file(files.period, person) if rows and person == viewer.person else None
    if last is not None and viewer.today <= last:
        open_now = [row for each in found if (row := _row_of(rows, each)) and _stands(each, row)]
        for row in rows:
            if row not in open_now:
                text = say("disputes.margin_ask", day=last.strftime("%m-%d"))
                yield MarginNote(text, new_address(files.period, row), "", "message-question", row)


def _stands(dispute: Dispute, row: PayRow) -> bool:
    """Under way, or decided about the amount that the line still has."""
    decided = dispute.state == DisputeState.DECIDED and dispute.amount == row.amount
    return decided or dispute.state not in _ENDED


def new_address(period: str, row: PayRow) -> str:
    """Where the line is questioned."""
    asked = urlencode({"reward": row.reward, "line": row.line, "number": row.number})
    return f"{reverse('disputes:new', args=[period])}?{asked}"


def _row_of(rows: tuple[PayRow, ...], dispute: Dispute) -> PayRow | None:
    key = (dispute.reward, dispute.line, dispute.number)
    return next((row for row in rows if (row.reward, row.line, row.number) == key), None)
