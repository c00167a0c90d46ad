"""Databases in tests: that of a served desk (a file, or one on the tests' server), and jobs within a test."""

import os
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlsplit, urlunsplit
from zlib import crc32

import psycopg
from django.core.management import call_command

KEPT_OUT = ("MERIT_TEST_DATABASE", "PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST")


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a desk on that folder, with the database named in it where there is a server."""
    shown = {name: value for name, value in os.environ.items() if name not in KEPT_OUT}
    own = {"MERIT_COMPANY": str(folder), "DJANGO_SETTINGS_MODULE": "merit_desk.settings"}
    server = os.environ.get("MERIT_DATABASE_URL")
    if server:
        own["MERIT_DATABASE_URL"] = _named(server, database_of(folder))
    return shown | own | more


def database_of(folder: Path) -> str:
    """A name of its own for each folder and each process of the tests."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    return f"served_{worker}_{crc32(str(folder).encode()):08x}"


def make_database(folder: Path, like: Path | None = None) -> None:
    """An empty database for the folder, or a copy of that of `like`; SQLite's file was copied with the folder."""
    server = os.environ.get("MERIT_DATABASE_URL")
    if not server:
        return
    template = f" TEMPLATE {database_of(like)}" if like else ""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database_of(folder)}{template}")


def _named(server: str, database: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{database}"))


def work_off() -> None:
    """Carry out all waiting jobs within the test's transaction, whose connection the worker would drop as left open."""
    with patch("django_tasks_db.management.commands.db_worker.close_old_connections"):
        call_command("db_worker", "--batch", "--no-startup-delay", "--interval", "0", verbosity=0)
