"""The commands as a terminal runs them: a company backed up, restored, upgraded, proved; a worker that lives."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from merit_desk.desk_command import SECRET
from merit_desk.operations.queries.readiness import BEAT, worker_lives

SCRIPT = "import sys; from merit.cli.main import main; sys.argv[0] = 'merit'; main()"


def merit(*words):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MERIT_")}
    environment |= {"MERIT_LANG": "en", "MERIT_LOG": "json"}
    command = [sys.executable, "-c", SCRIPT, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture(scope="module")
def worked(used_folder, tmp_path_factory):
    """A folder whose worker has run once: migrated, with a secret and a heartbeat."""
    folder = tmp_path_factory.mktemp("worked") / "acme"
    shutil.copytree(used_folder, folder)
    done = merit("work", folder, "--once")
    assert done.returncode == 0, done.stderr
    return folder


def test_a_worker_prepares_the_database_and_says_that_it_lives(worked):
    assert (worked / ".merit" / "desk.sqlite3").stat().st_mode & 0o077 == 0
    assert (worked / SECRET).stat().st_mode & 0o077 == 0
    assert (worked / BEAT).exists()
    assert worker_lives(worked)


def test_a_company_is_backed_up_checked_and_restored_with_its_trail(worked, tmp_path):
    place = tmp_path / "backups"
    place.mkdir()
    made = merit("backup", worked, "--to", place, "--keep", 2)
    assert made.returncode == 0, made.stderr
    (file,) = place.iterdir()
    assert "all proved" in merit("restore", tmp_path / "x", file, "--check").stdout
    assert not (tmp_path / "x").exists()
    again = merit("restore", tmp_path / "again", file)
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "again" / SECRET).read_text() == (worked / SECRET).read_text()
    refused = merit("restore", worked, file)
    assert refused.returncode == 1
    assert "overwrites nothing" in refused.stderr
    assert "不会覆盖" in refused.stderr


def test_a_trail_that_somebody_changed_is_told_after_the_restore(worked, tmp_path):
    with closing(sqlite3.connect(worked / ".merit" / "desk.sqlite3")) as database:
        database.execute("UPDATE audit_head SET number = 7")
        database.commit()
    try:
        assert merit("backup", worked, "--to", tmp_path / "b.zst").returncode == 0
        done = merit("restore", tmp_path / "again", tmp_path / "b.zst")
        assert done.returncode == 1
        assert "trail" in done.stderr
        assert (tmp_path / "again" / "company.yaml").exists()
    finally:
        with closing(sqlite3.connect(worked / ".merit" / "desk.sqlite3")) as database:
            database.execute("UPDATE audit_head SET number = 0 WHERE digest = ''")
            database.commit()


def test_tables_for_other_tools_are_written(worked, tmp_path):
    done = merit("export-bi", worked, "--to", tmp_path / "bi")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "bi" / "merit.duckdb").exists()
