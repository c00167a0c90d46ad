"""`merit serve` answers over HTTP on this machine only, says where, and ends when it is told to."""

import re
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection

import pytest

from merit.kernel.refusals import ConflictRefusal
from merit_desk.serve import serve


def answered(port, address, host="127.0.0.1"):
    """Tried until the server has opened its port; how often is bounded by the connection's own waiting."""
    for _ in range(200):
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


def test_pages_and_their_files_are_served_and_a_signal_ends_it(served):
    process, port = served
    status, page = answered(port, "/")
    assert (status, "2026 年 10 月" in page) == (200, True)
    for asset in re.findall(r'(?:src|href)="(/static/[^"]+)"', page):
        assert answered(port, asset)[0] == 200, asset
    assert answered(port, "/periods/2026-10/people/cat/")[0] == 200
    assert answered(port, "/", host="example.org")[0] == 400
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0


def test_a_taken_port_is_refused_in_words(run_folder):
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(ConflictRefusal) as refused:
        serve(run_folder, taken.getsockname()[1])
    assert refused.value.code == "cli.port_taken"
