"""`merit serve` answers over HTTP on this machine only, says where, and ends when it is told to."""

import os
import re
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic

import pytest

from merit.kernel.refusals import ConflictRefusal
from merit_desk.serve import serve


def answered(port, address, host="127.0.0.1"):
    """Tried until the server has opened its port, for as long as a busy machine may take."""
    until = monotonic() + 240
    while monotonic() < until:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", address, headers={"Host": host})
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        except ConnectionRefusedError:
            socket.create_server(("127.0.0.1", 0)).close()
            subprocess.run([sys.executable, "-c", "pass"], check=True)
        finally:
            connection.close()
    raise AssertionError("the port never opened")


def children_of(process):
    """Command lines by process id."""
    found = {}
    for thread in Path(f"/proc/{process.pid}/task").iterdir():
        for pid in (thread / "children").read_text().split():
            found[int(pid)] = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    return found


def worker_of(process, other_than=0):
    """The worker's process id, waited for as long as it takes to start."""
    until = monotonic() + 240
    while monotonic() < until:
        for pid, words in children_of(process).items():
            if "merit_desk.work" in words and pid != other_than:
                return pid
        subprocess.run([sys.executable, "-c", "pass"], check=True)
    raise AssertionError("no worker")


def test_pages_and_their_files_are_served_and_a_signal_ends_it(served):
    process, port = served
    assert answered(port, "/healthz") == (200, '{"status": "ok"}')
    assert answered(port, "/periods/2026-10/people/cat/")[0] == 302
    status, page = answered(port, "/sign-in/?next=/")
    assert status == 200
    assets = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert len(assets) > 5
    for asset in assets:
        assert answered(port, asset)[0] == 200, asset
    assert answered(port, "/", host="example.org")[0] == 400
    assert "django_http_requests" in answered(port, "/metrics")[1]
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0


def test_a_worker_that_is_killed_is_started_again_and_ends_with_the_server(served):
    process, port = served
    assert answered(port, "/healthz")[0] == 200
    first = worker_of(process)
    os.kill(first, signal.SIGKILL)
    second = worker_of(process, other_than=first)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert not Path(f"/proc/{second}").exists()


def test_a_taken_port_is_refused_in_words(run_folder):
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(ConflictRefusal) as refused:
        serve(run_folder, taken.getsockname()[1])
    assert refused.value.code == "cli.port_taken"
