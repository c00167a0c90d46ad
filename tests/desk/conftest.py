"""The tiny company, loaded and run once, and a client that reads its pages."""

import socket
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.test import Client

from merit.closing.compute import computed_period
from merit.kernel.period import Period
from merit.reports.result_files import results_folder, write_result
from merit.sources.company_folder import read_company
from merit.sources.load_facts import load_facts
from merit.workspace import open_workspace
from merit_desk.results.queries.earlier import earlier_values
from merit_desk.results.queries.period_files import period_files
from tests.tiny_company import write_tiny_company


@pytest.fixture(scope="session")
def loaded_folder(tmp_path_factory):
    """The tiny company with its facts, before any period was run."""
    folder = tmp_path_factory.mktemp("desk")
    write_tiny_company(folder)
    company, problems = read_company(folder)
    assert problems == []
    load_facts(company, folder, datetime(2026, 11, 2, tzinfo=UTC))
    return folder


@pytest.fixture(scope="session")
def run_folder(loaded_folder):
    """The same after `merit run` for October."""
    workspace = open_workspace(loaded_folder)
    october = Period.parse("2026-10")
    write_result(results_folder(loaded_folder, october), computed_period(workspace, october), workspace)
    return loaded_folder


@pytest.fixture
def reader(run_folder, settings):
    """Reads the pages of October in Chinese; the comparison with earlier periods is there."""
    settings.MERIT_COMPANY = run_folder
    assert earlier_values(period_files("2026-10")).ready.wait(60)
    return Client(SERVER_NAME="127.0.0.1")


SCRIPT = "import sys; from merit.cli.main import main; sys.argv[0] = 'merit'; main()"


@pytest.fixture
def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def served(run_folder, free_port):
    """`merit serve` on the tiny company: the process and its port."""
    command = [sys.executable, "-c", SCRIPT, "serve", str(run_folder), "--port", str(free_port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        said = process.stdout.readline()
        assert f"http://127.0.0.1:{free_port}/" in said, said
        yield process, free_port
        if process.poll() is None:
            process.terminate()
