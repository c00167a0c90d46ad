"""Live sources as the page of the sources shows them: last and next fetch, what is wrong, whether a secret is there."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from merit.kernel.problems import Problem
from merit.sources.live.checks import problems_of
from merit.sources.live.declared import live_sources
from merit.sources.live.schedules import next_fetch
from merit.sources.live.secret_store import secret_entered_at
from merit.sources.live.source import LiveSource
from merit.sources.live.state import state_of
from merit_desk.intake.queries.places import company_folder
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState
from merit_desk.results.queries.open_company import declared_company

KIND = "intake.fetch"


@dataclass(frozen=True, slots=True)
class LiveLine:
    """One live source. `next_at` is None without a schedule; `overdue` where that moment has passed."""

    source: LiveSource
    fetched_at: datetime | None
    tried_at: datetime | None
    next_at: datetime | None
    overdue: bool
    rows: int
    rows_in_all: int
    unloaded: int
    problems: tuple[Problem, ...]
    secret_at: datetime | None
    job: int


def live_lines() -> list[LiveLine]:
    """Every live source in the order of sources.yaml."""
    under_way = Job.objects.filter(kind=KIND, state__in=(JobState.WAITING, JobState.RUNNING)).order_by("pk")
    jobs = {job.parameters.get("source"): job.pk for job in under_way}
    zone = ZoneInfo(declared_company().profile.time_zone)
    return [_line(each, jobs.get(each.name, 0), zone) for each in live_sources(company_folder())[0]]


def _line(source: LiveSource, job: int, zone: ZoneInfo) -> LiveLine:
    folder = company_folder()
    state = state_of(folder, source)
    due = next_fetch(source, state, zone)
    return LiveLine(
        source=source,
        fetched_at=state.fetched_at,
        tried_at=state.tried_at,
        next_at=due,
        overdue=due is not None and due <= timezone.now(),
        rows=state.rows,
        rows_in_all=state.rows_in_all,
        unloaded=len(state.unloaded),
        problems=tuple(problems_of(folder, source)),
        secret_at=secret_entered_at(folder, source),
        job=job,
    )
