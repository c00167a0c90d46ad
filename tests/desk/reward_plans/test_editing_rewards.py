"""Editing a reward: findings at their fields, the curve while one types, a draft, versions that never change."""

import json
import re
from decimal import Decimal

import pytest

from merit_desk.audit.models import Entry
from merit_desk.documents.models import Draft
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reward_plans.forms.places import field_of
from merit_desk.reward_plans.forms.reward_data import data_of, forms_of, normal
from merit_desk.reward_plans.queries.check import drawable
from merit_desk.reward_plans.queries.payout import pay_charts
from merit_desk.reward_plans.queries.supposed import example_of
from merit_desk.reward_plans.queries.words import terms_words
from merit_desk.reward_plans.queries.worked import worked
from tests.desk.conftest import client_for, role_account
from tests.desk.pages import text

COMMISSION = {
    "editing": "sales-commission",
    "based_on": "1",
    "do": "save",
    "reason": "按 4% 和 6%",
    "gates": "1",
    "kickers": "0",
    "plan-title_zh": "销售提成",
    "plan-kind": "commission",
    "plan-posts": "sales",
    "plan-valid_from": "2026-12-01",
    "t-kpi": "paid_sales",
    "t-date_basis": "paid",
    "t-counting": "span",
    "t-mode": "marginal",
    "t-on": "actual",
    "t-bands": "0 4%\n200000 6%",
    "t-refunds": "clawback",
    "t-attainment": "stays",
    "t-cap": "30000",
    "g0-kpi": "gross_margin",
    "g0-of": "person",
    "g0-comparison": "at_least",
    "g0-threshold": "15%",
    "g0-keeps": "50%",
    "ex-amount": "220000",
}
FULL = {
    "reward": "r",
    "version": 2,
    "kind": "commission",
    "title": {"zh": "提成"},
    "for": {"post": ["sales", "lead"]},
    "base": {"kpi": "paid_sales", "date_basis": "paid", "cumulative": "quarter", "target": 100000},
    "rates": {"mode": "highest", "bands": [[0, "0.01"], [1, "0.02"]], "on": "attainment"},
    "accelerator": {"above": "1.2", "times": "1.5"},
    "gate": [
        {"kpi": "csat", "of": "team", "at_least": "0.8", "else": "0.5"},
        {"kpi": "aov", "above": 10, "else": "zero"},
    ],
    "multiplier": {"kpi": "csat", "bands": [[0, "0.9"], ["0.9", 1]], "missing": "neutral"},
    "kicker": {"kpi": "aov", "above": 10, "add": 500, "times": 2},
    "cap": 30000,
    "floor": 100,
    "refunds": {"mode": "clawback", "attainment": "falls"},
    "override": {"to": "leader", "rate": "0.002"},
    "draw": {"amount": 1000, "recoverable": False},
    "holdback": {"share": "0.2", "release_after": "90d"},
    "ramp": {1: "0.5", 2: "0.75"},
    "line_minimum": 1,
}


@pytest.fixture
def hr(own_folder):
    return client_for(role_account("hr"))


def drawn(page):
    return json.loads(re.search(r'id="payouts"[^>]*>(.*?)</script>', page.content.decode(), re.DOTALL)[1])


def test_220_000_at_four_then_six_percent_pays_9_200_while_one_types(hr):
    page = hr.post("/reward-plans/check/", COMMISSION)
    assert "做到 220,000 元 → 9,200.00 元" in text(page)
    chart = drawn(page)["payout"]
    assert chart["example"][:2] == [220000.0, 9200.0]
    assert [each["name"] for each in chart["series"] if each["chosen"]] == ["超额累进"]


def test_the_three_readings_of_the_table_are_drawn_beside_one_another(hr):
    """At 220,000: 9,200 marginal, 13,200 by the highest band, 13,200 past the last interpolated point."""
    page = hr.post("/reward-plans/check/", COMMISSION)
    assert "220,000 元 9,200.00 元 13,200.00 元 13,200.00 元" in text(page)
    assert len(drawn(page)["payout"]["series"]) == 3


def test_the_example_asks_what_comes_when_the_gate_is_not_met(hr):
    assert "做到 220,000 元 → 4,600.00 元" in text(hr.post("/reward-plans/check/", {**COMMISSION, "ex-gates": "no"}))


def test_a_gross_base_that_takes_no_refund_back_is_noted_and_still_sound(hr):
    said = "退掉的单照发提成"
    page = text(hr.post("/reward-plans/check/", {**COMMISSION, "t-refunds": "ignore"}))
    assert said in page
    assert "写法没有问题" in page
    assert said not in text(hr.post("/reward-plans/check/", COMMISSION))
    net = {**COMMISSION, "t-refunds": "ignore", "t-kpi": "net_sales"}
    assert said not in text(hr.post("/reward-plans/check/", net))


