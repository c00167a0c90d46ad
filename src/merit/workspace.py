"""A company folder opened for work: its declarations, its facts as of a moment, and the figures made of both."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from merit.company import Company
from merit.engines.cube.figures import fastest_figures, ready_cube
from merit.engines.cube.files import remove_old_cubes
from merit.engines.figures import leave_of, open_engine
from merit.engines.query_engine import QueryEngine
from merit.kernel.problems import Place, Problem, Severity
from merit.kernel.refusals import ConflictRefusal
from merit.metrics.figures import Figures
from merit.people.checks import check_leave
from merit.sources.company_folder import read_company
from merit.store.fact_store import FactStore, Snapshot

STORE = Path(".merit", "facts")
CUBES = Path(".merit", "cube")


class FolderRefusal(ConflictRefusal):
    """The folder has errors that prevent any figure; `problems` lists all of them."""

    def __init__(self, folder: Path, problems: list[Problem]) -> None:
        errors = sum(each.severity is Severity.ERROR for each in problems)
        super().__init__("workspace.folder_has_errors", folder=folder.resolve().name, count=errors)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Workspace:
    """`problems` are the warnings and notes found on opening."""

    folder: Path
    company: Company
    snapshot: Snapshot
    engine: QueryEngine
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
    if not snapshot.number and not company.manual_values:
        problems.append(Problem("workspace.nothing_loaded", Place("facts"), severity=Severity.WARNING))
    engine = open_engine(company, snapshot)
    figures = fastest_figures(company, engine, snapshot, folder / CUBES)
    return Workspace(folder, company, snapshot, engine, figures, tuple(problems))


def publish_figures(folder: Path) -> None:
    """Prepare every KPI for every node, day and grain, so that reading needs no query; older cubes are removed.

    Raises FolderRefusal when an error prevents building the company.
    """
    opened = open_workspace(folder)
    ready_cube(opened.company, opened.snapshot, folder / CUBES)
    remove_old_cubes(folder / CUBES)
