"""Editing a plan: the total of weights, findings at their fields, a draft, and versions that never change."""

import pytest

from merit_desk.audit.models import Entry
from merit_desk.documents.models import Draft
from merit_desk.plans.forms.plan_data import data_of, forms_of
from merit_desk.plans.queries.versions import normal
from tests.desk.conftest import client_for, role_account
from tests.desk.pages import text

SALES = {
    "editing": "sales",
    "based_on": "1",
    "do": "save",
    "reason": "加上客服",
    "indicators": "2",
    "changes": "1",
    "plan-title_zh": "销售",
    "plan-title_en": "Sales",
    "plan-posts": "sales",
    "plan-cycle": "month",
    "plan-valid_from": "2026-12-01",
    "plan-grades": "S 110\nA 95\nB 80\nC 60\nD 0",
    "plan-proration": "working_days",
    "i0-kind": "kpi",
    "i0-subject": "paid_sales",
    "i0-weight": "70",
    "i0-curve": "proportional",
    "i0-cap": "120",
    "i0-of": "person",
    "i0-missing": "block",
    "i1-kind": "kpi",
    "i1-subject": "aov",
    "i1-weight": "30",
    "i1-of": "company",
    "i1-curve": "bands",
    "i1-points": "0 0\n800 60\n1000 100",
    "i1-on": "actual",
    "i1-edge": "at_least",
    "i1-missing": "reweight",
    "m0-kind": "deduction",
    "m0-when": "event",
    "m0-subject": "complaint",
    "m0-points": "3",
    "m0-limit": "9",
}


@pytest.fixture
def hr(own_folder):
    return client_for(role_account("hr"))


def test_a_version_is_added_behind_the_old_one_with_reason_and_trail(hr, own_folder):
    file = own_folder / "plans" / "sales.yaml"
    before = file.read_text("utf-8")
    assert hr.post("/plans/of/sales/edit/", SALES).status_code == 302
    after = file.read_text("utf-8")
    assert after.startswith(before.rstrip())
    assert "version: 2" in after
    assert (
        "{kpi: aov, weight: 30, of: company, curve: {bands: [[0, 0], [800, 60], [1000, 100]]}, missing: reweight}"
        in after
    )
    entry = Entry.objects.get(action="plans.version_in_force")
    assert (entry.subject, entry.after["version"], entry.after["reason"]) == ("sales", 2, "加上客服")
    page = text(hr.get("/plans/of/sales/"))
    assert "待生效" in page
    assert "加上客服" in page


def test_versions_are_compared_part_by_part(hr):
    hr.post("/plans/of/sales/edit/", SALES)
    page = text(hr.get("/plans/of/sales/versions/"))
    assert "考核项 · 支付金额 · 权重 100 70" in page


def test_weights_that_miss_100_are_told_with_what_is_missing(hr, own_folder):
    page = text(hr.post("/plans/check/", {**SALES, "i1-weight": "25"}))
    assert "权重合计 95%，还差 5%" in page
    answer = hr.post("/plans/of/sales/edit/", {**SALES, "i1-weight": "25"})
    assert answer.status_code == 422
    assert "version: 2" not in (own_folder / "plans" / "sales.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("i1-points", "0 0\n800 60\n700 100", "i1-points"),
        ("i1-subject", "no_such_kpi", "i1-subject"),
        ("i0-weight", "seventy", "i0-weight"),
        ("m0-points", "-3", "m0-points"),
        ("plan-grades", "S 110\nA 120\nD 0", "plan-grades"),
        ("plan-valid_from", "bald", "plan-valid_from"),
    ],
)
def test_a_mistake_is_told_at_its_field(hr, field, typed, said):
    page = hr.post("/plans/check/", {**SALES, field: typed}).content.decode()
    slot = page.split(f'id="id_{said}_slot"')[1].split("</div>")[0]
    assert "field-error" in slot


def test_checking_keeps_a_draft_that_can_be_gone_on_with_or_dropped(hr, own_folder):
    hr.post("/plans/check/", {**SALES, "i0-weight": "61"})
    assert Draft.objects.filter(about="plan:sales").count() == 1
    page = hr.get("/plans/of/sales/edit/").content.decode()
    assert 'value="61"' in page
    hr.post("/plans/of/sales/draft/drop/")
    assert Draft.objects.count() == 0
    assert "version: 2" not in (own_folder / "plans" / "sales.yaml").read_text("utf-8")


