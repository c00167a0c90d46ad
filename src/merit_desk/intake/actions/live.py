"""Live sources: fetched now or by their schedule, and their secrets, which go in and never come out."""

from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from merit.kernel.refusals import NotFoundRefusal, Refusal
from merit.sources.live.declared import live_sources
from merit.sources.live.schedules import is_due
from merit.sources.live.secret_store import forget_secret, keep_secret
from merit.sources.live.source import LiveSource
from merit.sources.live.state import state_of
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import NOBODY, Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.intake.queries.places import company_folder
from merit_desk.jobs.actions import start
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState
from merit_desk.results.queries.open_company import declared_company

FETCH = "intake.fetch"


def fetch_now(viewer: Viewer, name: str) -> Job:
    """Fetch one source in the background; a second press gives the job of the first. Raises NotFoundRefusal."""
    viewer.require(Can.LOAD_DATA)
    return _asked(viewer, live_source(name))


def ask_to_fetch() -> list[Job]:
    """What the worker does: a job for every source that is due by its schedule."""
    folder, now = company_folder(), timezone.now()
    try:
        zone = ZoneInfo(declared_company().profile.time_zone)
    except Refusal:
        return []
    due = [each for each in live_sources(folder)[0] if is_due(each, state_of(folder, each), now, zone)]
    return [_asked(NOBODY, each) for each in due]


def enter_secret(viewer: Viewer, name: str, text: str) -> None:
    """Keep the password or token encrypted. Raises NotFoundRefusal, and ConflictRefusal where there is no key."""
    viewer.require(Can.LOAD_DATA)
    source = live_source(name)
    with transaction.atomic():
        record(viewer.account, "intake.secret_entered", Subject("source", source.name))
        keep_secret(company_folder(), source, text, timezone.now())


def take_secret_away(viewer: Viewer, name: str) -> None:
    """The source cannot be read any more. Raises NotFoundRefusal."""
    viewer.require(Can.LOAD_DATA)
    source = live_source(name)
    with transaction.atomic():
        record(viewer.account, "intake.secret_forgotten", Subject("source", source.name))
        forget_secret(company_folder(), source)


def live_source(name: str) -> LiveSource:
    """The source as sources.yaml declares it now. Raises NotFoundRefusal."""
    sources, _ = live_sources(company_folder())
    found = next((each for each in sources if each.name == name), None)
    if found is None:
        raise NotFoundRefusal(
            "sources.live_not_declared", name=name, known=", ".join(each.name for each in sources) or "-"
        )
    return found


def _asked(viewer: Viewer, source: LiveSource) -> Job:
    under_way = (JobState.WAITING, JobState.RUNNING)
    with transaction.atomic():
        running = Job.objects.filter(kind=FETCH, parameters={"source": source.name}, state__in=under_way).first()
        return running or start(viewer, FETCH, source=source.name)
