"""Defining a KPI by form: checked while one types, tried on own data, kept as an immutable version."""

import pytest

from merit_desk.audit.models import Entry
from merit_desk.catalogue.actions import preview
from merit_desk.documents.models import Version
from tests.desk.conftest import client_for, role_account
from tests.desk.pages import text

LARGE = {
    "editing": "",
    "based_on": "0",
    "reason": "看大单",
    "kpi-kpi": "large_orders",
    "kpi-title_zh": "大额订单数",
    "kpi-title_en": "Large orders",
    "kpi-group": "own",
    "kpi-unit": "count",
    "kpi-direction": "up",
    "kpi-nodes": ["company", "department", "team", "person", "shop", "channel"],
    "body-how": "count",
    "body-table": "orders",
    "body-where": "valid and paid_amount >= 500",
    "part-how": "kpi",
    "whole-how": "kpi",
}


@pytest.fixture
def hr(own_folder):
    return client_for(role_account("hr"))


def test_a_new_kpi_is_written_to_the_catalogue_and_to_the_trail(hr, own_folder):
    answer = hr.post("/catalogue/define/", LARGE)
    assert answer.status_code == 302
    assert (own_folder / "catalogue" / "large_orders.yaml").read_text("utf-8") == (
        "kpi: large_orders\nversion: 1\ntitle: {zh: 大额订单数, en: Large orders}\ngroup: own\nunit: count\n"
        "direction: up\ncount: {from: orders, where: valid and paid_amount >= 500}\n"
    )
    assert Version.objects.filter(path="catalogue/large_orders.yaml").count() == 1
    entry = Entry.objects.get(action="catalogue.version_saved")
    assert (entry.subject, entry.after["version"], entry.after["reason"]) == ("large_orders", 1, "看大单")
    page = text(hr.get("/catalogue/kpis/large_orders/"))
    assert "看大单" in page
    assert "hr" in page


def test_a_change_is_added_behind_what_was_written_before(hr, own_folder):
    hr.post("/catalogue/define/", LARGE)
    before = (own_folder / "catalogue" / "large_orders.yaml").read_text("utf-8")
    changed = {**LARGE, "body-where": "valid and paid_amount >= 800", "based_on": "1", "reason": "门槛提高"}
    assert hr.post("/catalogue/kpis/large_orders/change/", changed).status_code == 302
    after = (own_folder / "catalogue" / "large_orders.yaml").read_text("utf-8")
    assert after.startswith(before)
    page = text(hr.get("/catalogue/kpis/large_orders/versions/"))
    assert "valid and paid_amount >= 500" in page
    assert "valid and paid_amount >= 800" in page


def test_a_shipped_kpi_gets_a_version_of_the_companys_own(hr, own_folder):
    form = hr.get("/catalogue/kpis/csat/change/")
    assert form.status_code == 200
    changed = {**LARGE, "kpi-kpi": "csat", "kpi-title_zh": "满意单数", "based_on": "1", "body-table": "conversations"}
    changed["body-where"] = "rating >= 4"
    assert hr.post("/catalogue/kpis/csat/change/", changed).status_code == 302
    assert (own_folder / "catalogue" / "csat.yaml").read_text("utf-8").startswith("kpi: csat\nversion: 2\n")


def test_an_unknown_column_is_told_at_its_field_and_nothing_typed_is_lost(hr):
    answer = hr.post("/catalogue/define/", {**LARGE, "body-where": "valid and paid_amuont >= 500"})
    assert answer.status_code == 422
    page = answer.content.decode()
    slot = page.split('id="id_body-where_slot"')[1].split("</div>")[0]
    assert "paid_amuont" in slot
    assert "paid_amuont &gt;= 500" in page
    assert 'value="看大单"' in page


def test_an_edit_on_an_older_version_shows_both(hr):
    hr.post("/catalogue/define/", LARGE)
    newer = {**LARGE, "based_on": "1", "body-where": "valid and paid_amount >= 900"}
    hr.post("/catalogue/kpis/large_orders/change/", newer)
    answer = hr.post(
        "/catalogue/kpis/large_orders/change/", {**LARGE, "based_on": "1", "body-where": "paid_amount >= 700"}
    )
    assert answer.status_code == 409
    page = text(answer)
    assert "别人先存了第 2 版" in page
    assert "paid_amount >= 900" in page
    assert "paid_amount >= 700" in page


def test_the_id_of_another_kpi_is_refused(hr):
    answer = hr.post("/catalogue/define/", {**LARGE, "kpi-kpi": "aov"})
    assert answer.status_code == 422
    assert "aov" in text(answer)


def test_a_version_needs_a_reason(hr, own_folder):
    answer = hr.post("/catalogue/define/", {**LARGE, "reason": ""})
    assert answer.status_code == 422
    assert "写一句理由再保存" in text(answer)
    assert not (own_folder / "catalogue" / "large_orders.yaml").exists()


@pytest.mark.parametrize("role", ["manager", "employee", "steward", "finance", "auditor", "stranger"])
def test_nobody_else_defines_a_kpi(own_folder, role):
    client = client_for(role_account(role))
    for address in ("/catalogue/define/", "/catalogue/kpis/aov/change/", "/catalogue/check/", "/catalogue/preview/"):
        assert client.post(address, LARGE).status_code == 404
    assert not (own_folder / "catalogue" / "large_orders.yaml").exists()


def test_the_check_says_the_formula_in_words_and_fills_no_file(hr, own_folder):
    page = text(hr.post("/catalogue/check/", LARGE))
    assert "写法没有问题" in page
    assert "订单" in page
    assert not (own_folder / "catalogue" / "large_orders.yaml").exists()


def test_a_preview_shows_the_last_month_of_own_data(hr):
    page = text(hr.post("/catalogue/preview/", LARGE))
    assert "2026 年" in page
    assert "微店" in page


def test_a_preview_that_takes_too_long_is_stopped():
    class Never:
        def result(self, seconds):
            raise TimeoutError

    class Engine:
        interrupted = False

        def interrupt(self):
            self.interrupted = True

    engine = Engine()
    running = preview._Running([engine])
    assert preview._in_time(Never(), running).failed == "catalogue.preview_slow"
    assert running.stopped
    assert engine.interrupted


def test_code_is_not_a_formula(hr):
    page = text(
        hr.post("/catalogue/check/", {**LARGE, "body-how": "formula", "body-formula": "__import__('os').system('x')"})
    )
    assert "还有地方要改" in page
