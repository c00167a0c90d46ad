"""`merit demo` and `merit check`: a company folder and what is wrong with it."""

import time
from typing import Annotated

import typer

from merit.cli.arguments import FolderArgument, company_folder, period_from
from merit.cli.insight_commands import plan_problems
from merit.cli.show import err, out, show_problems, word
from merit.demo import write_demo
from merit.kernel.problems import Problem, has_errors
from merit.kernel.refusals import ConflictRefusal
from merit.sources.company_folder import read_company
from merit.sources.company_folder.experiments import read_experiments
from merit.sources.live.checks import live_problems
from merit.sources.read_facts import check_facts
from merit.workspace import open_workspace


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(demo)
    app.command()(check)


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
    period: Annotated[str, typer.Option(help="考核表按哪一期查 / the plans of which period: 2026-11")] = "",
) -> None:
    """列出每个文件的每个问题。 Every problem of every file, with file, line, code and sentence; exit 1 on errors."""
    company, problems = read_company(company_folder(folder))
    if company is not None:
        problems = [*problems, *check_facts(company, folder), *live_problems(folder)]
        problems += read_experiments(folder, company)[1]
    if company is not None and plans:
        problems = [*problems, *plan_problems(open_workspace(folder), period_from(period) if period else None)]
    show_problems(problems, out)
    out.print(word("check_clean") if not problems else _counts(problems))
    if has_errors(problems):
        raise typer.Exit(1)


def _counts(problems: list[Problem]) -> str:
    by_severity: dict[str, int] = {}
    for each in problems:
        by_severity[str(each.severity)] = by_severity.get(str(each.severity), 0) + 1
    return "  ".join(f"{word(name)} {count}" for name, count in sorted(by_severity.items()))
