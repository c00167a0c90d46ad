"""`merit fetch` and `merit secret`: what live sources have that is new, and the passwords and tokens to read them."""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from cryptography.fernet import Fernet
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from merit.cli.arguments import FolderArgument, company_folder
from merit.cli.load_command import show_load, watched_load
from merit.cli.show import err, out, show_problems, show_refusal, show_table, word
from merit.kernel.problems import has_errors
from merit.kernel.refusals import NotFoundRefusal, Refusal
from merit.sources.company_folder import read_company
from merit.sources.live.declared import live_sources
from merit.sources.live.fetch import fetch as fetch_source
from merit.sources.live.secret_store import forget_secret, keep_secret
from merit.sources.live.source import LiveSource
from merit.sources.live.state import state_of
from merit.workspace import FolderRefusal

NameArgument = Annotated[str, typer.Argument(help="sources.yaml 里的名称 / its name in sources.yaml", metavar="NAME")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(fetch)
    app.command()(secret)


def fetch(
    folder: FolderArgument,
    source: Annotated[list[str] | None, typer.Option("--source", help="只取这个来源 / only this source")] = None,
    no_load: Annotated[bool, typer.Option("--no-load", help="只取不载入 / fetch only")] = False,
) -> None:
    """从数据库和平台接口取新数据，再载入。 Fetch what is new from databases and platforms, then load it."""
    company, problems = read_company(company_folder(folder))
    if company is None:
        raise FolderRefusal(folder, problems)
    chosen = _chosen(folder, source or [])
    failed = [each.name for each in chosen if not _fetched(each, folder)]
    files = [name for each in chosen for name in state_of(folder, each).unloaded]
    if files and not no_load:
        show_load(watched_load(company, folder, files), folder)
    if failed:
        raise typer.Exit(1)


def secret(
    folder: FolderArgument,
    name: NameArgument = "",
    *,
    forget: Annotated[bool, typer.Option("--forget", help="删掉 / take it away")] = False,
    new_key: Annotated[bool, typer.Option("--new-key", help="打印一把新密钥 / print a new key")] = False,
) -> None:
    """输入一个来源的密码或令牌，加密保存。 Enter the password or token of a source; it is kept encrypted."""
    if new_key:
        out.print(Fernet.generate_key().decode("ascii"))
        return
    (source,) = _chosen(company_folder(folder), [name])
    if forget:
        forget_secret(folder, source)
        out.print(f"{word('secret_forgotten')} {source.name}")
        return
    text = typer.prompt(word("secret_prompt"), hide_input=True) if sys.stdin.isatty() else sys.stdin.read()
    keep_secret(folder, source, text, datetime.now(UTC))
    out.print(f"{word('secret_kept')} {source.name}")


def _chosen(folder: Path, names: list[str]) -> list[LiveSource]:
    sources, problems = live_sources(folder)
    show_problems(problems)
    known = {each.name: each for each in sources}
    for name in names:
        if name not in known:
            raise NotFoundRefusal("sources.live_not_declared", name=name, known=", ".join(known) or "-")
    if not names and has_errors(problems):
        err.print(word("fetch_some_wrong"))
    return [known[name] for name in names] if names else sources


@dataclass(slots=True)
class _Counter:
    bar: Progress
    task: TaskID

    def fetched(self, name: str, rows: int) -> None:
        """Show the rows so far."""
        self.bar.update(self.task, description=f"{word('fetching')} {name}  {rows:,}")


def _fetched(source: LiveSource, folder: Path) -> bool:
    """Fetch one, say how it went, and go on with the others when it did not."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    try:
        with Progress(*columns, console=err, transient=True) as bar:
            counter = _Counter(bar, bar.add_task(f"{word('fetching')} {source.name}", total=None))
            done = fetch_source(source, folder, datetime.now(UTC), counter)
    except Refusal as refusal:
        show_refusal(refusal)
        return False
    heading = [word("source"), word("fetched_rows"), word("file")]
    show_table(heading, [[done.name, f"{done.rows:,}", "\n".join(done.files)]])
    return True
