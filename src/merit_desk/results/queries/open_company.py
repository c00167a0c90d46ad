"""The company and its facts, opened once and kept while the folder stays as it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import RLock

from django.conf import settings

from merit.company import Company
from merit.sources.company_folder import read_company
from merit.workspace import FolderRefusal, Workspace, open_workspace

_DECLARED = ("*.yaml", "*.csv", "plans/*", "rewards/*", "catalogue/*")
_MOMENTS = 3
"""Figures as they stand now, beside those of the periods that are read most."""
_one_at_a_time = RLock()
_one_reads = RLock()


def declared_company() -> Company:
    """People, teams, titles and plans as the folder declares them now. Raises FolderRefusal when it has errors."""
    with _one_reads:
        return _company(settings.MERIT_COMPANY, state_of(settings.MERIT_COMPANY))


@contextmanager
def at_work(as_of: str) -> Iterator[Workspace]:
    """The workspace as of that moment, for one asker at a time. Raises FolderRefusal when the folder has errors."""
    with _one_at_a_time:
        yield _workspace(settings.MERIT_COMPANY, as_of, state_of(settings.MERIT_COMPANY))


def moment(as_of: str) -> datetime | None:
    """The moment as data.json writes it."""
    return datetime.fromisoformat(as_of) if as_of else None


def state_of(folder: Path) -> int:
    """A number that changes when a declaration is edited or facts are loaded."""
    files = [file for shape in _DECLARED for file in folder.glob(shape)]
    files.append(folder / ".merit" / "facts" / "manifest.json")
    return hash(tuple(sorted((str(file), file.stat().st_mtime_ns) for file in files if file.exists())))


@lru_cache(maxsize=1)
def _company(folder: Path, _state: int) -> Company:
    company, problems = read_company(folder)
    if company is None:
        raise FolderRefusal(folder, problems)
    return company


@lru_cache(maxsize=_MOMENTS)
def _workspace(folder: Path, as_of: str, _state: int) -> Workspace:
    return open_workspace(folder, moment(as_of))
