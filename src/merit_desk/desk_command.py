"""How a command of the terminal opens the desk on a company folder: settings by environment, then Django."""

import fcntl
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from merit.cli.arguments import company_folder
from merit.kernel.refusals import ConflictRefusal

SECRET = Path(".merit", "secret")
_LOCK = Path(".merit", "migrate.lock")


def servable_folder(folder: Path) -> Path:
    """A company's folder, or one that holds nothing yet and is made: then the set-up fills it.

    Raises ConflictRefusal for a folder that is in use for something else.
    """
    if folder.is_dir() and any(not path.name.startswith(".") for path in folder.iterdir()):
        return company_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def set_up_code(folder: Path) -> str:
    """A fresh code for the set-up, empty once somebody has an account; asked of a process of its own."""
    if (folder / ".merit" / "set_up_done").exists():
        return ""
    declare_company(folder)
    command = [sys.executable, "-m", "django", "set_up_code", "--skip-checks"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, umask=0o077)  # noqa: S603
    return done.stdout.strip() if done.returncode == 0 else ""


def declare_company(folder: Path) -> None:
    """Settings are read from the environment, also by the processes that a command starts."""
    os.environ["MERIT_COMPANY"] = str(folder.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "merit_desk.settings")
    if (folder / SECRET).is_file():
        os.environ.setdefault("MERIT_SECRET", (folder / SECRET).read_text("ascii").strip())


def prepared_database(folder: Path) -> None:
    """Bring the database to this version of Merit; of several processes that start together one does it, in a process
    of its own, so that nothing is inherited by those that are started afterwards.

    Raises ConflictRefusal when that fails.
    """
    (folder / ".merit").mkdir(exist_ok=True)
    with (folder / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _make_secret(folder / SECRET)
        declare_company(folder)
        command = [sys.executable, "-m", "django", "migrate", "--no-input", "--skip-checks", "--verbosity=0"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, umask=0o077)  # noqa: S603
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or [str(done.returncode)])[-1]
        raise ConflictRefusal("operations.not_migrated", reason=reason)


def database_of(folder: Path) -> Mapping[str, Any]:
    """The settings of the database of this company's desk; nothing is opened or written."""
    declare_company(folder)
    from django.conf import settings

    found: Mapping[str, Any] = settings.DATABASES["default"]
    return found


@contextmanager
def opened_desk(folder: Path) -> Iterator[None]:
    """Django ready on the company folder; its connections are closed at the end."""
    declare_company(folder)
    import django
    from django.db import connections

    django.setup()
    try:
        yield
    finally:
        connections.close_all()


def _make_secret(file: Path) -> None:
    """What signs sessions, the same for every process and after every start; written once, for its owner only."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(48))
