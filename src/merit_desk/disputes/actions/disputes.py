"""A dispute's life: filed with its evidence, answered, decided by somebody else, mended, or taken back."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.rewards.payment.dispute import DISPUTE, DisputeMove, DisputeState, Remedy, Ruling, require_sense
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.disputes.actions.evidence import keep_evidence
from merit_desk.disputes.actions.payment import pay_granted
from merit_desk.disputes.forms.evidence import Sent
from merit_desk.disputes.models import Dispute
from merit_desk.disputes.queries.known import (
    accounts_that,
    dispute_of,
    last_day_to_file,
    managers_on,
    parties_on,
    terms,
)
from merit_desk.disputes.queries.lines import own_line
from merit_desk.notices.actions import tell
from merit_desk.results.queries.period_files import PayRow

ENDED = (str(DisputeState.DECIDED), str(DisputeState.WITHDRAWN))


@dataclass(frozen=True, slots=True)
class Question:
    """What is wrong with a line: what it should be (None: cannot say), why, and what proves it."""

    reason: str
    wanted: Decimal | None = None
    evidence: tuple[Sent, ...] = ()


def file_dispute(viewer: Viewer, period: str, seen: PayRow, question: Question) -> Dispute:
    """Question a line of one's own statement, as it was read.

    Raises NotFoundRefusal for a line that is not one's own, ConflictRefusal when it has changed since, the days are
    over, or it is disputed already.
    """
    now = own_line(viewer, period, seen.reward, seen.line, seen.number)
    if now.amount != seen.amount:
        raise ConflictRefusal("disputes.line_changed", before=f"{seen.amount:.2f}", now=f"{now.amount:.2f}")
    last = last_day_to_file(period, now.person)
    if last is None or viewer.today > last:
        raise ConflictRefusal("disputes.too_late" if last else "disputes.not_released", day=str(last))
    same = Dispute.objects.filter(period=period, person=now.person, reward=now.reward, line=now.line, number=now.number)
    days = terms()
    with transaction.atomic():
        decided = Q(state=str(DisputeState.DECIDED), amount=now.amount)
        if same.filter(decided | ~Q(state__in=ENDED)).select_for_update().exists():
            raise ConflictRefusal("disputes.disputed_already")
        made = Dispute.objects.create(
            period=period,
            person=now.person,
            reward=now.reward,
            line=now.line,
            number=now.number,
            amount=now.amount,
            currency=now.currency,
            wanted=question.wanted,
            reason=question.reason,
            answer_due=viewer.today + timedelta(days=days.answer_days),
            decision_due=viewer.today + timedelta(days=days.decide_days),
        )
        keep_evidence(viewer, made, question.evidence)
        record(viewer.account, "disputes.filed", subject_of(made), after=_written(made))
        for account in _who_answers(made, viewer):
            tell(account.pk, "notice.dispute_filed", address_of(made), period=period)
    return made


def add_evidence(viewer: Viewer, number: int, sent: tuple[Sent, ...]) -> Dispute:
    """The person adds files while it is not decided. Raises as `moved` does."""
    with transaction.atomic():
        dispute = _locked(viewer, number)
        if Party.SUBJECT not in parties_on(viewer, dispute):
            raise NotFoundRefusal("refusal.no_such_page")
        if dispute.state not in (DisputeState.OPEN, DisputeState.ANSWERED):
            raise ConflictRefusal(f"dispute.stands.{dispute.state}")
        keep_evidence(viewer, dispute, sent)
        record(
            viewer.account, "disputes.evidence_added", subject_of(dispute), after={"files": [one.name for one in sent]}
        )
    return dispute


def answer(viewer: Viewer, number: int, text: str) -> Dispute:
    """Say how the line came about. Raises as `moved` does."""
    with transaction.atomic():
        dispute = moved(viewer, number, DisputeMove.ANSWER)
        dispute.answer, dispute.answered_by_id, dispute.answered_at = text, viewer.signer, timezone.now()
        dispute.save(update_fields=["answer", "answered_by", "answered_at"])
        by = Account.objects.get(pk=viewer.signer)
        for account in accounts_that(Can.DECIDE_DISPUTES, without=dispute.person):
            if account.pk != by.pk and not (by.person and account.person == by.person):
                tell(account.pk, "notice.dispute_answered", address_of(dispute), period=dispute.period)
        _tell_the_person(dispute, "notice.dispute_has_answer")
    return dispute


def withdraw(viewer: Viewer, number: int) -> Dispute:
    """Take one's own back before it is decided. Raises as `moved` does."""
    with transaction.atomic():
        dispute = moved(viewer, number, DisputeMove.WITHDRAW)
        dispute.ended_at = timezone.now()
        dispute.save(update_fields=["ended_at"])
    return dispute


