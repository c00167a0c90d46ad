"""A PostgreSQL database is backed up by its own programs, as of one moment with the folder, and restored."""

import shutil
import threading
from datetime import UTC, datetime

import psycopg
import pytest

from merit.kernel.refusals import ConflictRefusal
from merit_desk.operations.actions.back_up import back_up
from merit_desk.operations.actions.restore import restore
from merit_desk.operations.queries.postgres import connection_words
from tests.postgres import PrivateServer, _programs

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
pytestmark = pytest.mark.skipif(
    _programs() is None or not shutil.which("pg_dump") or not shutil.which("pg_restore"),
    reason="no PostgreSQL on this machine",
)


@pytest.fixture(scope="module")
def server():
    running = PrivateServer()
    for name in ("again", "other"):
        with psycopg.connect(**connection_words(named(running, "merit")), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
    with psycopg.connect(**connection_words(named(running, "merit"))) as connection:
        connection.execute("CREATE TABLE documents_version (id serial PRIMARY KEY, path text)")
        connection.execute("INSERT INTO documents_version (path) VALUES ('people.csv'), ('teams.csv')")
    yield running
    running.stop()


def named(server, database):
    """Settings as Django has them."""
    return {"ENGINE": "django.db.backends.postgresql", "HOST": str(server.folder), "USER": "merit", "NAME": database}


def rows(server, database):
    with psycopg.connect(**connection_words(named(server, database))) as connection:
        return connection.execute("SELECT path FROM documents_version ORDER BY id").fetchall()


def test_a_database_comes_back_as_it_was_and_only_into_an_empty_one(server, used_folder, tmp_path):
    file = tmp_path / "b.zst"
    done = back_up(used_folder, named(server, "merit"), file, NOON)
    assert done.database.rows == {"documents_version": 2}
    restored = restore(file, tmp_path / "again", named(server, "again"), lambda _: None)
    assert restored.faults == ()
    assert rows(server, "again") == rows(server, "merit") == [("people.csv",), ("teams.csv",)]
    with pytest.raises(ConflictRefusal) as refused:
        restore(file, tmp_path / "more", named(server, "again"), lambda _: None)
    assert (refused.value.code, (tmp_path / "more").exists()) == ("operations.database_taken", False)
    sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "more" / ".merit" / "desk.sqlite3")}
    with pytest.raises(ConflictRefusal) as refused:
        restore(file, tmp_path / "more", sqlite, lambda _: None)
    assert refused.value.code == "operations.other_engine"


def test_whoever_writes_a_file_waits_until_file_and_row_are_held(server, used_folder, tmp_path, monkeypatch):
    order, written = [], threading.Event()

    def write():
        with psycopg.connect(**connection_words(named(server, "merit"))) as connection:
            connection.execute("INSERT INTO documents_version (path) VALUES ('late.csv')")
        order.append("written")
        written.set()

    def while_held(*_):
        threading.Thread(target=write).start()
        written.wait(0.3)
        order.append("held")

    monkeypatch.setattr("merit_desk.operations.actions.back_up.freeze_folder", while_held)
    monkeypatch.setattr("merit_desk.operations.actions.back_up._packed", lambda place, target, contents: contents)
    monkeypatch.setattr("merit_desk.operations.actions.back_up._contents", lambda place, facts, copied, now: copied)
    copied = back_up(used_folder, named(server, "merit"), tmp_path / "b.zst", NOON)
    assert written.wait(30)
    assert order == ["held", "written"]
    assert copied.rows["documents_version"] == 2


def test_a_missing_client_program_is_said_and_which(server, used_folder, tmp_path, monkeypatch):
    monkeypatch.setattr("merit_desk.operations.actions.database_copy.shutil.which", lambda _: None)
    with pytest.raises(ConflictRefusal) as refused:
        back_up(used_folder, named(server, "merit"), tmp_path / "b.zst", NOON)
    assert refused.value.code == "operations.client_program_missing"
    assert refused.value.params == {"program": "pg_dump"}


def test_a_server_that_is_away_is_said(used_folder, tmp_path):
    away = {"ENGINE": "django.db.backends.postgresql", "HOST": str(tmp_path), "USER": "merit", "NAME": "merit"}
    with pytest.raises(ConflictRefusal) as refused:
        back_up(used_folder, away, tmp_path / "b.zst", NOON)
    assert refused.value.code == "operations.database_not_read"
