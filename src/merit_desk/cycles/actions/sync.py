"""Bringing a running cycle in line with the organisation, after what would change was shown."""

from django.db import transaction

from merit.kernel.refusals import ConflictRefusal
from merit.reviews.life import ReviewMove, ReviewState
from merit.reviews.stages import Stage
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.actions.enrol import require_open, review_for
from merit_desk.cycles.actions.move import move
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.cycles.queries.columns import columns_of
from merit_desk.cycles.queries.parties import people_in
from merit_desk.cycles.queries.sync import SyncChange, What, digest_of, may_leave_out, sync_of
from merit_desk.cycles.queries.visible import cycle_of
from merit_desk.notices.actions import tell
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company


def apply_sync(viewer: Viewer, code: str, seen: str) -> list[SyncChange]:
    """Make the changes whose digest was shown.

    Raises NotFoundRefusal, and ConflictRefusal (sealed, or the organisation has changed again meanwhile).
    """
    viewer.require(Can.RUN_CYCLES)
    cycle = cycle_of(viewer, code)
    require_open(cycle)
    with transaction.atomic():
        Cycle.objects.select_for_update().get(pk=cycle.pk)
        changes = sync_of(cycle)
        if digest_of(changes) != seen:
            raise ConflictRefusal("cycles.changed_meanwhile")
        stages = {Stage(each) for each in cycle.stages.values_list("stage", flat=True)}
        for each in changes:
            _apply(viewer, cycle, each, stages)
    return changes


def _apply(viewer: Viewer, cycle: Cycle, change: SyncChange, stages: set[Stage]) -> None:
    before = {"segments": change.before.get("segments", [])}
    after = {"what": str(change.what), "segments": change.after.get("segments", [])}
    if change.number is None and change.enrolment is not None:
        one = review_for(cycle, change.enrolment, stages)
        one.save()
    else:
        one = Participant.objects.get(pk=change.number or 0)
        _bring_in_line(viewer, one, change, stages)
    record(viewer.account, "review.synced", Subject("review", f"{cycle.code}/{change.person}"), before, after)
    _tell(viewer, cycle, one, change)


def _bring_in_line(viewer: Viewer, one: Participant, change: SyncChange, stages: set[Stage]) -> None:
    if change.enrolment is not None:
        Participant.objects.filter(pk=one.pk).update(**columns_of(change.enrolment, stages))
    match change.what:
        case What.LEAVES_OUT if may_leave_out(one.state):
            move(viewer, one.pk, ReviewMove.LEAVE_OUT, change.why)
        case What.COMES_BACK:
            move(viewer, one.pk, ReviewMove.BRING_BACK)
        case _:
            pass


def _tell(viewer: Viewer, cycle: Cycle, one: Participant, change: SyncChange) -> None:
    """The person and those now in charge; nobody of what is no longer theirs to know."""
    if one.state == ReviewState.LEFT_OUT and change.what is What.JOINS:
        return
    now = {one.person} | people_in(list(change.after.get("managers", [])))
    for account in Account.objects.filter(person__in=now, is_active=True).exclude(pk=viewer.signer):
        code = "notice.own_review_synced" if account.person == one.person else "notice.review_synced"
        tell(account.pk, code, f"/cycles/reviews/{one.pk}/", cycle=cycle.title, person=_name(one.person))


def _name(person: str) -> str:
    return node_name(declared_company(), "person", person)
