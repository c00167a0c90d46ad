"""The demo company's pay: the month before is paid, with one transfer that came back; the last one waits."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings

from merit.closing.compute import computed_period
from merit.closing.guarded import guard_problems
from merit.closing.sealed_period import sealed_folder
from merit.kernel.period import Period
from merit.kernel.refusals import Refusal
from merit.reports.result_files import results_folder, write_result
from merit.rewards.payment.payout_steps import SlipState, TransferMove
from merit.workspace import open_workspace
from merit_desk.accounts.access import Role
from merit_desk.demo_life.people import Cast
from merit_desk.payroll.actions.agree import agree
from merit_desk.payroll.actions.approve import approve
from merit_desk.payroll.actions.begin import begin_payout, send
from merit_desk.payroll.actions.export import Asked, export
from merit_desk.payroll.actions.freeze import freeze_payout
from merit_desk.payroll.actions.pay import Noted, mark_paid, note_transfer
from merit_desk.payroll.models import Payout
from merit_desk.results.queries.period_files import periods_run

_STEPS = (Role.HR, Role.FINANCE, Role.OWNER)
_REFERENCE = "BATCH-0001"


def pay_out(cast: Cast, last: Period) -> None:
    """The last month's pay with its managers; the month before, where it was computed, approved, frozen and paid."""
    before = last.previous()
    if str(before) in periods_run() and not sealed_folder(Path(settings.MERIT_COMPANY), before).exists():
        try:
            _pay(cast, before)
        except Refusal:  # results that moved, a guard that has to be settled: it stands as it is, with what is missing
            pass
        else:
            _compute_again(last)
    _begun(cast, last)


def _begun(cast: Cast, period: Period) -> Payout:
    made = begin_payout(cast.role(Role.HR), str(period), "结果随奖金条一起开通")
    return send(cast.role(Role.HR), made.pk)


def _pay(cast: Cast, period: Period) -> None:
    number = _begun(cast, period).pk
    waiting = Payout.objects.get(pk=number).slips.filter(state=SlipState.WAITING).values_list("managers", flat=True)
    for manager in sorted({managers[0] for managers in waiting}):
        agree(cast.viewer(manager), number)
    for role in _STEPS:
        approve(cast.role(role), number)
    finance = cast.role(Role.FINANCE)
    freeze_payout(finance.signer, number)
    day = period.last + timedelta(days=10)
    export(finance, number, Asked("payroll-sheet", day, _REFERENCE))
    sent_back = cast.own_people[0]
    there = Payout.objects.get(pk=number).slips.filter(person=sent_back).exists()
    mark_paid(finance, number, Noted(day, _REFERENCE), {sent_back: "户名与账号不符"} if there else {})
    if there:
        again = Noted(day + timedelta(days=3), "BATCH-0002")
        note_transfer(finance, number, sent_back, TransferMove.PAY, again)


def _compute_again(period: Period) -> None:
    """What the month before has paid is known now: refunds of its sales are taken back in this one."""
    folder = Path(settings.MERIT_COMPANY)
    workspace = open_workspace(folder)
    result = computed_period(workspace, period)
    write_result(results_folder(folder, period), result, workspace, guard_problems(workspace, result))
