"""Beginning a payout: one slip per person of the period's results, and sending it to the managers."""

from django.db import transaction

from merit.kernel.refusals import ConflictRefusal
from merit.rewards.payment.payout_steps import PayoutMove, SlipState
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import record
from merit_desk.notices.actions import Told, tell_many
from merit_desk.payroll.actions.moving import collect, locked, moved, subject_of
from merit_desk.payroll.actions.slips import new_slips
from merit_desk.payroll.models import Payout, Slip
from merit_desk.payroll.queries.lines import Line, current_lines, sum_of
from merit_desk.payroll.queries.visible import parties_of, payout_of
from merit_desk.results.models import Release
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run


def begin_payout(viewer: Viewer, period: str, unreleased: str = "") -> Payout:
    """A draft of the period's results as they are now.

    Raises NotFoundRefusal (not permitted) and ConflictRefusal: not run, begun before, pays nobody, or not released
    without a reason.
    """
    viewer.require(Can.PREPARE_PAY)
    if period not in periods_run():
        raise ConflictRefusal("payroll.not_run", period=period)
    if Payout.objects.filter(period=period).exists():
        raise ConflictRefusal("payroll.begun_before", period=period)
    lines = current_lines(period)
    if not lines:
        raise ConflictRefusal("payroll.pays_nobody", period=period)
    if not unreleased.strip() and (hidden := unreleased_people(period, lines)):
        raise ConflictRefusal("payroll.not_released", period=period, count=len(hidden))
    with transaction.atomic():
        made = Payout.objects.create(
            period=period,
            currency=declared_company().profile.currency,
            unreleased=unreleased.strip(),
            made_by_id=viewer.signer,
        )
        Slip.objects.bulk_create(new_slips(made, lines))
        after = {"people": len(lines), "fen": sum(map(sum_of, lines.values())), "unreleased": made.unreleased}
        record(viewer.account, "payroll.began", subject_of(made), after=after)
    return made


def unreleased_people(period: str, people: dict[str, list[Line]]) -> set[str]:
    """Those of the people whose results of the period are not released to them."""
    released = set(Release.objects.filter(period=period).values_list("person", flat=True))
    return set() if "" in released else set(people) - released


def send(viewer: Viewer, number: int) -> Payout:
    """To the managers, again after it was returned; statements that they agreed to and that did not change stay so.

    Raises NotFoundRefusal (not permitted) and ConflictRefusal (not now, or a returned statement was not looked at).
    """
    viewer.require(Can.PREPARE_PAY)
    payout_of(viewer, number)
    with transaction.atomic():
        payout = locked(number)
        payout.round += 1
        moved(viewer.account, payout, PayoutMove.SEND, parties_of(viewer))
        _tell_managers(payout)
        collect(payout)
    return payout


def _tell_managers(payout: Payout) -> None:
    waiting = payout.slips.filter(state=SlipState.WAITING).values_list("managers", flat=True)
    nearest = {managers[0] for managers in waiting if managers}
    accounts = Account.objects.filter(person__in=nearest, is_active=True).values_list("pk", flat=True)
    address = f"/payroll/{payout.pk}/"
    tell_many("notice.payroll_agree", [Told(each, address, {"period": payout.period}) for each in accounts])
