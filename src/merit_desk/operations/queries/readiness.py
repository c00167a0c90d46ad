"""Whether this installation can work: its database, its company folder, its migrations, its worker."""

import os
import time
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

BEAT = Path(".merit", "worker.beat")
SILENCE_SECONDS = 30.0


def readiness() -> dict[str, bool]:
    """What holds, by name; every one must."""
    database = _database_answers()
    return {
        "database": database,
        "migrations": database and _migrated(),
        "folder": os.access(settings.MERIT_COMPANY / "company.yaml", os.R_OK)
        and os.access(settings.MERIT_COMPANY, os.W_OK),
        "worker": worker_lives(settings.MERIT_COMPANY),
    }


def worker_lives(folder: Path) -> bool:
    """Whether a worker has beaten within half a minute, on whatever machine that shares the folder."""
    try:
        beaten = (folder / BEAT).stat().st_mtime
    except FileNotFoundError:
        return False
    return time.time() - beaten < SILENCE_SECONDS


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
