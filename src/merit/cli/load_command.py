"""`merit load`: new and changed facts into the store, with rows counted as they come; Ctrl-C leaves it as before."""

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from merit.cli.arguments import FolderArgument, company_folder
from merit.cli.show import err, out, show_problems, show_table, word
from merit.company import Company
from merit.kernel.refusals import ConflictRefusal
from merit.sources.company_folder import read_company
from merit.sources.load_facts import LoadReport, load_facts
from merit.sources.load_watch import LoadProgress
from merit.workspace import FolderRefusal, publish_figures


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(load)


def load(folder: FolderArgument) -> None:
    """把新的和变了的数据载入。 Bring new and changed facts into the store."""
    company, problems = read_company(company_folder(folder))
    if company is None:
        raise FolderRefusal(folder, problems)
    show_load(watched_load(company, folder), folder)


def show_load(report: LoadReport, folder: Path) -> None:
    """What a load did, after the figures that hang on it are ready."""
    show_problems(report.problems)
    heading = [word(name) for name in ("table", "loaded", "unchanged", "replaced", "rejected")]
    show_table(heading, [[row.table, *(f"{count:,}" for count in row.counts)] for row in report.tables])
    with err.status(word("publishing")):
        publish_figures(folder)
    if any(row.rejected for row in report.tables):
        out.print(f"{word('rejected_kept')} {folder / 'rejected'}")


class _Bar:
    """Shows a load as a bar of rows."""

    def __init__(self, bar: Progress) -> None:
        self.bar = bar
        self.task: TaskID = bar.add_task(word("loading"), total=None)

    def progressed(self, progress: LoadProgress) -> None:
        """Move the bar."""
        file = f"{word('loading')} {progress.file}"
        self.bar.update(
            self.task, description=file, completed=progress.rows_done, total=progress.rows_total or None
        )  # fmt: skip

    def cancelled(self) -> bool:
        """Never: on the command line Ctrl-C interrupts."""
        return False


def watched_load(company: Company, folder: Path, only: Collection[str] | None = None) -> LoadReport:
    """Load with a bar of rows; `only` names the files. Raises ConflictRefusal when it is interrupted."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    try:
        with Progress(*columns, console=err) as bar:
            return load_facts(company, folder, datetime.now(UTC), _Bar(bar), only)
    except KeyboardInterrupt:
        raise ConflictRefusal("sources.load_cancelled") from None
