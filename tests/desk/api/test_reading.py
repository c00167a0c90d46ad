"""What the API tells is what the pages show: the worked example's figures, and never more than the asker may see."""

import pytest

from merit_desk.audit.models import Entry
from merit_desk.results.models import Release
from tests.desk.conftest import role_account


def test_people_and_teams_of_a_day(program):
    asking = program("hr")
    people = {each["person"]: each for each in asking.every("/people?on=2026-10-13")}
    assert people["ann"]["team"] == "south"
    assert {each["person"]: each for each in asking.every("/people?on=2026-10-05")}["ann"]["team"] == "north"
    assert "bob" not in {each["person"] for each in asking.every("/people?on=2026-10-20")}
    assert {each["team"] for each in asking.every("/teams?on=2026-10-13")} >= {"trade", "north", "south"}


def test_the_shares_of_a_shop(program):
    shares = {
        each["person"]: each["share"]
        for each in program("hr").every("/credits?on=2026-10-05")
        if each["subject"] == "s1"
    }
    assert shares == {"ann": "0.6", "bob": "0.4"}


def test_values_by_node_and_month(program):
    address = "/values?kpi=paid_sales&node_kind=person&node=ann&node=bob&first=2026-09&last=2026-10"
    values = {(each["node"], each["period"]): each["value"] for each in program("steward").every(address)}
    assert values == {
        ("ann", "2026-09"): "3600",
        ("ann", "2026-10"): "4200",
        ("bob", "2026-09"): "6400",
        ("bob", "2026-10"): "3600",
    }


def test_values_come_in_pages(program):
    asking = program("steward")
    address = "/values?kpi=paid_sales&node_kind=company&node=company&first=2026-10-01&last=2026-10-31&grain=day&limit=7"
    assert len(asking.every(address)) == 31
    assert sum(float(each["value"] or 0) for each in asking.every(address)) == 11_000


def test_an_explanation_leads_to_the_rows(program):
    asking = program("steward")
    where = "kpi=paid_sales&node_kind=company&node=company&period=2026-10"
    told = asking.get(f"/values/explanation?{where}").json()
    assert told["value"]["value"] == "11000"
    rows = asking.every(f"/values/rows?{where}&limit=4")
    assert sum(each["counted"] for each in rows) == told["parts"][0]["rows"] == 13
    assert {each["file"] for each in rows} == {"facts/order_lines.csv"}


def test_scores_and_statements_of_the_period(program):
    asking = program("owner")
    totals = {each["person"]: float(each["total"]) for each in asking.every("/periods/2026-10/scores")}
    assert totals["cat"] == 97
    card = asking.get("/periods/2026-10/people/cat/score").json()
    assert {each["indicator"] for each in card["indicators"]} == {"reply_3min", "csat"}
    assert card["workings"]
    slip = asking.get("/periods/2026-10/people/cat/statement").json()
    assert len(slip["workings"]) == len(slip["lines"])
    assert {each["person"] for each in asking.every("/periods/2026-10/payouts")} >= {"cat", "ann"}


def test_every_reading_of_a_result_is_on_the_trail(program):
    asking = program("finance")
    asking.get("/periods/2026-10/people/ann/statement")
    entry = Entry.objects.filter(action="result.read").get()
    assert (entry.subject, entry.account_id) == ("ann", asking.account.pk)
    asking.get("/periods/2026-10/payouts?limit=2")
    assert Entry.objects.filter(action="result.read", subject_kind="period").count() == 1


def test_an_employee_sees_their_own_result_once_it_is_released_and_nobody_elses(program):
    asking = program("employee")
    assert asking.get("/periods/2026-10/people/cat/statement").status_code == 404
    Release.objects.create(period="2026-10", by=role_account("owner"))
    assert asking.get("/periods/2026-10/people/cat/statement").status_code == 200
    assert asking.get("/periods/2026-10/people/ann/statement").status_code == 404
    assert {each["person"] for each in asking.every("/periods/2026-10/scores")} == {"cat"}


@pytest.mark.parametrize(
    ("role", "address", "status"),
    [
        ("stranger", "/people/ann", 404),
        ("stranger", "/kpis", 404),
        ("stranger", "/periods", 404),
        ("stranger", "/teams", 404),
        ("employee", "/people/ann?on=2026-10-13", 404),
        ("employee", "/credits", 404),
        ("employee", "/plans", 404),
        ("employee", "/trail", 404),
        ("employee", "/webhooks", 404),
        ("employee", "/documents/people.csv", 404),
        ("manager", "/people/ann?on=2026-10-13", 200),
        ("steward", "/periods/2026-10/people/ann/statement", 404),
        ("steward", "/documents/people.csv", 200),
        ("steward", "/documents/sources.yaml", 404),
        ("finance", "/trail", 404),
        ("auditor", "/trail", 200),
        ("auditor", "/documents/people.csv", 200),
        ("auditor", "/plans", 200),
        ("hr", "/documents/people.csv", 200),
        ("hr", "/webhooks", 404),
        ("owner", "/webhooks", 200),
        ("hr", "/documents/.merit/salt", 404),
        ("hr", "/documents/../secret", 404),
        ("hr", "/periods/2031-01/scores", 404),
        ("hr", "/kpis/none", 404),
        ("hr", "/people?on=tomorrow", 400),
        ("hr", "/people?cursor=nonsense", 400),
        ("hr", "/people?limit=0", 422),
        ("hr", "/nowhere", 404),
    ],
)
def test_what_may_not_be_seen_is_not_there(program, role, address, status):
    answer = program(role).get(address)
    assert answer.status_code == status, answer.content
    if status >= 400:
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == status


def test_the_same_answer_is_not_sent_twice(program):
    asking = program("hr")
    first = asking.get("/company")
    again = asking.get("/company", **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_error_speaks_the_readers_language_and_says_both(program):
    asking = program("hr")
    zh = asking.get("/kpis/none", **{"accept-language": "zh"}).json()
    en = asking.get("/kpis/none", **{"accept-language": "en"}).json()
    assert (zh["title"], en["title"]) == (zh["zh"], en["en"])
    assert zh["zh"] != zh["en"]


@pytest.mark.parametrize(("role", "wages"), [("steward", False), ("auditor", True)])
def test_a_file_is_read_without_the_wages_that_the_asker_may_not_see(role, wages, request):
    text = request.getfixturevalue(f"as_{role}").get("/api/v1/documents/people.csv").json()["text"]
    assert "cs_agent" in text
    assert ("20000" in text) is wages