def test_a_bonus_is_drawn_with_the_figures_of_the_example(hr):
    bonus = {
        "editing": "service-bonus", "plan-kind": "bonus", "plan-posts": "cs_agent", "plan-title_zh": "x",
        "plan-valid_from": "2026-12-01", "t-by": "grade", "t-coefficients": "S 1.5\nA 1.2\nD 0", "t-base": "3000",
        "dep-kpi": "paid_sales", "dep-of": "department", "dep-on": "actual", "dep-bands": "0 0.9\n5000 1.05",
        "com-kpi": "paid_sales", "com-of": "company", "com-on": "attainment", "com-bands": "0 0.8\n0.9 0.98",
        "ex-grade": "A", "ex-department": "7800", "ex-company": "110%",
    }  # fmt: skip
    page = hr.post("/reward-plans/check/", bonus)
    assert "3,000.00 × 1.2 × 1.05 × 0.98 = 3,704.40 元" in text(page)
    assert drawn(page)["individual"]["bars"][1][:2] == ["A", 3704.4]


def test_a_version_is_added_behind_the_old_ones_with_reason_and_trail(hr, own_folder):
    file = own_folder / "rewards" / "rewards.yaml"
    before = file.read_text("utf-8")
    answer = hr.post("/reward-plans/of/sales-commission/edit/", COMMISSION)
    assert answer.status_code == 302, text(answer)
    after = file.read_text("utf-8")
    assert after.startswith(before.rstrip())
    assert "rates: {mode: marginal, bands: [[0, 0.04], [200000, 0.06]]}" in after
    assert "gate: {kpi: gross_margin, at_least: 0.15, else: 0.5}" in after
    entry = Entry.objects.get(action="reward_plans.version_in_force")
    assert (entry.subject, entry.after["version"], entry.after["reason"]) == ("sales-commission", 2, "按 4% 和 6%")
    page = text(hr.get("/reward-plans/of/sales-commission/versions/"))
    assert "封顶" in page
    assert "1%" in text(hr.get("/reward-plans/of/sales-commission/"))  # the one in force is still the first
    assert "4%" in text(hr.get("/reward-plans/of/sales-commission/versions/2/"))