def decide(viewer: Viewer, number: int, ruling: Ruling, mending: str = "") -> Dispute:
    """Decide, and let follow what follows: a row of pay_decisions.csv, data to be mended, or the way to an appeal.

    Raises ConflictRefusal for a ruling that contradicts itself, Unsound when the folder would have errors, else as
    `moved` does.
    """
    require_sense(ruling)
    if (ruling.remedy is Remedy.MEND) != bool(mending.strip()):
        raise ConflictRefusal("disputes.say_what_to_mend")
    wanted = DisputeMove.ORDER_MENDING if ruling.remedy is Remedy.MEND else DisputeMove.DECIDE
    with transaction.atomic():
        _pass_the_deadline(viewer, number)
        dispute = moved(viewer, number, wanted)
        dispute.verdict, dispute.remedy, dispute.grounds = str(ruling.verdict), str(ruling.remedy), ruling.grounds
        dispute.mending = mending
        dispute.decided_by_id, dispute.decided_at = viewer.signer, timezone.now()
        dispute.ended_at = None if ruling.remedy is Remedy.MEND else dispute.decided_at
        if ruling.amount is not None:
            dispute.granted = Decimal(ruling.amount.fen) / 100
            dispute.paid_in = pay_granted(viewer, dispute)
        dispute.save()
        record(viewer.account, "disputes.ruled", subject_of(dispute), after=_ruled(dispute))
        _tell_the_person(dispute, "notice.dispute_decided")
        if mending:
            for account in accounts_that(Can.LOAD_DATA, without=dispute.person):
                tell(account.pk, "notice.dispute_mending", reverse("intake:sources"), what=mending[:120])
    return dispute


def mended(viewer: Viewer, number: int, what: str) -> Dispute:
    """The data are mended; the next run shows it. Raises as `moved` does."""
    with transaction.atomic():
        dispute = moved(viewer, number, DisputeMove.MEND)
        dispute.mended, dispute.ended_at = what, timezone.now()
        dispute.save(update_fields=["mended", "ended_at"])
        _tell_the_person(dispute, "notice.dispute_mended")
    return dispute


def moved(viewer: Viewer, number: int, wanted: DisputeMove) -> Dispute:
    """The dispute after the move, locked and on the trail; to be called inside a transaction.

    Raises NotFoundRefusal (not to be known), NotAllowedRefusal (never theirs), ConflictRefusal (not now).
    """
    dispute = _locked(viewer, number)
    before = DisputeState(dispute.state)
    dispute.state = DISPUTE.after(before, wanted, parties_on(viewer, dispute))
    dispute.save(update_fields=["state"])
    record(
        viewer.account,
        f"disputes.{wanted}",
        subject_of(dispute),
        {"state": str(before)},
        {"state": str(dispute.state)},
    )
    return dispute


def subject_of(dispute: Dispute) -> Subject:
    """The dispute, as the trail names it."""
    return Subject("dispute", str(dispute.pk))


def address_of(dispute: Dispute) -> str:
    """Where it is read."""
    return reverse("disputes:dispute", args=[dispute.pk])


def _pass_the_deadline(viewer: Viewer, number: int) -> None:
    """What nobody answered in time is decided without an answer."""
    dispute = _locked(viewer, number)
    if dispute.state == DisputeState.OPEN and dispute.answer_due < viewer.today:
        dispute.state = DISPUTE.after(DisputeState.OPEN, DisputeMove.OVERDUE, frozenset({Party.CLOCK}))
        dispute.save(update_fields=["state"])
        record(None, "disputes.overdue", subject_of(dispute), {"state": "open"}, {"state": "answered"})


def _locked(viewer: Viewer, number: int) -> Dispute:
    dispute_of(viewer, number)
    return Dispute.objects.select_for_update(of=("self",)).select_related("answered_by").get(pk=number)


def _who_answers(dispute: Dispute, viewer: Viewer) -> list[Account]:
    prepare = accounts_that(Can.PREPARE_PAY, without=dispute.person)
    above = Account.objects.filter(person__in=managers_on(dispute, viewer.today), is_active=True)
    return list({each.pk: each for each in (*prepare, *above)}.values())


def _tell_the_person(dispute: Dispute, code: str) -> None:
    for account in Account.objects.filter(person=dispute.person, is_active=True):
        tell(account.pk, code, address_of(dispute), period=dispute.period)


def _written(dispute: Dispute) -> dict[str, str]:
    names = ("period", "person", "reward", "line", "amount", "wanted", "answer_due", "decision_due")
    return {name: str(getattr(dispute, name)) for name in names}


def _ruled(dispute: Dispute) -> dict[str, str]:
    names = ("verdict", "remedy", "granted", "paid_in")
    return {name: str(value) for name in names if (value := getattr(dispute, name))}
