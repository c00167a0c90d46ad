"""The verdict on an appeal, and what follows from it: a new grade, data to be mended, or nothing."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal
from merit.reviews.appeal import AppealMove, Verdict
from merit.reviews.life import ReviewMove
from merit.scores.grades.decisions import DecisionStage
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account, Grant
from merit_desk.accounts.viewer import Viewer, viewer_for
from merit_desk.audit.actions import record
from merit_desk.cycles.actions.move import move
from merit_desk.notices.actions import tell
from merit_desk.outcomes.actions.appeal import address_of, appeal_subject, moved_appeal
from merit_desk.outcomes.actions.grade_entries import NewGrade, enter_grade
from merit_desk.outcomes.actions.recompute import recompute
from merit_desk.outcomes.models import Appeal
from merit_desk.outcomes.queries.outside import may_judge
from merit_desk.outcomes.queries.versions import grade_of


@dataclass(frozen=True, slots=True)
class Decision:
    """`grade` is the new one, `mending` what is to be mended in the data; a rejected appeal has neither."""

    verdict: Verdict
    grounds: str
    grade: str = ""
    mending: str = ""


def decide(viewer: Viewer, number: int, decision: Decision) -> Appeal:
    """Decide. A new grade becomes a row of grade_decisions.csv, and the period is computed again in the background.

    Raises ConflictRefusal for a verdict that contradicts what follows from it, NotAllowedRefusal for a judge who has
    come into the person's line since, else as `moved_appeal` does.
    """
    _require_sense(decision)
    wanted = AppealMove.ORDER_MENDING if decision.mending else AppealMove.DECIDE
    with transaction.atomic():
        appeal = moved_appeal(viewer, number, wanted)
        _require_outside(viewer, appeal)
        appeal.verdict, appeal.grounds, appeal.decided_at = decision.verdict, decision.grounds, timezone.now()
        appeal.grade, appeal.mending = decision.grade, decision.mending
        appeal.ended_at = None if decision.mending else appeal.decided_at
        appeal.save(update_fields=["verdict", "grounds", "decided_at", "grade", "mending", "ended_at"])
        moved = move(viewer, appeal.participant_id, ReviewMove.DECIDE, also={Party.JUDGE})
        after = {"verdict": str(decision.verdict), "grade": decision.grade, "mending": bool(decision.mending)}
        record(viewer.account, "outcomes.appeal_verdict", appeal_subject(appeal), after=after)
        if decision.grade:
            before = grade_of(appeal.version.content)
            enter_grade(viewer, moved, NewGrade(DecisionStage.APPEAL, before, decision.grade, decision.grounds))
            recompute(viewer, moved, "appeal")
        _tell(appeal)
    return appeal


def mended(viewer: Viewer, number: int, what: str) -> Appeal:
    """The data are mended; the period is computed again. Raises as `moved_appeal` does."""
    with transaction.atomic():
        appeal = moved_appeal(viewer, number, AppealMove.MEND)
        appeal.mended, appeal.ended_at = what, timezone.now()
        appeal.save(update_fields=["mended", "ended_at"])
        recompute(viewer, appeal.participant, "mended")
    return appeal


def _require_outside(viewer: Viewer, appeal: Appeal) -> None:
    judge = Account.objects.get(pk=viewer.signer)
    if not appeal.stand_in and not may_judge(appeal.participant, judge, viewer.today):
        raise NotAllowedRefusal("outcomes.not_outside")


def _require_sense(decision: Decision) -> None:
    if decision.verdict is Verdict.REJECTED and (decision.grade or decision.mending):
        raise ConflictRefusal("outcomes.rejected_changes_nothing")
    if decision.grade and decision.mending:
        raise ConflictRefusal("outcomes.one_remedy")


def _tell(appeal: Appeal) -> None:
    one = appeal.participant
    concerned = {one.person, *(str(each["person"]) for each in one.managers)}
    for account in Account.objects.filter(person__in=concerned, is_active=True):
        tell(account.pk, "notice.appeal_decided", address_of(appeal), cycle=one.cycle.title)
    if appeal.mending:
        for account in _stewards():
            tell(account.pk, "notice.appeal_mending", address_of(appeal))


def _stewards() -> list[Account]:
    """Whoever loads data for the whole company."""
    granted = Grant.objects.filter(team="", account__is_active=True).values_list("account_id", flat=True)
    return [each for each in Account.objects.filter(pk__in=list(granted)) if viewer_for(each).everywhere(Can.LOAD_DATA)]
