"""Real database servers: each starts in a temporary folder, listens on this machine alone, and is gone after.

Where a server's programs are missing, its tests are skipped with a sentence that says what to install.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests import postgres

PASSWORD = "geheim-Pa55:w@rd/x"  # noqa: S105 - of a server that ends with the tests; its signs must be quoted in an address
NO_MARIADB = "NO MARIADB on this machine, so MySQL sources were NOT tried. Debian: apt-get install mariadb-server"
NO_POSTGRESQL = (
    "NO POSTGRESQL on this machine, so PostgreSQL sources were NOT tried. Debian: apt-get install postgresql"
)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class PostgreSQL:
    """A server with a database `erp` whose user `merit` signs in by password; `owner` is asked for nothing."""

    def __init__(self) -> None:
        if postgres._programs() is None:
            pytest.skip(NO_POSTGRESQL)
        self.port = free_port()
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("PGPORT", str(self.port))
            self._server = postgres.PrivateServer("listen_addresses=127.0.0.1", f"port={self.port}")
        self.folder = self._server.folder

    @property
    def address(self) -> str:
        """As sources.yaml has it."""
        return f"127.0.0.1:{self.port}/merit"

    def stop(self) -> None:
        """At once."""
        self._server.stop()


class MariaDB:
    """A server with a database `erp`, whose user `merit` signs in by password."""

    def __init__(self, *more_settings: str) -> None:
        programs = [shutil.which(each) or f"/usr/sbin/{each}" for each in ("mariadb-install-db", "mariadbd")]
        if not all(Path(each).exists() for each in programs):
            pytest.skip(NO_MARIADB)
        self.folder = Path(tempfile.mkdtemp(prefix="merit-maria-"))
        self.port = free_port()
        user = _unprivileged(self.folder)
        data, self.socket = self.folder / "data", self.folder / "s"
        common = ["--no-defaults", f"--datadir={data}", f"--user={user}"]
        made = [*common, "--auth-root-authentication-method=normal", "--skip-test-db"]
        subprocess.run([programs[0], *made], check=True, capture_output=True)
        careless = ["--innodb-flush-log-at-trx-commit=0", "--skip-log-bin", "--innodb-buffer-pool-size=32M"]
        self._process = subprocess.Popen(
            [
                programs[1],
                *common,
                *careless,
                f"--socket={self.socket}",
                "--bind-address=127.0.0.1",
                f"--port={self.port}",
                *more_settings,
            ],
            stderr=subprocess.PIPE,
            text=True,
        )
        for line in self._process.stderr:
            if "ready for connections" in line:
                break

    @property
    def address(self) -> str:
        """As sources.yaml has it."""
        return f"127.0.0.1:{self.port}/erp"

    def stop(self) -> None:
        """At once; nothing is kept."""
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _unprivileged(folder: Path) -> str:
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    users = {each.pw_name: each for each in pwd.getpwall()}
    user = users.get("mysql") or users["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return user.pw_name
