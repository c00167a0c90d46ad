"""The arguments that several commands share."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal

FolderArgument = Annotated[Path, typer.Argument(help="公司文件夹 / company folder", metavar="DIR")]
PeriodOption = Annotated[str, typer.Option("--period", help="2026-10, 2026-Q4, 2026-H2, 2026, 2026-W43, 2026-10-21")]


def period_from(text: str) -> Period:
    """The period that the user wrote. Raises ConflictRefusal with a hint when it is none."""
    try:
        return Period.parse(text)
    except ValueError:
        raise ConflictRefusal("cli.not_a_period", text=text) from None


def moment_from(text: str | None) -> datetime | None:
    """An ISO moment; without an offset it is UTC. Raises ConflictRefusal when it is none."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ConflictRefusal("cli.not_a_moment", text=text) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def company_folder(folder: Path) -> Path:
    """The folder, if it is one of a company. Raises ConflictRefusal otherwise."""
    if not (folder / "company.yaml").is_file():
        raise ConflictRefusal("cli.no_company_here", folder=str(folder))
    return folder
