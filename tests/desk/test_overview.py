"""The page of a period tells: company KPIs, teams, people with their pay, and findings."""

import pytest

from tests.desk.conftest import client_for, role_account
from tests.desk.pages import links, text

PERIOD = "/periods/2026-10/"


def test_the_page_of_a_period_shows_the_company_kpis(reader):
    page = reader.get(PERIOD)
    assert page.status_code == 200
    told = text(page)
    assert "2026 年 10 月" in told
    assert "支付金额 1.10 万" in told  # 11,000 of the tiny company's docstring
    assert "净销售额 9,000.00" in told
    assert "笔单价 1,100.00" in told


def test_a_kpi_is_compared_with_the_period_before(reader):
    told = text(reader.get(f"{PERIOD}?group=sales"))
    assert "支付金额 1.10 万 比上期 上升，有利： 10.0%" in told  # 11,000 after 10,000


def test_people_stand_by_team_with_total_grade_and_pay(reader):
    told = text(reader.get(f"{PERIOD}people/"))
    assert "凯特" in told
    assert "97.00 A 3,704.40" in told
    assert "86.67 B 39.00" in told


def test_people_are_found_by_words_team_and_grade(reader):
    assert "安安" not in text(reader.get(f"{PERIOD}people/?q=cat")).partition("应发")[2]
    assert "没有符合条件的人" in text(reader.get(f"{PERIOD}people/?q=nobody-at-all"))
    by_grade = text(reader.get(f"{PERIOD}people/?grade=B")).partition("应发")[2]
    assert "86.67" in by_grade
    assert "97.00" not in by_grade


def test_teams_show_what_their_people_are_scored_by(reader):
    told = text(reader.get(f"{PERIOD}teams/"))
    assert "支付金额 7,800.00" in told


def test_all_pay_of_the_period_opens_to_everybodys_statement(reader):
    whole = reader.get(f"{PERIOD}why/payable/")
    assert "3,767.40 元" in text(whole)  # 3,704.40 + 39.00 + 24.00
    assert f"{PERIOD}why/payable/cat/" in links(whole)


def test_before_any_run_the_page_leads_to_computing_a_period(loaded_folder, settings, tmp_path, db):
    (tmp_path / "company.yaml").write_bytes((loaded_folder / "company.yaml").read_bytes())
    for name in ("people.csv", "teams.csv", "shops.csv"):
        (tmp_path / name).write_bytes((loaded_folder / name).read_bytes())
    settings.MERIT_COMPANY = tmp_path
    page = client_for(role_account("owner")).get("/")
    assert page.status_code == 200
    assert '<a class="btn btn-primary" href="/periods/">' in page.content.decode()


@pytest.mark.parametrize("address", ["/nothing/", "/periods/2020-01/", "/periods/2026-10/people/nobody/"])
def test_what_is_not_there_is_404_in_words(reader, address):
    page = reader.get(address)
    assert page.status_code == 404
    assert "没有这一页" in text(page)


def test_a_folder_with_errors_says_where_they_are(settings, tmp_path, db):
    (tmp_path / "company.yaml").write_text("name: 坏店\n", "utf-8")
    settings.MERIT_COMPANY = tmp_path
    page = client_for(role_account("owner")).get("/")
    assert page.status_code == 409
    assert "company.yaml" in text(page)
