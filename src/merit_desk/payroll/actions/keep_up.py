"""Approvals bind to lines: when a period is computed again and lines change, the approvals of the payout fall back."""

from typing import Any

from django.db import transaction

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal
from merit.rewards.payment.payout_steps import PAYOUT, PayoutMove, PayoutState, SlipState
from merit_desk.audit.actions import record
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState
from merit_desk.notices.actions import Told, tell_many
from merit_desk.outcomes.queries.canonical import digest_of
from merit_desk.payroll.actions.moving import collect, locked, moved, subject_of, void_approvals
from merit_desk.payroll.actions.slips import new_slips
from merit_desk.payroll.models import LineChange, Payout, Slip
from merit_desk.payroll.queries.lines import Line, changed, payout_digest, sum_of
from merit_desk.results.queries.period_files import periods_run

COMPUTING = frozenset({"periods.run", "outcomes.recompute"})
OPEN = tuple(
    str(state)
    for state in PayoutState
    if state not in {PayoutState.FROZEN, PayoutState.EXPORTED, PayoutState.PAID}
)  # fmt: skip
_Change = tuple[str, list[Line], list[Line]]


def job_ended(instance: Job, **_: Any) -> None:
    """A computation that has ended may have changed lines of an open payout; a frozen one never changes."""
    if instance.kind in COMPUTING and instance.state == JobState.DONE:
        run = set(periods_run())
        for payout in Payout.objects.filter(state__in=OPEN):
            if payout.period in run:
                keep_up(payout)


def keep_up(payout: Payout) -> list[_Change]:
    """Take over lines that changed. Whoever approved is told, and has to look again."""
    with transaction.atomic():
        payout = locked(payout.pk)
        changes = changed(payout) if payout.state in OPEN else []
        if changes:
            _take_over(payout, changes)
    return changes


def require_unchanged(payout: Payout, seen: str) -> None:
    """Raises ConflictRefusal when the lines are others than those that the approver has read (`seen`, if given)."""
    changes = keep_up(payout)
    if changes or (seen and seen != payout_digest(payout.slips.all())):
        raise ConflictRefusal("payroll.lines_changed", count=len(changes) or 1)


def _take_over(payout: Payout, changes: list[_Change]) -> None:
    agreed = set(payout.slips.exclude(agreed_by=None).values_list("agreed_by", flat=True))
    for person, before, after in changes:
        slip = payout.slips.filter(person=person).first() or new_slips(payout, {person: after})[0]
        slip.lines, slip.digest, slip.fen = after, digest_of(after), sum_of(after)
        slip.state = str(SlipState.WAITING if slip.managers else SlipState.ABOVE)
        slip.agreed_by, slip.agreed_at, slip.note = None, None, ""
        slip.save()
        LineChange.objects.create(payout=payout, person=person, before=before, after=after)
    told = agreed | set(void_approvals(payout)) | {payout.made_by_id}
    after_all = {
        "people": [person for person, _, _ in changes],
        "digest": payout_digest(Slip.objects.filter(payout=payout)),
    }
    record(None, "payroll.lines_changed", subject_of(payout), after=after_all)
    if (PayoutState(payout.state), PayoutMove.FALL_BACK) in PAYOUT.moves:
        moved(None, payout, PayoutMove.FALL_BACK, frozenset({Party.CLOCK}))
        collect(payout)
    gaps: dict[str, str | int] = {"period": payout.period, "count": len(changes)}
    tell_many("notice.payroll_changed", [Told(each, f"/payroll/{payout.pk}/", gaps) for each in sorted(told)])
