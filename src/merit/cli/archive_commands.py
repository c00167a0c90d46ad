"""`merit export` and `merit import`: a company folder as one zip file, and back."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from merit.cli.arguments import FolderArgument, company_folder
from merit.cli.show import out, show_problems, word
from merit.kernel.problems import has_errors
from merit.sources.company_folder.archive import export_folder, import_folder

TargetArgument = Annotated[Path, typer.Argument(help="写到哪个 zip / zip file to write", dir_okay=False)]
ArchiveArgument = Annotated[Path, typer.Argument(help="zip 文件 / zip file", exists=True, dir_okay=False)]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("export")(export_company)
    app.command("import")(import_company)


def export_company(folder: FolderArgument, archive: TargetArgument) -> None:
    """把公司文件夹打成一个 zip。 The company folder as one zip file."""
    company_folder(folder)
    with tempfile.NamedTemporaryFile(dir=archive.parent, prefix=".export-", delete=False) as written:
        partial = Path(written.name)
        try:
            count = export_folder(folder, written)
        except BaseException:
            partial.unlink()
            raise
    partial.replace(archive)
    out.print(f"{word('exported')} {archive} ({count})")


def import_company(folder: FolderArgument, archive: ArchiveArgument) -> None:
    """把导出的 zip 展开到空文件夹。 Unpack an exported zip into an empty folder."""
    problems = import_folder(archive, folder)
    show_problems(problems, out)
    if has_errors(problems):
        raise typer.Exit(1)
    out.print(f"{word('imported')} {folder}")
