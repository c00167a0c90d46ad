"""Live sources on the desk: what the list shows, who may fetch and enter secrets, what the worker does by itself."""

import json
import sqlite3
from datetime import timedelta
from importlib.util import find_spec

import pytest

from merit.sources.live.declared import live_sources
from merit.sources.live.secret_store import secret_of
from merit_desk.audit.models import Entry
from merit_desk.intake.actions import live
from merit_desk.jobs.models import Job
from merit_desk.operations.actions.tend import tend
from tests.desk.intake.conftest import work
from tests.sources.live.fetching import MISSING

TILL = "name: till, from: sqlite, address: till.sqlite3, read: o, cursor: n, schedule: 1h"
ERP = "name: erp, from: postgresql, address: 'db.lan/erp', user: merit, read: o"
needs_libraries = pytest.mark.skipif(
    not all(map(find_spec, ("sqlalchemy", "tenacity"))), reason=MISSING.format("sqlalchemy tenacity")
)


@pytest.fixture
def company(own_folder, tmp_path, monkeypatch):
    """Orders in the till's own database, and an ERP whose password nobody has entered."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "key"))
    monkeypatch.delenv("MERIT_SECRETS_KEY", raising=False)
    with sqlite3.connect(own_folder / "till.sqlite3") as till:
        till.execute("CREATE TABLE o (shop, order_id, ordered_at, status, paid_amount, n)")
        till.execute("INSERT INTO o VALUES ('s1', 'T1', '2026-10-21T10:00:00', 'paid', '12.30', 1)")
    till.close()
    lines = "".join(f"  - {{fetch: {{{each}}}, table: orders}}\n" for each in (TILL, ERP))
    (own_folder / "sources.yaml").write_text("sources:\n" + lines, "utf-8")
    return own_folder


def page(client):
    """The list of sources as text."""
    return client.get("/intake/").content.decode()


@needs_libraries
def test_fetch_now_brings_rows_into_the_tables_and_the_list_says_so(steward, company):
    assert "还没有" in page(steward)
    assert steward.post("/intake/live/till/fetch/").status_code == 302
    assert steward.post("/intake/live/till/fetch/").status_code == 302
    assert Job.objects.filter(kind="intake.fetch").count() == 1
    assert "正在取" in page(steward)
    job = work()
    assert (job.state, job.outcome["fetched"], job.outcome["loaded"]) == ("done", 1, 1)
    assert "正常" in page(steward)


@needs_libraries
def test_the_worker_fetches_what_is_due_and_waits_for_the_next_time(company, monkeypatch):
    tend()
    (job,) = Job.objects.filter(kind="intake.fetch")
    assert (job.parameters, job.started_by) == ({"source": "till"}, None)
    work()
    job.refresh_from_db()
    assert job.outcome["loaded"] == 1
    tend()
    assert Job.objects.filter(kind="intake.fetch").count() == 1
    later = live.timezone.now() + timedelta(minutes=61)
    monkeypatch.setattr(live.timezone, "now", lambda: later)
    assert [each.parameters["source"] for each in live.ask_to_fetch()] == ["till"]


@needs_libraries
def test_a_source_that_fails_says_why_in_the_list_and_the_job(steward, company):
    (company / "till.sqlite3").unlink()
    steward.post("/intake/live/till/fetch/")
    job = work()
    assert (job.state, job.refusal["code"]) == ("failed", "sources.live_no_such_path")
    shown = page(steward)
    assert "取不到" in shown
    assert "till.sqlite3" in shown


def test_a_secret_is_entered_and_never_shown_written_down_or_logged(steward, company, caplog):
    assert "输入密码" in page(steward)
    answer = steward.post("/intake/live/erp/secret/", {"secret": "geheim-4711"})
    assert answer.status_code == 302
    erp = live_sources(company)[0][1]
    assert secret_of(company, erp).text == "geheim-4711"
    shown = page(steward) + steward.get("/intake/live/erp/secret/").content.decode()
    assert "换密码" in shown
    entry = Entry.objects.get(action="intake.secret_entered")
    said = shown + json.dumps([entry.before, entry.after, entry.subject]) + caplog.text
    said += (company / ".merit/secrets.json").read_text()
    assert "geheim-4711" not in said
    assert steward.post("/intake/live/erp/secret/forget/").status_code == 302
    assert "输入密码" in page(steward)


def test_an_empty_secret_is_not_kept(steward, company):
    assert steward.post("/intake/live/erp/secret/", {"secret": "  "}).status_code == 422
    assert not (company / ".merit/secrets.json").exists()


def test_a_key_inside_the_folder_is_refused_with_words(steward, company, monkeypatch):
    monkeypatch.setenv("MERIT_SECRETS_KEY_FILE", str(company / "secrets.key"))
    answer = steward.post("/intake/live/erp/secret/", {"secret": "geheim-4711"})
    assert answer.status_code == 422
    assert "密钥文件" in answer.content.decode()
    assert not Entry.objects.filter(action="intake.secret_entered").exists()


@pytest.mark.parametrize("role", ["hr", "finance", "auditor", "manager", "employee"])
def test_only_who_loads_data_fetches_and_enters_secrets(at, company, role):
    client = at(role)
    addresses = ("/intake/live/erp/fetch/", "/intake/live/erp/secret/", "/intake/live/erp/secret/forget/")
    assert {client.post(each, {"secret": "x"}).status_code for each in addresses} <= {403, 404}
    assert client.get("/intake/live/erp/secret/").status_code in (403, 404)
    assert not Job.objects.exists()


def test_a_source_that_is_not_declared_is_not_found(steward, company):
    assert steward.post("/intake/live/nobody/fetch/").status_code == 404
    assert steward.get("/intake/live/nobody/secret/").status_code == 404
