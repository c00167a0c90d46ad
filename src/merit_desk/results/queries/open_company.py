"""The company and its facts, opened once and kept while the folder stays as it is."""

import os
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

_DECLARED = ("", "plans", "rewards", "catalogue", "alerts")
_TABLES = (".yaml", ".yml", ".csv", ".xlsx", ".parquet")
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
    """A number that changes when a declaration is edited or facts are loaded. Asked several times for every page."""
    written = [entry for part in _DECLARED for entry in _written(os.path.join(folder, part))]
    return hash((str(folder), *sorted(written), *_written(os.path.join(folder, ".merit", "facts"), ("manifest.json",))))


def _written(folder: str, endings: tuple[str, ...] = _TABLES) -> list[tuple[str, int]]:
    try:
        with os.scandir(folder) as entries:
            return [(entry.path, entry.stat().st_mtime_ns) for entry in entries if entry.name.endswith(endings)]
    except FileNotFoundError:  # no such part, or a file that was replaced in between: the next look tells
        return []


@lru_cache(maxsize=1)
def _company(folder: Path, _state: int) -> Company:
    company, problems = read_company(folder)
    if company is None:
        raise FolderRefusal(folder, problems)
    return company


@lru_cache(maxsize=_MOMENTS)
def _workspace(folder: Path, as_of: str, _state: int) -> Workspace:
    return open_workspace(folder, moment(as_of))
