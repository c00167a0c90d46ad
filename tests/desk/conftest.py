"""The tiny company, loaded and run once, and a client for each role that reads its pages or changes a copy of it."""

import shutil
import socket
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client, override_settings

from merit.closing.compute import computed_period
from merit.kernel.period import Period
from merit.reports.result_files import results_folder, write_result
from merit.sources.company_folder import read_company
from merit.sources.load_facts import load_facts
from merit.workspace import open_workspace
from merit_desk.accounts.access import Role
from merit_desk.accounts.models import Account, Grant
from merit_desk.accounts.viewer import viewer_for
from merit_desk.results.queries import earlier
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


@pytest.fixture(scope="session", autouse=True)
def static_files_looked_up_when_asked():
    """Else every client would list all static files before its first request."""
    with override_settings(WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture
def untouched(run_folder):
    """A test that leaves the folder of all tests changed fails: the next ones would see what it did."""
    before = _files(run_folder)
    yield run_folder
    assert _files(run_folder) == before, "a test that writes needs own_folder"


@pytest.fixture
def company_folder(request, untouched, settings, db):
    """The desk shows the tiny company after October was run, the test's own copy where it has one."""
    if "own_folder" in request.fixturenames:
        return request.getfixturevalue("own_folder")
    settings.MERIT_COMPANY = untouched
    return untouched


def _files(folder: Path) -> dict[str, int]:
    """Every file of the company folder with the time it was written; the store's own folder apart."""
    found = (each for each in folder.rglob("*") if ".merit" not in each.parts and each.is_file())
    return {str(each.relative_to(folder)): each.stat().st_mtime_ns for each in found}


@pytest.fixture
def own_folder(untouched, settings, tmp_path, db):
    """The same as a copy of the test's own, for whoever writes."""
    folder = tmp_path / "company"
    shutil.copytree(untouched, folder)
    settings.MERIT_COMPANY = folder
    return folder


def account_for(name: str, person: str = "", role: Role | None = None, team: str = "") -> Account:
    """An account that is there once, with at most one grant from the first of January."""
    account, made = Account.objects.get_or_create(username=name, defaults={"name": name, "person": person})
    if made and role is not None:
        Grant.objects.create(account=account, role=role, team=team, start=date(2026, 1, 1))
    return account


def client_for(account: Account) -> Client:
    """A browser in which the account has signed in."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.account = account
    return client


ROLES: dict[str, tuple[str, Role | None]] = {
    "owner": ("owner", Role.OWNER),
    "hr": ("", Role.HR),
    "manager": ("leader", None),
    "employee": ("cat", None),
    "steward": ("", Role.STEWARD),
    "finance": ("", Role.FINANCE),
    "auditor": ("", Role.AUDITOR),
    "stranger": ("", None),
}
"""Each role's person in the tiny company and its grant. `stranger` has an account and nothing else."""


def role_account(role: str) -> Account:
    """The account that stands for the role in every test."""
    person, granted = ROLES[role]
    return account_for(role, person, granted)


def viewer_as(role: str):
    """The viewer of the role's account."""
    return viewer_for(role_account(role))


@pytest.fixture
def as_owner(company_folder):
    """The owner, who is also a person of the company."""
    return client_for(role_account("owner"))


@pytest.fixture
def as_hr(company_folder):
    """HR, without a person in the company."""
    return client_for(role_account("hr"))


@pytest.fixture
def as_manager(company_folder):
    """`leader`: in charge of ann, bob and cat."""
    return client_for(role_account("manager"))


@pytest.fixture
def as_employee(company_folder):
    """`cat`."""
    return client_for(role_account("employee"))


@pytest.fixture
def as_steward(company_folder):
    """Data, no pay."""
    return client_for(role_account("steward"))


@pytest.fixture
def as_finance(company_folder):
    """Pay, no review text."""
    return client_for(role_account("finance"))


@pytest.fixture
def as_auditor(company_folder):
    """Reads, writes nothing."""
    return client_for(role_account("auditor"))


@pytest.fixture
def stranger(company_folder):
    """Somebody with an account and nothing else."""
    return client_for(role_account("stranger"))


@pytest.fixture
def reader(as_owner):
    """The owner reads the pages of October in Chinese; the comparison with earlier periods is there."""
    found = earlier.earlier_values(period_files("2026-10"))
    assert found.ready.wait(60)
    if ("2026-09", "paid_sales") not in found.values:  # begun by a test whose folder was another when it went on
        earlier._found.clear()
        assert earlier.earlier_values(period_files("2026-10")).ready.wait(60)
    return as_owner


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
