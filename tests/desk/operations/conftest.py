"""A company with facts, a sealed period and a database, as one finds it after a month of use."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from merit.closing.seal import seal_period
from merit.kernel.period import Period
from merit.workspace import open_workspace


@pytest.fixture(scope="session")
def used_folder(run_folder, tmp_path_factory) -> Path:
    """October's results beside a sealed September."""
    folder = tmp_path_factory.mktemp("used") / "acme"
    shutil.copytree(run_folder, folder)
    for database in (folder / ".merit").glob("desk.sqlite3*"):
        database.unlink()
    seal_period(open_workspace(folder), Period.parse("2026-09"))
    (folder / "raw").mkdir(exist_ok=True)
    (folder / "raw" / "导出 1.csv").write_bytes(b"a,b\n1,2\n")
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (folder / "results" / ".2026-11-unfinished").mkdir()
    (folder / "results" / ".2026-11-unfinished" / "kpis.csv").write_text("half")
    return folder


@pytest.fixture
def company(used_folder, tmp_path) -> Path:
    """The same, to be changed."""
    folder = tmp_path / "acme"
    shutil.copytree(used_folder, folder)
    with closing(sqlite3.connect(folder / ".merit" / "desk.sqlite3")) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
        database.executemany("INSERT INTO note (text) VALUES (?)", [("one",), ("two",), ("three",)])
        database.commit()
    return folder


def sqlite_of(folder):
    """Database settings as Django has them."""
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / ".merit" / "desk.sqlite3")}
