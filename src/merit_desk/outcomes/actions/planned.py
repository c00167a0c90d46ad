"""A release that comes by itself at a moment: made, taken back, and carried out by the worker."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal, Refusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer, viewer_for
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.models import Cycle
from merit_desk.notices.actions import tell
from merit_desk.outcomes.actions.release import Selected, releasable, release_these
from merit_desk.outcomes.models import PlannedRelease
from merit_desk.outcomes.queries.known import planned_release_of


def plan_release(viewer: Viewer, cycle: Cycle, selected: Selected, at: datetime) -> PlannedRelease:
    """Have the settled results of the selection open at that moment.

    Raises NotFoundRefusal (not permitted) and ConflictRefusal (a moment that has passed, nobody to release).
    """
    viewer.require(Can.RELEASE_RESULTS)
    if at <= timezone.now():
        raise ConflictRefusal("outcomes.moment_passed")
    people = [each.person for each in releasable(viewer, cycle, selected)]
    with transaction.atomic():
        made = PlannedRelease.objects.create(cycle=cycle, people=people, at=at, made_by_id=viewer.signer)
        after = {"at": at.isoformat(), "people": len(people)}
        record(viewer.account, "outcomes.release_planned", Subject("cycle", cycle.code), after=after)
    return made


def cancel_planned(viewer: Viewer, number: int) -> PlannedRelease:
    """Take it back before its moment. Raises NotFoundRefusal and ConflictRefusal (it has ended)."""
    planned = planned_release_of(viewer, number)
    with transaction.atomic():
        mine = PlannedRelease.objects.filter(pk=planned.pk, ended_at=None)
        if not mine.update(ended_at=timezone.now(), cancelled=True):
            raise ConflictRefusal("outcomes.plan_ended")
        record(viewer.account, "outcomes.plan_cancelled", Subject("cycle", planned.cycle.code))
    planned.refresh_from_db()
    return planned


def release_due() -> int:
    """Carry out every planned release whose moment has come, by the right of whoever planned it; how many."""
    due = PlannedRelease.objects.filter(ended_at=None, at__lte=timezone.now()).select_related("cycle", "made_by")
    return sum(_carried_out(each) for each in due)


def _carried_out(planned: PlannedRelease) -> bool:
    """One process takes it; what cannot be released tells whoever planned it, once."""
    with transaction.atomic():
        if not PlannedRelease.objects.filter(pk=planned.pk, ended_at=None).update(ended_at=timezone.now()):
            return False
        account = Account.objects.get(pk=planned.made_by_id)
        try:
            with transaction.atomic():
                released = _release(viewer_for(account), planned)
        except Refusal as refusal:
            PlannedRelease.objects.filter(pk=planned.pk).update(
                refusal={"code": refusal.code, "gaps": dict(refusal.params)}
            )
            tell(account.pk, "notice.planned_release_failed", f"/outcomes/cycles/{planned.cycle.code}/")
            return False
        PlannedRelease.objects.filter(pk=planned.pk).update(released=released)
    return True


def _release(viewer: Viewer, planned: PlannedRelease) -> int:
    viewer.require(Can.RELEASE_RESULTS)
    selected = Selected(people=tuple(planned.people))
    return len(release_these(viewer, planned.cycle, releasable(viewer, planned.cycle, selected)))
