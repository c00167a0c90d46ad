"""The chart and the pages of teams and people: who sees whom, and who sees wages."""

import time

import pytest

from merit_desk.audit.models import Entry
from tests.desk.conftest import client_for, role_account

pytestmark = pytest.mark.django_db


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_chart_shows_teams_leaders_and_people_of_a_day(as_hr):
    page = text(as_hr, "/organisation/?day=2026-10-13")
    assert all(name in page for name in ("交易部", "北组", "南组", "安安", "鲍勃", "凯特", "李得"))
    assert "鲍勃" not in text(as_hr, "/organisation/?day=2026-11-02")


def test_a_search_finds_by_name_and_id(as_hr):
    assert "安安" in text(as_hr, "/organisation/?q=ann&day=2026-10-13")
    assert "没有找到" in text(as_hr, "/organisation/?q=nobody&day=2026-10-13")


def test_a_manager_sees_their_people_and_an_employee_themselves(as_manager, as_employee, stranger):
    page = text(as_manager, "/organisation/?day=2026-10-13")
    assert "安安" in page
    assert "欧文</span>" not in page
    own = text(as_employee, "/organisation/?day=2026-10-13")
    assert "凯特" in own
    assert "安安" not in own
    assert "凯特" not in text(stranger, "/organisation/?day=2026-10-13")


def test_a_colleagues_page_is_not_there(as_employee, stranger):
    assert as_employee.get("/organisation/people/ann/").status_code == 404
    assert as_employee.get("/organisation/people/cat/").status_code == 200
    assert stranger.get("/organisation/people/cat/").status_code == 404
    assert stranger.get("/organisation/teams/north/").status_code == 404
    assert as_employee.get("/organisation/people/nobody/").status_code == 404


def test_wages_are_for_who_may_see_pay_and_reading_them_is_on_the_trail(as_hr, as_manager, as_steward, as_finance):
    assert "8,000.00" in text(as_hr, "/organisation/people/ann/")
    assert Entry.objects.filter(action="person.wage_read", subject="ann").count() == 1
    assert "8,000.00" in text(as_finance, "/organisation/people/ann/")
    assert "8,000.00" not in text(as_manager, "/organisation/people/ann/")
    assert "8,000.00" not in text(as_steward, "/organisation/people/ann/")


def test_a_person_sees_their_own_wage_spells_credits_and_manager(as_employee):
    page = text(as_employee, "/organisation/people/cat/")
    assert "7,000.00" in page
    assert "cs1" in page
    assert "李得" in page


def test_a_transfer_shows_as_two_spells(as_hr):
    page = text(as_hr, "/organisation/people/ann/")
    assert "2026-01-01 至 2026-10-11" in page
    assert "2026-10-12 起" in page


@pytest.mark.parametrize(
    "address", ["teams/north/", "posts/", "posts/sales/", "credits/", "shops/", "teams/north/people/"]
)
def test_every_page_opens_in_both_languages(as_hr, address):
    assert text(as_hr, f"/organisation/{address}")
    assert text(as_hr, f"/organisation/{address}?lang=en")


def test_unknown_teams_posts_and_kinds_are_not_there(as_hr):
    for address in ("teams/none/", "posts/none/", "credits/none/x/", "shops/none/", "matters/9/", "people/none/"):
        assert as_hr.get(f"/organisation/{address}").status_code == 404, address


def test_two_thousand_people_are_shown_team_by_team(own_folder):
    lines = ["person,name,post,team,manager,from,to,status,bonus_base,wage", "boss,总,boss,all,,2026-01-01,,regular,,"]
    lines += [f"x{n},员工{n},sales,t{n % 100},,2026-01-01,,regular,,5000" for n in range(2000)]
    teams = ["team,name,parent,leader,kind,from,to", "all,微店,,boss,company,,", "trade,交易部,all,,department,,"]
    teams += ["north,北,trade,,,,", "south,南,trade,,,,", *(f"t{n},组{n},trade,x{n},team,," for n in range(100))]
    for name, content in (("people", lines), ("teams", teams)):
        (own_folder / f"{name}.csv").write_text("\n".join(content) + "\n", "utf-8")
    for name in ("credits", "ratings", "events", "manual_values", "targets"):
        (own_folder / f"{name}.csv").unlink(missing_ok=True)
    client = client_for(role_account("auditor"))
    page = text(client, "/organisation/")
    assert "2001 人" in page or "2,001 人" in page
    assert "员工1999" not in page
    assert len(page) < 300_000
    started = time.perf_counter()
    text(client, "/organisation/")
    assert "员工1901" in text(client, "/organisation/teams/t1/people/")
    assert time.perf_counter() - started < 5
