"""The arguments that several commands share."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from merit.company import Company
from merit.kernel.node import COMPANY, Node, NodeKind
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit.people.organisation import TeamKind

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


def node_from(company: Company, person: str, team: str, shop: str) -> Node:
    """The person, the shop, the team or department of that id, whichever is given first; else the company."""
    if person:
        return Node(NodeKind.PERSON, person)
    if shop:
        return Node(NodeKind.SHOP, shop)
    if not team:
        return COMPANY
    kinds = [row.kind for row in company.organisation.rows_of.get(team, ())]
    kind = kinds[-1] if kinds else TeamKind.TEAM
    return COMPANY if kind is TeamKind.COMPANY else Node(NodeKind(kind), team)
