"""The body of a load: progress as it goes, all or nothing, then figures and freshness."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from merit.kernel.problems import Severity
from merit.sources.company_folder import read_company
from merit.sources.live.fetch import fetch
from merit.sources.live.state import state_of
from merit.sources.load_facts import LoadReport, load_facts
from merit.sources.load_watch import LoadProgress
from merit.workspace import FolderRefusal, publish_figures
from merit_desk.audit.actions import Subject, record
from merit_desk.forecasts.actions.prepare import prepare_in_background
from merit_desk.intake.actions.freshness import note_freshness
from merit_desk.intake.actions.live import live_source
from merit_desk.intake.models import Upload
from merit_desk.intake.queries.loads import PUBLISHING, TOLD
from merit_desk.intake.queries.places import company_folder
from merit_desk.jobs.bodies import Cancelled, Running, job_body

MOST_TOLD = 20


class _Watcher:
    """Hands the core's progress on to the job; when that is to stop, the job's own exception undoes the load."""

    def __init__(self, running: Running) -> None:
        self.running = running

    def progressed(self, progress: LoadProgress) -> None:
        """Told between batches."""
        self.running.progress(
            progress.rows_done,
            max(progress.rows_total, progress.rows_done + 1),
            loaded=progress.loaded,
            unchanged=progress.unchanged,
            replaced=progress.replaced,
            rejected=progress.rejected,
            file=progress.file,
        )

    def cancelled(self) -> bool:
        """Asked beside `progressed`, which may have been too soon to look."""
        return False


@job_body("intake.load", page="intake:load")
def load(running: Running, files: list[str] | None = None, upload: int | None = None) -> dict[str, Any]:
    """Load these files (None: all). Raises FolderRefusal when the company cannot be read."""
    return _loaded(running, files, upload)


def _loaded(running: Running, files: list[str] | None, upload: int | None = None) -> dict[str, Any]:
    folder = company_folder()
    company, problems = read_company(folder)
    if company is None:
        raise FolderRefusal(folder, problems)
    report = load_facts(company, folder, datetime.now(UTC), _Watcher(running), files)
    counts = _counts(report)
    _tell_publishing(running, counts)
    record(running.account, "intake.loaded", Subject("load", ", ".join(files or ["*"])[:200]), after=counts)
    if upload is not None:
        Upload.objects.filter(pk=upload).update(loaded_at=timezone.now(), outcome=counts)
    note_freshness()
    publish_figures(folder)
    prepare_in_background()
    return counts | {"stage": "", TOLD: _doubts(report)}


class _FetchWatcher:
    """Counts new rows as they come; when the job is to stop, its own exception ends the fetch."""

    def __init__(self, running: Running) -> None:
        self.running = running

    def fetched(self, name: str, rows: int) -> None:
        """Told for every row; the job writes it down twice a second."""
        self.running.progress(rows, rows + 1, fetched=rows, source=name)


@job_body("intake.fetch")
def fetch_live(running: Running, source: str) -> dict[str, Any]:
    """Fetch one live source, then load whatever it brought that no load has taken yet.

    Raises FolderRefusal when the company cannot be read, ConflictRefusal when the source cannot.
    """
    folder, one = company_folder(), live_source(source)
    found = fetch(one, folder, datetime.now(UTC), _FetchWatcher(running))
    files = list(state_of(folder, one).unloaded)
    return {"fetched": found.rows} | (_loaded(running, files) if files else {})


def _tell_publishing(running: Running, counts: dict[str, Any]) -> None:
    """The rows are in; only figures are worked out now. To stop would take nothing back, so nobody is asked."""
    read = sum(counts.values()) or 1
    with suppress(Cancelled):
        running.progress(read, read, **counts, stage=PUBLISHING)


def _doubts(report: LoadReport) -> list[dict[str, Any]]:
    """What was found about whole files; the page shows it, and rejected rows have a page of their own."""
    found = [each for each in report.problems if not each.place.line and each.severity is not Severity.NOTE]
    return [
        {"code": each.code, "file": each.place.file, "params": dict(each.params), "severity": str(each.severity)}
        for each in found[:MOST_TOLD]
    ]


def _counts(report: LoadReport) -> dict[str, Any]:
    kinds = ("loaded", "unchanged", "replaced", "rejected")
    return {kind: sum(getattr(table, kind) for table in report.tables) for kind in kinds}
