"""Every address × role × relation answers as the hand-written table says; an address without a line fails."""

import json
import shutil
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from merit_desk.accounts.access import ABILITIES, Can, Role
from tests.desk.conftest import client_for
from tests.desk.permission.expected import ELSEWHERE, TABLE
from tests.desk.permission.routes import all_routes
from tests.desk.permission.subjects import ROLES, accounts, asked, first_entry


@pytest.fixture(scope="module")
def two_managers(run_folder, tmp_path_factory):
    """The tiny company with north led by ann and south by bob, so that each has a subtree of their own.

    dan answers to the owner alone: without an account unless a line gives him one, outside everybody else's line.
    """
    folder = tmp_path_factory.mktemp("matrix") / "company"
    shutil.copytree(run_folder, folder)
    teams = (folder / "teams.csv").read_text("utf-8")
    for team, leader in (("north,北组", "ann"), ("south,南组", "bob")):
        assert f"{team},trade,leader," in teams
        teams = teams.replace(f"{team},trade,leader,", f"{team},trade,{leader},")
    (folder / "teams.csv").write_text(teams, "utf-8")
    with (folder / "people.csv").open("a", encoding="utf-8") as people:
        people.write("dan,单安,sales,all,,2026-01-01,,regular,3000,7000\n")
    return folder


@pytest.fixture
def shown(two_managers, settings, db):
    """The desk shows that company."""
    settings.MERIT_COMPANY = Path(two_managers)
    first_entry()
    return accounts()


def answer(client, line, parts):
    """The status, 404 also for what sends a visitor to the sign-in page or says that there is no such thing."""
    address = reverse(line.name, kwargs={**line.parts, **parts}) + (f"?{line.query}" if line.query else "")
    sent = {} if line.body is None else {"data": json.dumps(line.body), "content_type": "application/json"}
    given = getattr(client, line.method.lower())(address, **sent)
    to_sign_in = given.status_code == 302 and given.headers["Location"].startswith("/sign-in/?next=")
    return 404 if to_sign_in or given.status_code in {401, 403} else given.status_code


def named(line):
    """What a failing line is called."""
    return f"{line.name} {line.method} {line.relation} {' '.join(map(str, line.parts.values()))}"


@pytest.mark.parametrize("line", TABLE, ids=named)
def test_an_address_answers_exactly_those_whom_it_concerns(line, shown):
    wrong = {}
    for letter in ROLES:
        parts = asked(line.relation, letter, shown)
        if parts is None:
            continue
        status = answer(client_for(shown[letter]), line, parts)
        if (status != 404) != (letter in line.who) or status >= 500 or status == 405:
            wrong[letter] = status
    nobody = asked(line.relation, "-", shown) if line.relation not in {"own", "own, released"} else {"person": "cat"}
    status = answer(Client(SERVER_NAME="127.0.0.1"), line, nobody or {})
    if (status != 404) != ("-" in line.who):
        wrong["-"] = status
    assert wrong == {}


def test_the_matrix_is_as_large_as_its_page_says():
    page = (Path(__file__).parents[3] / "docs" / "permissions.md").read_text("utf-8")
    addresses = len({route.name for route in all_routes()})
    relations = len({line.relation for line in TABLE})
    told = f"{addresses} addresses, {len(TABLE)} lines, {len(ROLES) + 1} askers, {relations} relations"
    assert told in page


def test_every_address_has_a_line():
    lines = {line.name for line in TABLE} | set(ELSEWHERE)
    assert {route.name for route in all_routes()} - lines == set()


def test_no_line_speaks_of_an_address_that_is_gone():
    assert ({line.name for line in TABLE} | set(ELSEWHERE)) - {route.name for route in all_routes()} == set()


def test_every_view_declares_whom_it_is_for():
    declared = [route for route in all_routes() if hasattr(route.view, "access_needs")]
    assert {route.name for route in all_routes()} - {route.name for route in declared} <= {
        route.name for route in all_routes() if route.name.startswith("api:")
    }


def test_the_page_on_permissions_says_what_the_code_does():
    page = (Path(__file__).parents[3] / "docs" / "permissions.md").read_text("utf-8")
    columns = (Role.OWNER, Role.HR, Role.MANAGER, Role.STEWARD, Role.FINANCE, Role.AUDITOR)
    for ability in Can:
        told = " | ".join("✓" if ability in ABILITIES[role] else "" for role in columns)
        assert f"| `{ability.value}` | {told} |" in page
    assert ABILITIES[Role.EMPLOYEE] == frozenset()
