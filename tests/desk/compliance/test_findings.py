"""合规检查: findings with their law, overridden only where it permits; confirmed tables; a bonus taxed both ways."""

import pytest

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.sources.company_folder.columns import COLUMNS
from merit_desk.audit.models import Entry
from merit_desk.compliance.actions.override import Which, override, override_all
from merit_desk.compliance.queries.findings import blocking, findings, open_findings
from merit_desk.documents.queries.current import current, table_lines
from tests.desk.conftest import client_for, role_account, viewer_as

OCTOBER = "2026-10"
PLAN = Which("guards.plan_without_notice", "", "service-bonus/1")


@pytest.fixture
def told(own_folder, db):
    """One plan was made known, so that every other one needs its own notice; cat's wage is far below the minimum."""
    (own_folder / "notices.csv").write_text("plan,version,given_on\nsales-commission,1,2026-01-02\n", "utf-8")
    wage = "table: minimum_wages\nrows:\n  - {region: CN-44, valid_from: 2020-01-01, monthly: 11000.00}\n"
    (own_folder / "guards.yaml").write_text(wage, "utf-8")
    return own_folder


def codes():
    return {each.code.removeprefix("guards.") for each in open_findings(OCTOBER)}


def test_findings_follow_the_files_as_they_stand_now(told) -> None:
    # cat: 7,000.00 + 3,704.40 = 10,704.40 of 11,000.
    assert {"plan_without_notice", "plan_not_acknowledged", "below_minimum_wage"} <= codes()
    below = next(each for each in findings(OCTOBER) if (each.code, each.person) == ("guards.below_minimum_wage", "cat"))
    assert (below.problem.params["short"], below.law, below.article) == ("295.60", "最低工资规定", "12")
    assert open_findings("2020-01") == []


def test_an_override_is_a_row_with_its_reason_and_settles_the_finding_at_once(told) -> None:
    before = len(open_findings(OCTOBER))
    override(viewer_as("hr"), OCTOBER, PLAN, "10 月 9 日大会上宣读过")
    (row,) = table_lines(current("guard_overrides.csv").text)
    assert [row[name] for name in ("guard", "period", "person", "reference")] == [
        PLAN.guard,
        OCTOBER,
        "",
        PLAN.reference,
    ]
    assert set(row) == set(COLUMNS["guard_overrides"].all)
    assert len(open_findings(OCTOBER)) == before - 1
    assert Entry.objects.filter(action="compliance.overridden").count() == 1
    with pytest.raises(ConflictRefusal) as refused:
        override(viewer_as("hr"), OCTOBER, PLAN, "once more")
    assert refused.value.code == "compliance.settled"


def test_everything_that_one_guard_has_found_is_set_aside_with_one_reason(told) -> None:
    silent = [each for each in open_findings(OCTOBER) if each.code == "guards.negative_without_notice"]
    assert len(silent) > 1
    assert override_all(viewer_as("hr"), OCTOBER, silent[0].code, "9 月大会宣读，签到表存档") == len(silent)
    assert "negative_without_notice" not in codes()
    rows = table_lines(current("guard_overrides.csv").text)
    assert {(row["person"], row["reference"]) for row in rows} == {(each.person, each.reference) for each in silent}
    assert Entry.objects.filter(action="compliance.overridden").count() == len(rows)
    with pytest.raises(ConflictRefusal):
        override_all(viewer_as("hr"), OCTOBER, silent[0].code, "once more")
    with pytest.raises(ConflictRefusal):
        override_all(viewer_as("owner"), OCTOBER, "guards.below_minimum_wage", "we agreed on it")
    with pytest.raises(NotFoundRefusal):
        override_all(viewer_as("finance"), OCTOBER, "guards.plan_without_notice", "not mine")


def test_a_first_version_without_notice_is_told_and_stops_no_pay(told) -> None:
    assert "plan_without_notice" in codes()
    assert "guards.plan_without_notice" not in {each.code for each in blocking(OCTOBER)}


def test_findings_name_people_and_plans_and_not_their_codes(told) -> None:
    page = client_for(role_account("hr")).get(f"/compliance/?period={OCTOBER}").content.decode()
    assert "sales-commission / clawback" not in page
    assert "/reward-plans/of/service-bonus/versions/1/confirmations/" in page


def test_what_the_law_does_not_leave_open_is_refused_with_the_law(told) -> None:
    with pytest.raises(ConflictRefusal) as refused:
        override(viewer_as("owner"), OCTOBER, Which("guards.below_minimum_wage", "cat", ""), "we agreed on it")
    assert (refused.value.code, refused.value.params["law"]) == ("compliance.law_permits_none", "最低工资规定")
    for role in ("finance", "auditor", "manager", "employee"):
        with pytest.raises(NotFoundRefusal):
            override(viewer_as(role), OCTOBER, PLAN, "not mine to decide")


def test_the_pages_show_findings_tables_and_notices_and_take_a_reason(told) -> None:
    hr = client_for(role_account("hr"))
    page = hr.get(f"/compliance/?period={OCTOBER}").content.decode()
    assert "最低工资规定" in page
    assert "不是法律意见" in page
    body = {"guard": PLAN.guard, "person": "", "reference": PLAN.reference}
    assert hr.post(f"/compliance/{OCTOBER}/override/", {**body, "reason": "x"}).status_code == 422
    assert hr.post(f"/compliance/{OCTOBER}/override/", {**body, "reason": "大会上宣读过"}).status_code == 302
    assert "大会上宣读过" in hr.get(f"/compliance/?period={OCTOBER}").content.decode()
    wage = {"region": "CN-44", "valid_from": "2026-10-01", "monthly": "2500", "source": "粤府〔2026〕1 号"}
    assert (
        hr.post("/compliance/tables/", {**wage, "monthly": "a", "seen": current("guards.yaml").digest}).status_code
        == 422
    )
    hr.post("/compliance/tables/", {**wage, "seen": current("guards.yaml").digest})
    assert "below_minimum_wage" not in codes()
    assert hr.post("/compliance/tables/", {**wage, "seen": "stale"}).status_code == 409


def test_the_statement_says_in_its_margin_that_the_minimum_wage_is_not_reached(told) -> None:
    page = client_for(role_account("hr")).get("/periods/2026-10/people/cat/").content.decode()
    assert "295.60" in page


def test_one_yuan_more_costs_2310_10_of_tax(as_employee) -> None:
    page = as_employee.get("/compliance/tax/?bonus=36001&income=500000").content.decode()
    assert "3,390.10" in page
    assert "1,080.00" in page
    assert as_employee.get("/compliance/tax/?bonus=much").status_code == 422
    assert as_employee.get("/compliance/").status_code == 404