def test_an_edit_on_an_older_version_shows_both_and_keeps_what_was_typed(hr):
    hr.post("/plans/of/sales/edit/", SALES)
    answer = hr.post("/plans/of/sales/edit/", {**SALES, "i0-weight": "60", "i1-weight": "40"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "别人先启用了第 2 版" in text(answer)
    assert 'value="60"' in page


def test_a_version_may_not_begin_in_a_sealed_period(hr, own_folder):
    sealed = own_folder / "sealed" / "2026-10"
    sealed.mkdir(parents=True)
    (sealed / "seal.json").write_text("{}")
    answer = hr.post("/plans/of/sales/edit/", {**SALES, "plan-valid_from": "2026-10-15"})
    assert answer.status_code == 422
    assert "2026-11-01" in text(answer)
    assert "按这一版封存" in text(hr.get("/plans/of/sales/"))


def test_a_version_needs_a_reason(hr):
    answer = hr.post("/plans/of/sales/edit/", {**SALES, "reason": ""})
    assert answer.status_code == 422
    assert "写一句理由再保存" in text(answer)


@pytest.mark.parametrize("role", ["manager", "employee", "steward", "finance", "auditor", "stranger"])
def test_nobody_else_edits_a_plan(own_folder, role):
    client = client_for(role_account(role))
    for address in (
        "/plans/of/sales/edit/",
        "/plans/new/",
        "/plans/check/",
        "/plans/try/",
        "/plans/of/sales/draft/drop/",
    ):
        assert client.post(address, SALES).status_code == 404
    assert "version: 2" not in (own_folder / "plans" / "sales.yaml").read_text("utf-8")


def test_parts_are_added_dropped_and_moved_without_losing_what_is_typed(hr):
    added = hr.post("/plans/of/sales/edit/", {**SALES, "do": "add:indicator"}).content.decode()
    assert 'name="indicators" value="3"' in added
    dropped = hr.post("/plans/of/sales/edit/", {**SALES, "do": "drop:indicator:0"}).content.decode()
    assert 'name="indicators" value="1"' in dropped
    assert 'name="i0-subject" value="aov"' in dropped
    moved = hr.post("/plans/of/sales/edit/", {**SALES, "do": "up:indicator:1"}).content.decode()
    assert 'name="i0-subject" value="aov"' in moved


def test_a_trial_compares_totals_of_the_people_on_it(hr):
    page = text(hr.post("/plans/try/", SALES))
    assert "2026 年 10 月" in page
    assert "安安" in page
    assert "86.67" in page
    assert Entry.objects.get(action="plans.tried").after["people"] == ["ann", "bob"]


def test_a_new_plan_gets_a_file_of_its_own(hr, own_folder):
    answer = hr.post("/plans/new/", {**SALES, "editing": "", "plan_id": "extra", "based_on": "0", "plan-posts": "boss"})
    assert answer.status_code == 302
    assert (own_folder / "plans" / "extra.yaml").read_text("utf-8").startswith("plan: extra\nversion: 1\n")


def test_every_documented_plan_survives_its_form():
    import re
    from pathlib import Path

    from merit.sources.documents import documents_of

    page = (Path(__file__).parents[3] / "docs" / "plan-files.md").read_text("utf-8")
    for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL):
        for document in documents_of(block, "page")[0]:
            again = data_of(forms_of(document.data), document.data["plan"], document.data.get("version", 1))
            assert normal(again) == normal(document.data)


def test_who_wrote_a_version_is_told_of_that_version_alone(hr):
    hr.post("/plans/of/sales/edit/", SALES)
    versions = text(hr.get("/plans/of/sales/")).split("v1 使用中")[1]
    assert "加上客服" not in versions


def test_what_was_put_in_force_just_now_is_no_draft(hr):
    hr.post("/plans/of/sales/edit/", SALES)
    hr.post("/plans/check/", SALES)
    assert Draft.objects.count() == 0
