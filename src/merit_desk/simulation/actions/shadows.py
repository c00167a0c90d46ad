"""Letting a draft run in the shadow of the live plan, and stopping it. Employees never see it."""

from django.db import transaction
from django.utils import timezone

from merit.kernel.period import Grain, Period
from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer, viewer_for
from merit_desk.audit.actions import Subject, record
from merit_desk.jobs.actions import start
from merit_desk.jobs.bodies import Running
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run
from merit_desk.simulation.models import Shadow
from merit_desk.simulation.queries.drafted import drafted
from merit_desk.simulation.queries.kept import shadow_of, simulation_of
from merit_desk.simulation.queries.shadows import lies_in, shadows_of

MOST_PERIODS = 12


@transaction.atomic
def begin_shadow(viewer: Viewer, number: int, first: Period, last: Period) -> Shadow:
    """From now on each run of those months is followed by the shadow; those run already are computed at once.

    Raises ConflictRefusal for a wrong span, a draft that changes nothing, or a second shadow of the same simulation.
    """
    simulation = simulation_of(viewer, number)
    if first.grain is not Grain.MONTH or last.grain is not Grain.MONTH or last.end <= first.start:
        raise ConflictRefusal("simulation.bad_span", first=str(first), last=str(last))
    months = len(Period(first.start, last.end).split(Grain.MONTH))
    if months > MOST_PERIODS:
        raise ConflictRefusal("simulation.too_long", months=months, most=MOST_PERIODS)
    if simulation.shadows.filter(stopped_at=None).exists():
        raise ConflictRefusal("simulation.shadow_under_way", title=simulation.title)
    if not drafted(declared_company(), simulation, simulation.levers).changes_anything:
        raise ConflictRefusal("simulation.nothing_changed")
    made = Shadow.objects.create(
        simulation=simulation,
        first=str(first),
        last=str(last),
        documents=simulation.documents,
        levers=simulation.levers,
        made_by_id=viewer.signer,
    )
    told = {"title": simulation.title, "periods": f"{first}/{last}"}
    record(viewer.account, "simulation.shadow_begun", Subject("shadow", str(made.pk)), after=told)
    for period in sorted(periods_run()):
        if lies_in(made, Period.parse(period)):
            start(viewer, "simulation.shadow", shadow=made.pk, period=period)
    return made


@transaction.atomic
def stop_shadow(viewer: Viewer, number: int) -> Shadow:
    """What it came to is kept. Raises ConflictRefusal for one that has been stopped."""
    found = shadow_of(viewer, number)
    if found.stopped_at is not None:
        raise ConflictRefusal("simulation.shadow_stopped")
    found.stopped_at = timezone.now()
    found.save(update_fields=["stopped_at"])
    record(viewer.account, "simulation.shadow_ended", Subject("shadow", str(found.pk)))
    return found


def shadows_follow(running: Running, period: str) -> None:
    """After a period was run: each shadow of it as a job of its own, so that the run never waits or fails for it."""
    for shadow in shadows_of(Period.parse(period)):
        account = running.account if running.account is not None else shadow.made_by_id
        asker = viewer_for(Account.objects.get(pk=account))
        start(asker, "simulation.shadow", shadow=shadow.pk, period=period)
