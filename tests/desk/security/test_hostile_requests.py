"""What somebody without good intentions sends: to every address, from outside, in another's name, by another host."""

import json

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from merit_desk.accounts.access import Need
from merit_desk.accounts.models import Account
from merit_desk.audit.models import Entry
from merit_desk.documents.models import Version
from merit_desk.explorer.models import Dashboard
from merit_desk.intake.models import EnteredValue, Upload
from merit_desk.jobs.models import Job
from merit_desk.results.models import Release
from merit_desk.wall.models import Screen
from tests.desk.conftest import client_for, role_account
from tests.desk.permission.routes import all_routes

GIVEN = {
    "period": "2026-10",
    "value_period": "2026-10",
    "person": "cat",
    "path": "people.csv",
    "kpi": "paid_sales",
    "kind": "company",
    "node": "company",
    "key": "x",
    "name": "x",
    "role": "auditor",
    "team": "north",
    "plan": "x",
    "topic": "x",
    "lesson": "x",
    "line": "total",
    "reward": "bonus",
    "segment": "x",
    "indicator": "x",
}
THEIRS = ("account_", "password", "mfa", "socialaccount", "usersessions", "openid", "wecom", "dingtalk", "feishu")
"""Signing in and one's own password, telephone and sessions."""
OWN = {
    *("explorer:create", "explorer:add", "notices:read", "notices:all_read", "learning:done", "learning:tour_done"),
    *("tokens:new", "accounts:profile", "shell:theme", "shell:language", "jobs:cancel"),
}
MADE_OF = (Version, EnteredValue, Upload, Job, Release, Screen, Account)
"""What no auditor makes: a version of a file, a value, an upload, a job, a release, a screen, an account."""
RECOMPUTED = {Job: {"kind": "payroll.ledger"}}
"""A job that an auditor may start: it only computes."""


def addresses():
    """Every address of the desk with parts that exist where the tiny company has them."""
    for route in all_routes():
        if route.name.startswith(THEIRS):
            continue
        parts = {name: GIVEN.get(name, 1) for name in route.parts}
        try:
            yield route, reverse(route.name, kwargs=parts)
        except NoReverseMatch:
            continue


def _made():
    """How many of each, without what only computes."""
    return [kind.objects.exclude(**RECOMPUTED.get(kind, {"pk": None})).count() for kind in MADE_OF]


def test_an_auditor_writes_nothing_whatever_they_send(own_folder):
    files = {file: file.read_bytes() for file in own_folder.glob("*.csv")}
    auditor = client_for(role_account("auditor"))
    before = _made()
    sent = {"period": "2026-10", "name": "x", "title": "x", "reason": "x", "start": "2026-11-01", "do": "use"}
    for _, address in addresses():
        for method in ("post", "put", "patch", "delete"):
            body = json.dumps(sent) if method != "post" else sent
            more = {} if method == "post" else {"content_type": "application/json"}
            assert getattr(auditor, method)(address, body, **more).status_code < 500, (method, address)
    assert _made() == before
    assert {file: file.read_bytes() for file in own_folder.glob("*.csv")} == files
    ours = ("dashboard.", "learning.", "result.read", "api.token", "accounts.", "notice", "trail.", "person.wage_read")
    others = [entry for entry in Entry.objects.all() if not entry.action.startswith(ours)]
    assert [entry.action for entry in others if "payroll.ledger" not in str(entry.after)] == []


def test_no_form_is_taken_without_its_token(own_folder):
    accepting = []
    owner = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    owner.force_login(role_account("owner"), backend="allauth.account.auth_backends.AuthenticationBackend")
    for route, address in addresses():
        for headers in ({}, {"hx-request": "true"}):
            status = owner.post(address, {"name": "x"}, headers=headers).status_code
            if status != 403:
                accepting.append((route.name, status))
    assert accepting == []
    assert Dashboard.objects.count() == 0


def test_a_stranger_on_the_network_reads_nothing(company_folder):
    visitor, open_doors = Client(SERVER_NAME="127.0.0.1"), []
    for route, address in addresses():
        if Need.PUBLIC in getattr(route.view, "access_needs", ()):
            continue
        answer = visitor.get(address)
        to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/?next=")
        if not to_sign_in and answer.status_code not in {401, 404, 405}:
            open_doors.append((route.name, answer.status_code))
    assert [each for each in open_doors if "openapi" not in each[0]] == []


def test_a_host_that_is_not_ours_is_refused(company_folder):
    for address in ("/", "/sign-in/", "/healthz", "/api/v1/openapi.json"):
        assert Client(SERVER_NAME="evil.example").get(address).status_code == 400


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_to_no_other_site(company_folder, elsewhere):
    account = role_account("employee")
    account.set_password("a long enough password 1")
    account.save()
    client = Client(SERVER_NAME="127.0.0.1")
    sent = {"login": "employee", "password": "a long enough password 1", "next": elsewhere}
    answer = client.post("/sign-in/", sent)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/")
    assert not answer.headers["Location"].startswith(("//", "/\\"))


def test_a_forged_page_of_origin_does_not_become_the_way_back(company_folder):
    forged = "https://evil.example//evil.example/x"
    answer = Client(SERVER_NAME="127.0.0.1").post("/explorer/boards/new/", headers={"referer": forged})
    assert answer.status_code == 302
    assert "next=//" not in answer.headers.get("Location", "").replace("%2F", "/")


def test_a_session_from_before_signing_in_is_worth_nothing_afterwards(company_folder):
    account = role_account("employee")
    account.set_password("a long enough password 1")
    account.save()
    client = Client(SERVER_NAME="127.0.0.1")
    session = client.session
    session["planted"] = 1
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    client.post("/sign-in/", {"login": "employee", "password": "a long enough password 1"})
    assert client.cookies["sessionid"].value != planted
    thief = Client(SERVER_NAME="127.0.0.1")
    thief.cookies["sessionid"] = planted
    assert thief.get("/").status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "../people.csv",
        "raw/../.merit/desk.sqlite3",
        ".merit/salt",
        "/etc/passwd",
        "plans/../../x.yaml",
        "people.csv%00",
    ],
)
def test_no_path_leads_out_of_the_declarations(company_folder, path):
    owner = client_for(role_account("owner"))
    for address in (f"/documents/history/{path}", f"/documents/version/1/{path}", f"/api/v1/documents/{path}"):
        refused = 400 if "%00" in path and address.startswith("/api/") else 404
        assert owner.get(address).status_code == refused, address


def test_the_set_up_is_closed_once_somebody_owns_the_company(own_folder):
    role_account("owner")
    for client in (
        Client(SERVER_NAME="127.0.0.1"),
        client_for(role_account("employee")),
        client_for(role_account("hr")),
    ):
        assert client.get("/set-up/account/").status_code == 404
        for step in ("company", "organisation", "shops", "templates", "data", "archive", "demo", "finished"):
            answer = client.post(f"/set-up/{step}/", {"name": "x", "do": "use"})
            assert answer.status_code in {302, 404, 405}
            assert answer.status_code != 302 or answer.headers["Location"].startswith("/sign-in/")
    assert "微店" in (own_folder / "company.yaml").read_text("utf-8")
