"""`merit serve` on a prepared company, for as long as a test needs it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from time import monotonic

from tests.desk.database import environment, make_database

SCRIPT = "import sys; from merit.cli.main import main; sys.argv[0] = 'merit'; main()"
OPENS_WITHIN = 240
"""Seconds a desk may take until it answers, on a machine that is busy with other tests."""
SECRET = {"MERIT_SECRET": "the same for all desks of one test run, so that sessions hold"}


@dataclass(frozen=True)
class Prepared:
    """A company folder with its database; `sessions` are those of each role."""

    folder: Path
    sessions: dict[str, str]


@dataclass(frozen=True)
class Desk:
    """A running desk, and the lines it has printed."""

    address: str
    prepared: Prepared
    said: list[str]


def prepare(folder: Path, accounts: str = "prepare") -> Prepared:
    """Accounts of every role, signed in; `accounts` is the module of this folder that makes them."""
    make_database(folder)
    command = [sys.executable, "-m", f"tests.browser.{accounts}"]
    done = subprocess.run(command, env=environment(folder, **SECRET), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Prepared(folder, json.loads(done.stdout.splitlines()[-1]))


def copied(prepared: Prepared, folder: Path) -> Prepared:
    """The same company with its database, to write to."""
    shutil.copytree(prepared.folder, folder)
    make_database(folder, prepared.folder)
    return Prepared(folder, prepared.sessions)


def nothing_yet(folder: Path) -> Prepared:
    """An empty folder with an empty database, and nobody in it."""
    folder.mkdir()
    make_database(folder)
    return Prepared(folder, {})


@contextmanager
def serving(prepared: Prepared, *options: str) -> Iterator[Desk]:
    """A desk that answers; it and its worker end with the block."""
    port = _free_port()
    command = [sys.executable, "-c", SCRIPT, "serve", str(prepared.folder), "--port", str(port), *options]
    with subprocess.Popen(
        command,
        env=environment(prepared.folder, **SECRET),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            said: list[str] = []
            Thread(target=lambda: said.extend(process.stdout), daemon=True).start()  # else the pipe fills up
            _wait_for(process, port, said)
            yield Desk(f"http://127.0.0.1:{port}", prepared, said)
        finally:
            _end(process)


def _wait_for(process: subprocess.Popen[str], port: int, said: list[str]) -> None:
    """Until it answers, the process itself is waited for: one that has ended will never answer."""
    until = monotonic() + OPENS_WITHIN
    while not _answers(port):
        assert monotonic() < until, f"the desk did not answer within {OPENS_WITHIN} s: {said}"
        with suppress(subprocess.TimeoutExpired):
            raise AssertionError(f"the desk ended with {process.wait(0.2)}: {said}")


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", "/healthz", headers={"Host": "127.0.0.1"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
