"""`merit demo`, `merit check` and `merit load`: a company folder and its facts."""

import time
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from merit.cli.arguments import FolderArgument, company_folder, period_from
from merit.cli.insight_commands import plan_problems
from merit.cli.show import err, out, show_problems, show_table, word
from merit.demo import write_demo
from merit.kernel.problems import Problem, has_errors
from merit.kernel.refusals import ConflictRefusal
from merit.sources.company_folder import read_company
from merit.sources.load_facts import load_facts
from merit.sources.read_facts import check_facts
from merit.workspace import FolderRefusal, open_workspace, publish_figures


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(demo)
    app.command()(check)
    app.command()(load)


def demo(
    folder: FolderArgument,
    seed: Annotated[int, typer.Option(help="同一个种子写出同样的字节 / same seed, same bytes")] = 1,
    end: Annotated[str, typer.Option(help="最后一个结束的月 / last closed month")] = "2026-10",
    unless_present: Annotated[
        bool, typer.Option("--unless-present", help="已有就不动 / keep it if it is there")
    ] = False,
) -> None:
    """写出完整的演示公司。 Write a complete demo company."""
    if (folder / "company.yaml").exists():
        if unless_present:
            return
        raise ConflictRefusal("cli.folder_in_use", folder=str(folder))
    started = time.monotonic()
    with err.status(word("writing_demo")):
        write_demo(folder, seed, period_from(end))
    out.print(f"{word('demo_written')} {folder} ({time.monotonic() - started:.1f} s)")


def check(
    folder: FolderArgument,
    plans: Annotated[bool, typer.Option("--plans", help="也检查考核表的设计 / the design of plans too")] = False,
) -> None:
    """列出每个文件的每个问题。 Every problem of every file, with file, line, code and sentence; exit 1 on errors."""
    company, problems = read_company(company_folder(folder))
    if company is not None:
        problems = [*problems, *check_facts(company, folder)]
    if company is not None and plans:
        problems = [*problems, *plan_problems(open_workspace(folder))]
    show_problems(problems, out)
    out.print(word("check_clean") if not problems else _counts(problems))
    if has_errors(problems):
        raise typer.Exit(1)


def load(folder: FolderArgument) -> None:
    """把新的和变了的数据载入。 Bring new and changed facts into the store."""
    company, problems = read_company(company_folder(folder))
    if company is None:
        raise FolderRefusal(folder, problems)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
    ) as progress:
        task = progress.add_task(word("loading"), total=None)

        def advance(file: str, done: int, total: int) -> None:
            progress.update(task, description=f"{word('loading')} {file}", completed=done, total=total or None)

        report = load_facts(company, folder, datetime.now(UTC), advance)
    show_problems(report.problems)
    heading = [word(name) for name in ("table", "loaded", "unchanged", "replaced", "rejected")]
    show_table(heading, [[row.table, *(f"{count:,}" for count in row.counts)] for row in report.tables])
    with err.status(word("publishing")):
        publish_figures(folder)
    if any(row.rejected for row in report.tables):
        out.print(f"{word('rejected_kept')} {folder / 'rejected'}")


def _counts(problems: list[Problem]) -> str:
    by_severity: dict[str, int] = {}
    for each in problems:
        by_severity[str(each.severity)] = by_severity.get(str(each.severity), 0) + 1
    return "  ".join(f"{word(name)} {count}" for name, count in sorted(by_severity.items()))