def test_a_reward_that_is_new_gets_a_file_of_its_own(hr, own_folder):
    new = {
        **COMMISSION,
        "editing": "",
        "reward_id": "ann-only",
        "based_on": "0",
        "plan-posts": "",
        "plan-people": "ann",
    }
    answer = hr.post("/reward-plans/new/", new)
    assert answer.status_code == 302, text(answer)
    assert "person: ann" in (own_folder / "rewards" / "ann-only.yaml").read_text("utf-8")
    assert client_for(role_account("employee")).get("/reward-plans/of/ann-only/").status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("t-bands", "0 4%\nmuch 6%", "t-bands"),
        ("t-kpi", "no_such_kpi", "t-kpi"),
        ("t-kpi", "net_sales", "t-refunds"),
        ("g0-threshold", "", "g0-threshold"),
        ("g0-keeps", "150%", "g0-keeps"),
        ("t-cap", "-5", "t-cap"),
        ("plan-valid_from", "soon", "plan-valid_from"),
        ("plan-posts", "", "plan-posts"),
        ("t-bands", "0 0\n100 0", "t-bands"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nothing_is_saved(hr, own_folder, field, typed, said):
    before = (own_folder / "rewards" / "rewards.yaml").read_text("utf-8")
    page = hr.post("/reward-plans/check/", {**COMMISSION, field: typed}).content.decode()
    slot = page.split(f'id="id_{said}_slot"')[1].split("</div>")[0]
    assert "field-error" in slot
    assert hr.post("/reward-plans/of/sales-commission/edit/", {**COMMISSION, field: typed}).status_code == 422
    assert (own_folder / "rewards" / "rewards.yaml").read_text("utf-8") == before


def test_the_curve_is_drawn_while_the_head_is_still_wrong(hr):
    page = hr.post("/reward-plans/check/", {**COMMISSION, "plan-posts": "", "plan-valid_from": ""})
    assert "payout" in drawn(page)


def test_checking_keeps_a_draft_that_can_be_dropped(hr):
    hr.post("/reward-plans/check/", COMMISSION)
    assert Draft.objects.filter(about="reward:sales-commission").count() == 1
    assert "200000  6%" in hr.get("/reward-plans/of/sales-commission/edit/").content.decode()
    hr.post("/reward-plans/of/sales-commission/draft/drop/")
    assert Draft.objects.count() == 0


def test_an_edit_on_an_older_version_shows_both_and_keeps_what_was_typed(hr):
    hr.post("/reward-plans/of/sales-commission/edit/", COMMISSION)
    answer = hr.post("/reward-plans/of/sales-commission/edit/", {**COMMISSION, "t-cap": "25000"})
    assert answer.status_code == 409
    assert "别人先启用了第 2 版" in text(answer)
    assert 'value="25000"' in answer.content.decode()


def test_a_version_may_not_begin_in_a_sealed_period(hr, own_folder):
    sealed = own_folder / "sealed" / "2026-10"
    sealed.mkdir(parents=True)
    (sealed / "seal.json").write_text("{}")
    answer = hr.post("/reward-plans/of/sales-commission/edit/", {**COMMISSION, "plan-valid_from": "2026-10-15"})
    assert answer.status_code == 422
    assert "2026-11-01" in text(answer)


def test_a_version_needs_a_reason(hr):
    assert hr.post("/reward-plans/of/sales-commission/edit/", {**COMMISSION, "reason": ""}).status_code == 422


def test_gates_are_added_and_dropped_without_losing_what_was_typed(hr):
    page = hr.post("/reward-plans/of/sales-commission/edit/", {**COMMISSION, "do": "add:gate"}).content.decode()
    assert 'name="g1-kpi"' in page
    assert 'value="gross_margin"' in page
    page = hr.post("/reward-plans/of/sales-commission/edit/", {**COMMISSION, "do": "drop:gate:0"}).content.decode()
    assert 'name="g0-kpi"' not in page
    assert 'value="30000"' in page


@pytest.mark.parametrize("kind", ["bonus", "commission", "pool", "contest", "profit_share", "year_end"])
def test_each_kind_has_a_form_that_starts_from_a_good_example(hr, kind):
    page = hr.get(f"/reward-plans/new/?kind={kind}")
    assert page.status_code == 200
    assert drawn(page) or kind in ("pool", "year_end")


def test_a_document_survives_the_way_through_the_form():
    """Only numbers that were written as text come back as numbers."""
    once = data_of(forms_of(FULL), "r", 2)
    assert data_of(forms_of(once), "r", 2) == once == normal(once)
    assert [each["kpi"] for each in once["gate"]] == ["csat", "aov"]
    assert once["draw"] == {"amount": 1000, "recoverable": False}
    assert set(once) == set(FULL)


HEAD = {"version": 1, "title": {"zh": "x"}, "for": {"post": "sales"}}
OTHERS = {
    "contest": {"by": {"kpi": "paid_sales", "at_least": 10000}, "prizes": [3000, 2000, 1000], "best": "highest"},
    "profit_share": {
        "profit": {"kpi": "paid_sales", "of": "team", "share": Decimal("0.05"), "above": 100000},
        "share_by": ["coefficient"],
        "coefficients": {"S": Decimal("1.5"), "A": 1},
    },
    "year_end": {"months": 2, "of": "bonus_base", "coefficients": {"A": Decimal("1.2")}, "leavers": "full"},
}


@pytest.mark.parametrize("kind", OTHERS)
def test_the_terms_of_the_other_kinds_survive_the_way_through_the_form(kind):
    data = {"reward": "r", **HEAD, "kind": kind, **OTHERS[kind]}
    assert data_of(forms_of(data), "r", 1) == data


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("contest", ["前两名并列时各得 2,500.00 元", "第 3 名 1,000.00 元"]),
        ("profit_share", ["45,000.00 元 由 3 人均分"]),
        ("year_end", ["16,000.00 × 1.2 = 19,200.00 元"]),
    ],
)
def test_the_other_kinds_are_worked_out_by_the_rules_that_pay(company_folder, kind, said):
    """(3,000 + 2,000) ÷ 2; (1,000,000 − 100,000) × 5 %; 2 × 8,000 × 1.2."""
    drawn = drawable({"kind": kind, **OTHERS[kind]})
    found = worked(declared_company(), drawn, example_of({}))
    words = " ".join([found.sum_up, *(" ".join(step) for step in found.steps)])
    assert all(each in words for each in said), words
    assert pay_charts(declared_company(), drawn, example_of({}))
    assert terms_words(declared_company(), drawn)


def test_every_place_of_a_document_has_a_field():
    ids = forms_of(FULL).field_ids
    places = {
        "gate.1.else": "id_g1-keeps", "kicker.at_least": "id_k0-threshold", "multiplier.bands.1": "id_mul-bands",
        "base.kpi": "id_t-kpi", "rates.bands.0": "id_t-bands", "holdback.release_after": "id_t-release_after",
        "for.team": "id_plan-teams", "valid_from": "id_plan-valid_from", "accelerator": "id_t-above", "cap": "id_t-cap",
        "nowhere": "",
    }  # fmt: skip
    assert {path: field_of(path, ids, "commission") for path in places} == places


@pytest.mark.parametrize("role", ["manager", "employee", "steward", "finance", "auditor", "stranger"])
def test_nobody_else_edits_a_reward(own_folder, role):
    client = client_for(role_account(role))
    for address in ("of/sales-commission/edit/", "new/", "check/", "of/sales-commission/draft/drop/"):
        assert client.post(f"/reward-plans/{address}", COMMISSION).status_code == 404
    assert "version: 2" not in (own_folder / "rewards" / "rewards.yaml").read_text("utf-8")
