"""`MERIT_TEST_DATABASE=postgresql python -m pytest -p tests.postgres tests/desk`: the tests' own PostgreSQL server.

Started before the settings are read; it lives in a temporary folder, listens on a socket there only, and ends with the
tests, whichever way they end.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest

INSTALLED = Path("/usr/lib/postgresql")
MISSING = (
    "There is no PostgreSQL server on this machine, so the tests were not tried on it. "
    "Install one (Debian: apt-get install postgresql), or leave MERIT_TEST_DATABASE out to test on SQLite."
)
READY = "ready to accept connections"
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "jit=off")
"""Nothing of these databases is to survive."""


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config):
    """A wrapper comes before pytest-django, which reads the settings here. A worker of xdist finds it running."""
    if os.environ.get("MERIT_TEST_DATABASE") == "postgresql" and "MERIT_DATABASE_URL" not in os.environ:
        server = PrivateServer()
        early_config.add_cleanup(server.stop)
        os.environ["MERIT_DATABASE_URL"] = server.address("merit")
    return (yield)


class PrivateServer:
    """A running server with one superuser, `merit`, and no password: only this folder's owner reaches its socket."""

    def __init__(self, *more_settings: str) -> None:
        programs = _programs()
        if programs is None:
            raise pytest.UsageError(MISSING)
        self.folder = Path(tempfile.mkdtemp(prefix="merit-pg-"))
        self._as_user = _unprivileged(self.folder)
        data = self.folder / "data"
        made = ("initdb", "--pgdata", data, "--username=merit", "--auth=trust", "--encoding=UTF8", "--no-locale")
        self._run(programs, *made, "--no-sync")
        settings = [word for each in ("listen_addresses=", *CARELESS, *more_settings) for word in ("-c", each)]
        started = [*self._as_user, programs / "postgres", "-D", data, "-k", self.folder, *settings]
        self._process = subprocess.Popen(started, cwd="/", stderr=subprocess.PIPE, text=True)
        self._wait()
        self._run(programs, "createdb", "--host", self.folder, "--username=merit", "merit")

    def address(self, database: str) -> str:
        """As MERIT_DATABASE_URL takes it."""
        return f"postgresql://merit@{quote(str(self.folder), safe='')}/{database}"

    def stop(self) -> None:
        """At once; nothing is kept."""
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, programs: Path, program: str, *words: object) -> None:
        done = subprocess.run(
            [*self._as_user, programs / program, *words], cwd="/", capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise pytest.UsageError(f"{program} failed: {done.stderr}")

    def _wait(self) -> None:
        said = []
        for line in self._process.stderr:
            said.append(line)
            if READY in line:
                Thread(target=self._process.stderr.read, daemon=True).start()  # else the pipe fills up and it stops
                return
        raise pytest.UsageError(f"PostgreSQL did not start: {''.join(said)}")


def _programs() -> Path | None:
    """Where the server's programs are: those of the newest version that is installed."""
    found = [folder / "bin" for folder in INSTALLED.glob("*") if (folder / "bin" / "initdb").exists()]
    if found:
        return max(found, key=lambda each: float(each.parent.name))
    there = shutil.which("initdb")
    return Path(there).resolve().parent if there else None


def _unprivileged(folder: Path) -> list[str]:
    """The server refuses to be root, and ends when the tests are killed."""
    dies_along = ["setpriv", "--pdeathsig=INT"] if shutil.which("setpriv") else []
    if os.geteuid() != 0:
        return dies_along
    users = {each.pw_name: each for each in pwd.getpwall()}
    user = users.get("postgres") or users["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", "--pdeathsig=INT", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
