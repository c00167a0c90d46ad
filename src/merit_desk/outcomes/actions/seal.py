"""封存: a cycle whose every review is concluded is frozen with fingerprints of all it rests on. Nothing reopens it."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from merit.closing.compute import computed_period
from merit.closing.seal import seal_period
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit.reports.result_files import result_files, results_folder
from merit.reviews.life import ReviewMove, ReviewState
from merit.workspace import open_workspace
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer, viewer_for
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.actions.move import move
from merit_desk.cycles.models import Cycle
from merit_desk.jobs.actions import start
from merit_desk.jobs.models import Job
from merit_desk.outcomes.models import CycleSeal, SealedRecord
from merit_desk.outcomes.queries.canonical import digest_of
from merit_desk.outcomes.queries.record import whole_record
from merit_desk.outcomes.queries.sealing import blockers, period_is_sealed, seal_content
from merit_desk.results.queries.open_company import moment
from merit_desk.results.queries.period_files import period_files

Tick = Callable[[int, int], None]


def untold(_done: int, _total: int) -> None:
    """Nobody watches."""


def ask_to_seal(viewer: Viewer, cycle: Cycle) -> Job:
    """Seal in the background. Raises NotFoundRefusal (not permitted) and ConflictRefusal (sealed, or not ready)."""
    viewer.require(Can.SEAL_RESULTS)
    _require_ready(viewer, cycle)
    return start(viewer, "outcomes.seal", cycle=cycle.pk)


def seal_cycle(account: int, cycle: Cycle, tick: Tick = untold) -> CycleSeal:
    """Seal by the right of that account: the period first, then every review and the cycle in one transaction.

    Raises as `ask_to_seal`, and as the core's `seal_period`. A period that was sealed before a failure stays sealed,
    and is taken up by the next attempt.
    """
    viewer = viewer_for(Account.objects.get(pk=account))
    viewer.require(Can.SEAL_RESULTS)
    _require_ready(viewer, cycle)
    seal_results(cycle.period)
    with transaction.atomic():
        return _sealed(viewer, cycle, tick)


def _sealed(viewer: Viewer, cycle: Cycle, tick: Tick) -> CycleSeal:
    people = list(cycle.participants.filter(state=ReviewState.CONCLUDED).select_related("cycle").order_by("person"))
    records = {}
    for at, each in enumerate(people, 1):
        move(viewer, each.pk, ReviewMove.SEAL)
        records[each.person] = whole_record(each)
        tick(at, len(people))
    content = seal_content(cycle, records)
    made = CycleSeal.objects.create(cycle=cycle, content=content, digest=digest_of(content), by_id=viewer.signer)
    SealedRecord.objects.bulk_create(
        SealedRecord(seal=made, participant=each, record=records[each.person], digest=content["records"][each.person])
        for each in people
    )
    Cycle.objects.filter(pk=cycle.pk).update(sealed_at=timezone.now())
    after = {"digest": made.digest, "people": len(people), "result": content["period"]["result"]}
    record(viewer.account, "outcomes.sealed", Subject("cycle", cycle.code), after=after)
    return made


def _require_ready(viewer: Viewer, cycle: Cycle) -> None:
    if CycleSeal.objects.filter(cycle=cycle).exists():
        raise ConflictRefusal("outcomes.sealed_already", cycle=cycle.title)
    if found := blockers(viewer, cycle):
        raise ConflictRefusal("outcomes.not_ready", count=len(found))


def seal_results(period: str) -> None:
    """As of the data that people were shown: what arrived since becomes an adjustment of an open period."""
    if period_is_sealed(period):
        return
    folder, files = Path(settings.MERIT_COMPANY), period_files(period)
    workspace = open_workspace(folder, moment(files.as_of))
    again = result_files(computed_period(workspace, Period.parse(period)))
    shown = results_folder(folder, Period.parse(period))
    for name in ("totals.csv", "scores.csv", "payouts.csv"):
        if again[name] != (shown / name).read_bytes():
            raise ConflictRefusal("outcomes.results_moved", period=period, file=name)
    seal_period(workspace, Period.parse(period))
