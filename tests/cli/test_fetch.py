"""`merit fetch` and `merit secret` as a person types them."""

import json
import sqlite3
from importlib.util import find_spec

import pytest
from typer.testing import CliRunner

from merit.cli.main import app
from tests.sources.live.fetching import MISSING
from tests.tiny_company import write_tiny_company

pytestmark = pytest.mark.skipif(
    not all(map(find_spec, ("sqlalchemy", "tenacity"))), reason=MISSING.format("sqlalchemy tenacity")
)


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A company whose till keeps its orders in a file of SQLite."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "key"))
    folder = tmp_path / "company"
    write_tiny_company(folder)
    with sqlite3.connect(folder / "till.sqlite3") as till:
        till.execute("CREATE TABLE o (shop, order_id, ordered_at, status, paid_amount, changed)")
        till.execute("INSERT INTO o VALUES ('s1', 'T1', '2026-10-21T10:00:00', 'paid', '12.30', 1)")
    till.close()
    line = "name: till, from: sqlite, address: till.sqlite3, read: o, cursor: changed"
    (folder / "sources.yaml").write_text(f"sources:\n  - {{fetch: {{{line}}}, table: orders}}\n", "utf-8")
    return folder


def run(*words, given=None):
    return CliRunner().invoke(app, [str(each) for each in words], input=given)


def test_what_is_fetched_is_loaded_and_its_row_opens_down_to_the_line_of_the_raw_file(shop):
    done = run("fetch", shop)
    assert (done.exit_code, "raw/fetched/till/" in done.output) == (0, True), done.output
    state = json.loads((shop / ".merit/live/till.json").read_text())
    assert (state["unloaded"], state["rows_in_all"]) == ([], 1)
    from merit.sources.freshness import file_facts

    ((facts,), number) = (file_facts(shop)[1], file_facts(shop)[0])
    assert (number, facts.table, facts.rows, facts.file[:17]) == (1, "orders", 1, "raw/fetched/till/")


def test_fetched_files_that_were_not_loaded_are_loaded_next_time(shop):
    assert run("fetch", shop, "--no-load").exit_code == 0
    assert not (shop / ".merit/facts").exists()
    assert run("fetch", shop).exit_code == 0
    assert json.loads((shop / ".merit/live/till.json").read_text())["unloaded"] == []
    assert (shop / ".merit/facts").exists()


def test_one_source_that_fails_does_not_keep_the_others_from_being_fetched_and_loaded(shop):
    with (shop / "sources.yaml").open("a") as stream:
        stream.write("  - {fetch: {name: gone, from: sqlite, address: gone.sqlite3, read: o}, table: orders}\n")
    done = run("fetch", shop)
    assert done.exit_code == 1
    assert "gone.sqlite3" in done.output
    assert json.loads((shop / ".merit/live/till.json").read_text())["unloaded"] == []


def test_a_name_that_is_not_declared_is_refused_with_those_that_are(shop):
    done = run("fetch", shop, "--source", "tills")
    assert (done.exit_code, getattr(done.exception, "code", "")) == (1, "sources.live_not_declared")
    assert done.exception.params["known"] == "till"


def test_check_names_what_keeps_a_source_from_being_fetched(shop):
    line = "name: erp, from: postgresql, address: 'db.lan/erp', user: merit, read: o"
    (shop / "sources.yaml").write_text(f"sources:\n  - {{fetch: {{{line}}}, table: orders}}\n", "utf-8")
    checked = run("check", shop)
    assert "sources.live_secret_missing" in checked.output
    entered = run("secret", shop, "erp", given="geheim-77\n")
    assert (entered.exit_code, "geheim-77" in entered.output) == (0, False)
    assert "sources.live_secret_missing" not in run("check", shop).output
    kept = (shop / ".merit/secrets.json").read_text()
    assert "geheim-77" not in kept
    assert run("secret", shop, "erp", "--forget").exit_code == 0
    assert "sources.live_secret_missing" in run("check", shop).output
