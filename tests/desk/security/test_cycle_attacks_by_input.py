"""What nobody types by accident, sent to every address of the performance cycle: refused in words, never a failure."""

import json
import shutil
from pathlib import Path

import pytest
from django.urls import reverse

from tests.desk.conftest import client_for
from tests.desk.permission.expected import TABLE
from tests.desk.permission.subjects import accounts, asked, first_entry

APPS = frozenset(
    {"cycles", "surveys", "goals", "agreements", "follow", "talks", "meetings", "calibration", "outcomes", "reminders"}
)
TEXTS = (
    "a\u0000b",
    "\u202e<b>阿依古丽·买买提",
    "1e999999999",
    "NaN",
    "0001-01-01",
    "9999-12-31",
    "0001-01-01..9999-12-31",
)
NUMBERS = (-1, 2**31, 10**30)
QUERY = ("q", "state", "person", "week", "page", "sort", "cycle", "period", "team", "manager", "whose", "owner", "goal")
MORE = ("kind", "subject", "move", "review", "parent", "template", "style", "view", "n", "grade", "way", "by", "parts")
QUERIES = ("%00", "99999999999999999999", "0001-01-01..9999-12-31")


@pytest.fixture(scope="module")
def two_managers(run_folder, tmp_path_factory):
    """As the matrix has it: north led by ann, south by bob."""
    folder = tmp_path_factory.mktemp("hostile") / "company"
    shutil.copytree(run_folder, folder)
    teams = (folder / "teams.csv").read_text("utf-8")
    for team, leader in (("north,北组", "ann"), ("south,南组", "bob")):
        teams = teams.replace(f"{team},trade,leader,", f"{team},trade,{leader},")
    (folder / "teams.csv").write_text(teams, "utf-8")
    return folder


@pytest.fixture
def shown(two_managers, settings, db):
    """The desk shows that company, and answers as often as it is asked."""
    settings.MERIT_COMPANY = Path(two_managers)
    settings.MERIT_API_RATE = 100_000
    first_entry()
    return accounts()


def asker(line, shown):
    """The client of the first who may, and the address of what it is about."""
    for letter in line.who.replace("-", ""):
        parts = asked(line.relation, letter, shown)
        if parts is not None:
            return client_for(shown[letter]), reverse(line.name, kwargs={**line.parts, **parts})
    return None, ""


def named(line):
    return f"{line.name} {line.method} {line.relation}"


READING = [line for line in TABLE if line.method == "GET" and line.name.partition(":")[0] in APPS]
WRITING = [line for line in TABLE if line.body and line.name.startswith("api:") and line.relation != "any"]


def wronger(value):
    """The same shape with something else in one place; lists and objects inside too."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from ({**value, name: other} for other in wronger(each))
        yield {**value, "a\u0000": "x"}
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from ([*value[:at], other, *value[at + 1 :]] for other in wronger(each))
        yield value * 3
    elif isinstance(value, bool) or value is None:
        yield "x"
    elif isinstance(value, int):
        yield from NUMBERS
    else:
        yield from TEXTS


@pytest.mark.long
@pytest.mark.parametrize("line", READING, ids=named)
def test_whatever_stands_in_the_address_a_page_answers(line, shown):
    client, address = asker(line, shown)
    for wrong in QUERIES if client else ():
        query = "&".join(f"{name}={wrong}" for name in (*QUERY, *MORE))
        answer = client.get(f"{address}?{query}", follow=False)
        assert answer.status_code < 500, (address, wrong)


@pytest.mark.parametrize("line", WRITING, ids=named)
def test_whatever_is_sent_to_an_operation_is_refused_or_done(line, shown):
    client, address = asker(line, shown)
    for body in wronger(line.body) if client else ():
        sent = {"data": json.dumps(body), "content_type": "application/json"}
        answer = getattr(client, line.method.lower())(address, **sent)
        assert answer.status_code < 500, (address, str(body)[:200])
