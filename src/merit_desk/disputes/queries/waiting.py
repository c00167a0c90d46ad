"""What waits for the viewer here: questions to answer, to decide, and data to be mended."""

from collections.abc import Iterator

from merit.rewards.payment.dispute import DisputeMove, DisputeState
from merit_desk.accounts.viewer import Viewer
from merit_desk.disputes.models import Dispute
from merit_desk.disputes.queries.known import disputes_known_to, moves_open
from merit_desk.disputes.queries.shown import shown
from merit_desk.notices.waiting import Waiting
from merit_desk.shell.sentences import say

PLACE = "disputes"
_ENDED = (DisputeState.DECIDED, DisputeState.WITHDRAWN)


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """Most pressing first."""
    if viewer.account is None or not Dispute.objects.exclude(state__in=_ENDED).exists():
        return
    for dispute in sorted(disputes_known_to(viewer), key=lambda each: each.answer_due):
        wanted = "" if dispute.state in _ENDED else _wanted(moves_open(viewer, dispute))
        if wanted:
            row = shown(viewer, dispute)
            what = say(f"disputes.wait.{wanted}", name=row.name, line=row.line)
            tone = "bad" if row.late else "watch"
            yield Waiting(PLACE, "message-question", what, row.period, row.address, 1, tone, row.due)


def _wanted(moves: frozenset[DisputeMove]) -> str:
    for move in (DisputeMove.DECIDE, DisputeMove.ANSWER, DisputeMove.MEND):
        if move in moves:
            return str(move)
    return ""
