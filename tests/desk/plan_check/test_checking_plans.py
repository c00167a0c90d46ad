"""The plan check on the desk and in the API: beside what it concerns, in names, with agreements taken into account."""

from datetime import date
from pathlib import Path

import pytest

from merit.kernel.period import Period
from merit.targets.agreement import AgreementState
from merit_desk.plan_check.queries.known import known_here
from merit_desk.talks.models import Pair, Talk
from tests.desk.agreements.agreed import agreement, on
from tests.desk.conftest import client_for, role_account
from tests.desk.pages import text
from tests.desk.plans.test_editing_plans import SALES

OCTOBER = Period.parse("2026-10")
TODAY = date(2026, 11, 2)


@pytest.fixture
def hr(own_folder: Path):
    return client_for(role_account("hr"))


def part(page: str, name: str) -> str:
    return page.split(f'id="{name}"')[1].split("</div>", maxsplit=1)[0]


def test_what_the_design_lacks_is_told_beside_its_indicator_while_one_types(hr):
    uneven = {**SALES, "i0-weight": "97", "i1-weight": "3"}
    page = hr.post("/plans/check/", uneven).content.decode()
    assert "“支付金额”占 97%" in part(page, "i0-advice")
    assert "只占 3%" in part(page, "i1-advice")
    assert "要改 2 · 留意 1" in part(page, "i0-advice")
    fair = hr.post("/plans/check/", SALES).content.decode()
    assert "占" not in part(fair, "i1-advice")


def test_history_is_told_beside_the_indicator_that_it_concerns(hr):
    assert "没有数据" not in hr.post("/plans/check-up/draft/", SALES).content.decode()
    told = hr.post("/plans/check-up/draft/", {**SALES, "i1-subject": "seo_avg_position", "i1-of": "company"})
    assert "没有数据" in part(told.content.decode(), "i1-history")


def test_a_draft_that_cannot_be_read_is_not_held_against_history(hr):
    page = text(hr.post("/plans/check-up/draft/", {**SALES, "i0-weight": "seventy"}))
    assert "details" not in page


def test_the_page_tells_all_plans_with_names_and_leads_to_the_editor(hr):
    assert "/plans/check-up/findings/" in hr.get("/plans/check-up/").content.decode()
    page = hr.get("/plans/check-up/findings/?period=2026-10").content.decode()
    assert 'href="/plans/of/sales/edit/"' in page
    assert "只考“支付金额”一项" in page
    assert "paid_sales" not in page


def test_a_period_that_is_none_is_told(hr):
    assert "soon" in text(hr.get("/plans/check-up/findings/?period=soon"))


@pytest.mark.parametrize("role", ["manager", "employee", "steward", "finance", "auditor", "stranger"])
def test_nobody_else_sees_findings(own_folder, role):
    client = client_for(role_account(role))
    for address in ("/plans/check-up/", "/plans/check-up/findings/?period=2026-10"):
        assert client.get(address).status_code == 404
    assert client.post("/plans/check-up/draft/", SALES).status_code == 404


@pytest.mark.parametrize(
    ("state", "agreed", "waits"),
    [
        (AgreementState.NOTIFIED, False, False),
        (AgreementState.PROPOSED, False, True),
        (AgreementState.SIGNED, True, False),
    ],
)
def test_an_agreement_says_who_was_told_who_signed_and_who_waits_for_an_answer(own_folder, state, agreed, waits):
    with on(date(2026, 10, 1)):
        agreement(state)
    (asked,) = known_here(OCTOBER, TODAY).asked
    assert (asked.plan, asked.person, asked.told_on) == ("sales", "ann", date(2026, 10, 1))
    assert (asked.agreed_on is not None, asked.waits_since is not None) == (agreed, waits)
    assert known_here(Period.parse("2026-11"), TODAY).asked == ()


def test_a_talk_of_the_last_four_weeks_is_follow_up_of_both(own_folder):
    pair = Pair.objects.create(first="leader", second="ann", made_by=role_account("hr"))
    with on(TODAY):
        Talk.objects.create(pair=pair, day=date(2026, 10, 20), held_at="2026-10-20T08:00:00Z")
        Talk.objects.create(pair=pair, day=date(2026, 9, 1), held_at="2026-09-01T08:00:00Z")
    assert known_here(OCTOBER, TODAY).followed_up == {"leader": 1, "ann": 1}


def test_a_signed_agreement_takes_the_finding_away(hr):
    before = text(hr.get("/plans/check-up/findings/?period=2026-10"))
    assert "没有一条告知、确认或签约记录" in before or "没有告知和确认记录" in before
    agreement(AgreementState.SIGNED)
    after = text(hr.get("/plans/check-up/findings/?period=2026-10"))
    assert "没有一条告知、确认或签约记录" not in after


def test_the_api_gives_the_findings_of_one_plan_and_of_a_draft(hr):
    given = hr.get("/api/v1/plan-check?period=2026-10&plan=sales").json()["items"]
    assert {each["plan"] for each in given} == {"sales"}
    single = next(each for each in given if each["code"] == "insight.single_indicator")
    assert (single["indicator"], single["file"]) == ("paid_sales", "plans/sales.yaml")
    document = {
        "plan": "sales",
        "for": {"post": "sales"},
        "cycle": "month",
        "valid_from": "2026-12-01",
        "indicators": [{"kpi": "paid_sales", "weight": 90, "target": 5, "curve": {"proportional": {"cap": 120}}}],
        "grades": [["A", 90], ["B", 0]],
    }
    wrong = hr.post("/api/v1/plan-checks", {"document": document}, content_type="application/json").json()
    assert (wrong["sound"], wrong["findings"][0]["severity"]) == (False, "error")
    document["indicators"][0]["weight"] = 100
    sound = hr.post("/api/v1/plan-checks", {"document": document}, content_type="application/json").json()
    assert sound["sound"] is True
    assert "insight.volume_alone" in {each["code"] for each in sound["findings"]}
