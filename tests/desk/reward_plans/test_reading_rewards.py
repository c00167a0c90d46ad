"""Reading rewards: whose they are, what they say in words, what they pay."""

import pytest

from merit_desk.results.models import Release
from tests.desk.conftest import client_for, role_account
from tests.desk.pages import text


def test_the_list_shows_every_reward_by_kind_to_those_who_read_definitions(as_hr):
    page = text(as_hr.get("/reward-plans/"))
    assert page.index("service-bonus") < page.index("sales-commission")


def test_an_employee_sees_the_rewards_that_are_theirs_and_no_other(as_employee):
    page = text(as_employee.get("/reward-plans/"))
    assert "service-bonus" in page
    assert "sales-commission" not in page
    assert as_employee.get("/reward-plans/of/sales-commission/").status_code == 404
    assert as_employee.get("/reward-plans/of/sales-commission/versions/1.yaml").status_code == 404


def test_a_manager_sees_those_of_their_line(as_manager):
    page = text(as_manager.get("/reward-plans/"))
    assert "service-bonus" in page
    assert "sales-commission" in page


def test_somebody_without_a_person_and_role_sees_none(company_folder):
    client = client_for(role_account("stranger"))
    assert "没有和你有关的奖励方案" in text(client.get("/reward-plans/"))
    assert client.get("/reward-plans/of/service-bonus/").status_code == 404


def test_a_bonus_is_worked_out_on_ones_own_figures(as_owner, as_employee):
    """cat: 3,000 × 1.2 × 1.05 × 0.98 in October, once it is released to her."""
    Release.objects.get_or_create(period="2026-10", person="cat", by=as_owner.account)
    page = text(as_employee.get("/reward-plans/of/service-bonus/"))
    assert "3,000.00 × 1.2 × 1.05 × 0.98 = 3,704.40 元" in page


def test_a_commission_says_in_words_how_it_pays(as_hr):
    page = text(as_hr.get("/reward-plans/of/sales-commission/"))
    assert "0 元 起 1%；10,000 元 起 2%" in page
    assert "超额累进：每一段按自己的比例" in page
    assert "全额退款，那一笔的提成正好归零" in page


def test_the_example_can_be_asked_for_by_address(as_hr):
    """10,000 at 1 % and 2,000 at 2 %."""
    page = text(as_hr.get("/reward-plans/of/sales-commission/?amount=12000"))
    assert "做到 12,000 元 → 140.00 元" in page


@pytest.mark.parametrize("address", ["of/nothing/", "of/service-bonus/versions/7/", "of/service-bonus/versions/7.yaml"])
def test_what_there_is_not_is_not_found(as_hr, address):
    assert as_hr.get(f"/reward-plans/{address}").status_code == 404
