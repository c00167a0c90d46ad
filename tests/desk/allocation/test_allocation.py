"""Moving money and hours on the desk: who sees what, what the pages and the API say."""

import csv
import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from merit.sources.company_folder import read_company
from merit.sources.load_facts import load_facts
from merit_desk.accounts.access import Role
from tests.desk.api.conftest import Program
from tests.desk.conftest import account_for, client_for

MONEY, PEOPLE = reverse("allocation:money"), reverse("allocation:people")
DAYS = 84
FLAT, DIRECT = 300, 5


@pytest.fixture
def advertised(own_folder):
    """Campaign `flat` of s1 sells 300 whatever is spent, `direct` of s2 about five times what is spent.

    `direct` is credited to cat of north; `flat` to nobody, so that it goes by its shop's people: ann of south, and bob
    who left.
    """
    with (own_folder / "facts" / "ads.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["day", "shop", "campaign", "channel", "spend", "sales"])
        for at in range(DAYS):
            day = date(2026, 8, 8) + timedelta(days=at)
            spend, noise = 100 * (1 + at * 7 % 5), at * 11 % 3 - 1
            rows.writerow([day, "s1", "flat", "", spend, FLAT + noise])
            rows.writerow([day, "s2", "direct", "", spend, DIRECT * spend + noise])
    with (own_folder / "credits.csv").open("a", encoding="utf-8") as file:
        file.write("campaign,direct,cat,1,,,\n")
    company, problems = read_company(own_folder)
    assert company is not None, problems
    load_facts(company, own_folder, datetime(2026, 11, 9, tzinfo=UTC))
    return own_folder


def body(client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_campaign_whose_money_does_not_come_back_gives_and_the_other_may_get(advertised, as_owner) -> None:
    shown = body(as_owner, MONEY)
    assert "flat" in shown
    assert "往外挪" in shown
    assert "可以加" in shown
    assert "每天从“flat”挪" in shown
    assert "不证明谁带来谁" in shown


def test_a_manager_sees_what_is_credited_to_their_people_and_a_part_only_its_own(advertised, as_manager) -> None:
    whole = body(as_manager, MONEY)
    assert "direct" in whole
    assert "flat" in whole
    shown = body(client_for(account_for("reader of north", "", Role.FINANCE, "north")), MONEY)
    assert "direct" in shown
    assert "flat" not in shown
    assert "channel" not in shown, "a channel runs through shops of others"


def test_nobody_without_people_or_kpis_finds_the_pages(advertised, as_employee, stranger) -> None:
    for client in (as_employee, stranger):
        assert [client.get(each).status_code for each in (MONEY, PEOPLE)] == [404, 404]


def test_without_advertising_the_page_says_what_to_load(as_owner) -> None:
    assert "先载入 ads" in body(as_owner, MONEY)


def test_each_hour_of_a_team_stands_with_its_need_and_only_whole_teams_are_judged(as_owner) -> None:
    shown = body(as_owner, PEOPLE)
    assert "北组" in shown
    assert "不评价任何人" in shown
    assert "工资" in shown
    drawn = json.loads(re.search(r'id="drawings" type="application/json">(.*?)</script>', shown).group(1))
    assert drawn["map"]["agents"] == ["凯特"], "the map names whose account it is"
    assert len(drawn["t0"]["present"]) == 24


def test_the_goal_and_what_the_map_shows_are_chosen_in_the_address(as_owner) -> None:
    assert '"percent": true' in body(as_owner, f"{PEOPLE}?show=in_time&within=60&share=90")
    assert '"percent": false' in body(as_owner, f"{PEOPLE}?show=nonsense&within=x")


def test_programs_get_units_moves_and_hours_with_their_intervals(advertised) -> None:
    owner = Program("owner")
    money = owner.get("/allocation/money").json()
    units = {each["unit"]: each for each in money["units"]}
    assert units["flat"]["standing"] == "take"
    assert units["direct"]["back_from_one_more"]["low"] > 1
    assert money["moves"][0]["source"] == "flat"
    hours = owner.get("/allocation/people?within=60").json()
    assert [len(each["hours"]) for each in hours["teams"]] == [24]
    assert owner.get("/allocation/people?within=0").status_code == 422
    assert Program("employee").get("/allocation/money").status_code == 404
    assert Program("manager").get("/allocation/money?by=channel").status_code == 404
