"""A company folder opened for work: its declarations, its facts as of a moment, and the figures made of both."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from merit.company import Company
from merit.engines.credit_tables import credit_tables
from merit.engines.embedded import EmbeddedEngine
from merit.engines.figures import figures_from, leave_of, open_engine
from merit.engines.queried_numbers import QueriedNumbers
from merit.kernel.problems import Problem
from merit.kernel.refusals import ConflictRefusal
from merit.metrics.components import measures_of
from merit.metrics.figures import Figures
from merit.people.checks import check_leave
from merit.sources.company_folder import read_company
from merit.store.fact_store import FactStore, Snapshot

STORE = Path(".merit", "facts")


class FolderRefusal(ConflictRefusal):
    """The folder has errors that prevent any figure; `problems` lists all of them."""

    def __init__(self, folder: Path, problems: list[Problem]) -> None:
        super().__init__("workspace.folder_has_errors", folder=folder.name, count=len(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Workspace:
    """`problems` are the warnings and notes found on opening."""

    folder: Path
    company: Company
    snapshot: Snapshot
    engine: EmbeddedEngine
    figures: Figures
    problems: tuple[Problem, ...]


def open_workspace(folder: Path, as_of: datetime | None = None, definitions: Path | None = None) -> Workspace:
    """Read declarations from `definitions` (default: the folder itself) and facts as of `as_of` (default: all loads).

    Raises FolderRefusal when an error prevents building the company.
    """
    company, problems = read_company(definitions or folder)
    if company is None:
        raise FolderRefusal(folder, problems)
    snapshot = FactStore(folder / STORE).snapshot(as_of)
    on_leave = replace(company.organisation, leave=leave_of(snapshot))
    company = replace(company, organisation=on_leave)
    problems = [*problems, *check_leave(on_leave)]
    engine = open_engine(company, snapshot)
    credited = credit_tables(engine, company.organisation, company.credits)
    figures = figures_from(company, engine, QueriedNumbers(engine, credited, measures_of(company.catalogue)))
    return Workspace(folder, company, snapshot, engine, figures, tuple(problems))
