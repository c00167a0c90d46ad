"""冻结: the period is sealed with everything it rests on, and the payout is locked. Nothing takes it back."""

from django.db import transaction
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal
from merit.rewards.payment.payout_steps import PAYOUT, PayoutMove, PayoutState
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer, viewer_for
from merit_desk.jobs.actions import start
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState
from merit_desk.outcomes.actions.seal import seal_results
from merit_desk.payroll.actions.keep_up import keep_up
from merit_desk.payroll.actions.moving import locked, moved
from merit_desk.payroll.models import Payout
from merit_desk.payroll.queries.blockers import freeze_blockers
from merit_desk.payroll.queries.visible import parties_of, payout_of


def ask_to_freeze(viewer: Viewer, number: int) -> Job:
    """Freeze in the background. Raises NotFoundRefusal (not permitted) and ConflictRefusal (not now, not settled)."""
    viewer.require(Can.APPROVE_PAY)
    payout = payout_of(viewer, number)
    _require_ready(viewer, payout)
    if freezing(payout):
        raise ConflictRefusal("payroll.freezing")
    return start(viewer, "payroll.freeze", payout=payout.pk)


def freezing(payout: Payout) -> Job | None:
    """The job that freezes it just now."""
    under_way = Job.objects.filter(kind="payroll.freeze", state__in=[JobState.WAITING, JobState.RUNNING])
    return next((job for job in under_way if job.parameters.get("payout") == payout.pk), None)


def freeze_payout(account: int, number: int) -> Payout:
    """Seal the period unless it is sealed, then lock. Raises as `ask_to_freeze`, and as the core's `seal_period`."""
    viewer = viewer_for(Account.objects.get(pk=account))
    viewer.require(Can.APPROVE_PAY)
    payout = payout_of(viewer, number)
    if keep_up(payout):
        raise ConflictRefusal("payroll.lines_changed", count=1)
    _require_ready(viewer, payout)
    seal_results(payout.period)
    with transaction.atomic():
        payout = locked(number)
        payout.frozen_at, payout.frozen_by_id = timezone.now(), viewer.signer
        return moved(viewer.account, payout, PayoutMove.FREEZE, parties_of(viewer))


def _require_ready(viewer: Viewer, payout: Payout) -> None:
    PAYOUT.after(PayoutState(payout.state), PayoutMove.FREEZE, parties_of(viewer))
    if found := freeze_blockers(payout):
        raise ConflictRefusal("payroll.not_ready", count=len(found))
