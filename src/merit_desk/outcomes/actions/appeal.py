"""申诉: filed and taken back by the person, given to somebody outside the line, who hears both sides and decides."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal
from merit.reviews.appeal import APPEAL, AppealMatter, AppealMove, AppealState
from merit.reviews.life import ReviewMove
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account, Grant
from merit_desk.accounts.viewer import Viewer, viewer_for
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.actions.move import move
from merit_desk.notices.actions import tell
from merit_desk.outcomes.actions.answer import require_in_time, version_seen
from merit_desk.outcomes.models import Appeal, Statement
from merit_desk.outcomes.queries.deadlines import decision_due
from merit_desk.outcomes.queries.known import appeal_of, appeal_parties, result_of
from merit_desk.outcomes.queries.outside import judges_for


@dataclass(frozen=True, slots=True)
class Disputed:
    """What exactly is disputed, what should come of it and why; `line` names an indicator of the result."""

    matter: AppealMatter
    what: str
    wanted: str
    reason: str
    line: str = ""
    evidence: tuple[str, ...] = ()


def file_appeal(viewer: Viewer, number: int, seen: str, disputed: Disputed) -> Appeal:
    """Appeal against the version that was read. Raises as `answer.confirm` does."""
    one = result_of(viewer, number)
    with transaction.atomic():
        moved = move(viewer, one.pk, ReviewMove.APPEAL)
        version = version_seen(one, seen)
        require_in_time(one, viewer)
        lines = {row["indicator"] for row in version.content["indicators"]}
        if disputed.matter is AppealMatter.INDICATOR and disputed.line not in lines:
            raise ConflictRefusal("outcomes.no_such_line", line=disputed.line)
        made = Appeal.objects.create(
            participant=moved,
            version=version,
            matter=disputed.matter,
            line=disputed.line if disputed.matter is AppealMatter.INDICATOR else "",
            what=disputed.what,
            wanted=disputed.wanted,
            reason=disputed.reason,
            evidence=list(disputed.evidence),
            due=decision_due(one.cycle, viewer.today),
        )
        after = {"appeal": made.pk, "matter": made.matter, "version": version.number}
        record(viewer.account, "outcomes.appeal_filed", appeal_subject(made), after=after)
        for account in _leads(without=one.person):
            tell(account.pk, "notice.appeal_filed", address_of(made), cycle=one.cycle.title)
    return made


def withdraw_appeal(viewer: Viewer, number: int) -> Appeal:
    """Take one's appeal back before the decision; the time to answer goes on. Raises as `moved_appeal` does."""
    with transaction.atomic():
        appeal = moved_appeal(viewer, number, AppealMove.WITHDRAW)
        appeal.ended_at = timezone.now()
        appeal.save(update_fields=["ended_at"])
        move(viewer, appeal.participant_id, ReviewMove.WITHDRAW_APPEAL)
        if appeal.judge_id:
            tell(appeal.judge_id, "notice.appeal_withdrawn", address_of(appeal))
    return appeal


def assign_judge(viewer: Viewer, number: int, judge: int) -> Appeal:
    """Name who decides. Raises NotAllowedRefusal for somebody within the person's line, else as `moved_appeal` does."""
    with transaction.atomic():
        appeal = moved_appeal(viewer, number, AppealMove.ASSIGN)
        offered = judges_for(appeal.participant, viewer.today)
        if judge not in {each.pk for each in offered.accounts}:
            raise NotAllowedRefusal("outcomes.not_outside")
        appeal.judge_id, appeal.assigned_by_id, appeal.assigned_at = judge, viewer.signer, timezone.now()
        appeal.stand_in = offered.stand_in
        appeal.save(update_fields=["judge", "assigned_by", "assigned_at", "stand_in"])
        tell(judge, "notice.appeal_assigned", address_of(appeal), day=str(appeal.due))
        for account in _accounts_of(appeal.participant.person):
            tell(account.pk, "notice.appeal_has_judge", address_of(appeal), judge=str(Account.objects.get(pk=judge)))
    return appeal


def step_aside(viewer: Viewer, number: int, why: str) -> Appeal:
    """The judge says that somebody else should decide. Raises as `moved_appeal` does."""
    with transaction.atomic():
        appeal = moved_appeal(viewer, number, AppealMove.STEP_ASIDE, why)
        by = appeal.assigned_by_id
        appeal.judge = None
        appeal.save(update_fields=["judge"])
        if by:
            tell(by, "notice.appeal_needs_judge", address_of(appeal))
    return appeal


def ask_side(viewer: Viewer, number: int, side: Party, question: str) -> Statement:
    """Ask the person or the manager for a comment. Raises as `moved_appeal` does."""
    with transaction.atomic():
        appeal = moved_appeal(viewer, number, AppealMove.ASK)
        made = Statement.objects.create(appeal=appeal, side=side, question=question)
        one = appeal.participant
        asked = [one.person] if side is Party.SUBJECT else [str(each["person"]) for each in one.managers]
        for account in Account.objects.filter(person__in=asked, is_active=True):
            tell(account.pk, "notice.appeal_asked", address_of(appeal))
    return made


def comment(viewer: Viewer, number: int, text: str) -> Statement:
    """Say one's side, answering the oldest open question to it where there is one. Raises as `moved_appeal` does."""
    with transaction.atomic():
        appeal = moved_appeal(viewer, number, AppealMove.COMMENT)
        side = Party.SUBJECT if Party.SUBJECT in appeal_parties(viewer, appeal) else Party.MANAGER
        found = appeal.statements.filter(side=side, at=None).first() or Statement(appeal=appeal, side=side)
        found.text, found.by_id, found.at = text, viewer.signer, timezone.now()
        found.save()
        if appeal.judge_id:
            tell(appeal.judge_id, "notice.appeal_commented", address_of(appeal))
    return found


def moved_appeal(viewer: Viewer, number: int, wanted: AppealMove, note: str = "") -> Appeal:
    """The appeal after the move, locked and on the trail; to be called inside a transaction.

    Raises NotFoundRefusal (not to be known), NotAllowedRefusal (never theirs), ConflictRefusal (not now).
    """
    appeal_of(viewer, number)
    appeal = _locked(number)
    before = AppealState(appeal.state)
    appeal.state = APPEAL.after(before, wanted, appeal_parties(viewer, appeal))
    appeal.save(update_fields=["state"])
    after = {"state": str(appeal.state)}
    record(viewer.account, f"outcomes.appeal_{wanted}", appeal_subject(appeal), {"state": str(before)}, after)
    del note
    return appeal


def appeal_subject(appeal: Appeal) -> Subject:
    """The appeal, as the trail names it: under its review."""
    one = appeal.participant
    return Subject("review", f"{one.cycle.code}/{one.person}")


def address_of(appeal: Appeal) -> str:
    """Where the appeal is read."""
    return reverse("outcomes:appeal", args=[appeal.pk])


def _locked(number: int) -> Appeal:
    return Appeal.objects.select_for_update(of=("self",)).select_related("participant__cycle", "version").get(pk=number)


def _accounts_of(person: str) -> QuerySet[Account]:
    return Account.objects.filter(person=person, is_active=True).exclude(person="")


def _leads(without: str) -> list[Account]:
    """HR and owners of the whole company, but for the person themselves."""
    granted = Grant.objects.filter(team="", account__is_active=True).values_list("account_id", flat=True)
    found = Account.objects.filter(pk__in=list(granted)).exclude(person=without) if without else Account.objects.none()
    return [each for each in found if viewer_for(each).everywhere(Can.RUN_CYCLES)]
