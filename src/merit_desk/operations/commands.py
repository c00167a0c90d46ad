"""`merit backup`, `merit restore` and `merit export-bi`: for a terminal and for a timer."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from merit.cli.arguments import FolderArgument, company_folder
from merit.cli.show import err, language, out
from merit.kernel.refusals import Refusal
from merit.wording.sentences import LANGUAGES
from merit_desk.desk_command import database_of, opened_desk
from merit_desk.shell.sentences import desk_sentences

FileArgument = Annotated[Path, typer.Argument(help="备份文件 / backup file", metavar="FILE")]


def backup(
    folder: FolderArgument,
    to: Annotated[
        Path, typer.Option("--to", help="文件，或者放备份的文件夹 / a file, or a folder of backups", metavar="PATH")
    ],
    keep: Annotated[int, typer.Option(min=0, help="文件夹里只留最新几份，0 全留 / keep the newest, 0 all")] = 0,
) -> None:
    """整家公司备份成一个文件，边用边备。 The whole company as one file, while it is in use."""
    from merit_desk.operations.actions.back_up import back_up, backup_name, drop_old_backups

    now = datetime.now(UTC)
    with in_words():
        target = to / backup_name(folder, now) if to.is_dir() else to
        with out.status(line("packing")):
            done = back_up(company_folder(folder), database_of(folder), target, now)
        size = target.stat().st_size
        out.print(line("backed_up", file=target, files=len(done.files), megabytes=f"{size / 1e6:,.1f}"))
        for old in drop_old_backups(folder, to, keep) if keep and to.is_dir() else ():
            out.print(line("dropped", file=old))


def restore(
    folder: FolderArgument,
    file: FileArgument,
    check: Annotated[
        bool, typer.Option("--check", help="只验证备份，什么都不留下 / prove the backup and leave nothing behind")
    ] = False,
) -> None:
    """把备份恢复到空的地方并逐项验证。 A backup into an empty place, with everything proved; exit 1 on a fault."""
    from merit_desk.operations.actions.restore import check_backup
    from merit_desk.operations.actions.restore import restore as bring_back

    with in_words(), out.status("") as status:

        def step(name: str) -> None:
            status.update(line(name))

        done = check_backup(file, step) if check else bring_back(file, folder, database_of(folder), step)
        faults = [line(f"fault_{each.what}", detail=each.detail, count=1) for each in done.faults]
        if not check:
            step("opening")
            faults += _opened(folder)
    held = done.contents
    rows = sum(held.database.rows.values()) if held.database else 0
    counted = {"files": len(held.files), "facts": f"{sum(held.facts.values()):,}", "rows": f"{rows:,}"}
    out.print(line("checked" if check else "restored", made_at=held.made_at, sealed=len(held.sealed), **counted))
    for fault in faults:
        err.print(f"[red]✗[/] {escape(fault)}")
    if faults:
        raise typer.Exit(1)


def export_bi(
    folder: FolderArgument,
    to: Annotated[Path, typer.Option("--to", help="放文件的文件夹 / folder for the files", metavar="DIR")],
    names: Annotated[bool, typer.Option("--names", help="写出姓名 / with names of people")] = False,
) -> None:
    """给 Tableau、Power BI、Superset 的 Parquet 和 DuckDB 文件。 Parquet and DuckDB files for BI tools."""
    from merit_desk.operations.actions.export_bi import export_bi as write_tables

    with in_words(), out.status(line("exporting")):
        counts = write_tables(company_folder(folder), to, names)
    out.print(line("exported", folder=to, tables=len(counts), rows=f"{sum(counts.values()):,}"))


def _opened(folder: Path) -> list[str]:
    """Bring the database to this version of Merit, prove the trail, and prepare the figures."""
    from merit.workspace import publish_figures

    with opened_desk(folder):
        from django.core.management import call_command

        from merit_desk.audit.queries.chain import checked_chain

        call_command("migrate", verbosity=0, interactive=False)
        chain = checked_chain()
    try:
        publish_figures(folder)
    except Refusal as refusal:
        err.print(f"{refusal.code} {refusal.params}", style="dim")
    return [] if chain.broken_at is None else [line("fault_trail", detail=chain.broken_at, count=1)]


def line(name: str, **gaps: object) -> str:
    """A sentence of these commands in the reader's language."""
    return desk_sentences(language())[f"operations.{name}"].format(**gaps)


@contextmanager
def in_words() -> Iterator[None]:
    """A refusal of the desk's own as a sentence in both languages and exit code 1; the core's go on to its own edge."""
    try:
        yield
    except Refusal as refusal:
        if refusal.code not in desk_sentences("zh"):
            raise
        for tongue in LANGUAGES:
            said = desk_sentences(tongue)[refusal.code].format(**refusal.params)
            err.print(escape(said), style="dim" if tongue == "en" else "red")
        sys.exit(1)
