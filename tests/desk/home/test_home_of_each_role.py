"""Each role finds on its first page what concerns it, against the pace needed, and nothing it may not know."""

import pytest

from merit_desk.results.models import Release
from tests.desk.conftest import role_account
from tests.desk.pages import links, parsed, text

HOME = "/?now=1"


def home(client):
    response = client.get(HOME)
    assert response.status_code == 200
    return response


def test_the_owner_sees_the_company_against_its_target(as_owner):
    """11,000 paid of a target of 10,000; the last sale is of the 28th."""
    shown = text(home(as_owner))
    assert "支付金额" in shown
    assert "1.10 万" in shown
    assert "1.00 万" in shown
    assert "10 月过了 28 天，还有 3 天" in shown


def test_an_employee_sees_the_kpis_of_the_own_plan_and_nobody_else(as_employee):
    """cat: 90 % of replies within three minutes against a target of 90 %, four of five content."""
    shown = text(home(as_employee))
    assert "90.00%" in shown
    assert "80.00%" in shown
    assert "权重 50%" in shown
    assert not {"安安", "鲍勃", "李得"} & set(shown.split())


def test_a_manager_sees_a_dot_for_each_person_and_the_same_people_by_name(as_manager):
    response = home(as_manager)
    assert "团队" in text(response)
    assert [tag for tag, given in parsed(response).opens if "drawn-strip" in (given.get("class") or "")]
    assert "/periods/2026-10/nodes/person/ann/" in links(response)


@pytest.mark.parametrize("client", ["as_employee", "as_manager", "as_owner", "as_hr", "as_steward"])
def test_no_money_of_people_stands_beside_scores(client, request):
    assert "应发" not in text(home(request.getfixturevalue(client)))


def test_finance_sees_the_pay_of_the_period(as_finance):
    """cat's bonus 3,704.40, ann's commission 42 − 3 and bob's 36 − 2 − 10: September, unsealed, takes nothing back."""
    shown = text(home(as_finance))
    assert "应发" in shown
    assert "3,767.40 元" in shown


def test_the_own_result_is_there_only_once_it_is_released(as_employee):
    before = text(home(as_employee))
    assert "97.00" not in before
    assert "还没有开通的结果" in text(as_employee.get("/mine/"))
    Release.objects.create(period="2026-10", by=role_account("owner"))
    assert "97.00" in text(home(as_employee))
    assert "/periods/2026-10/people/cat/" in links(as_employee.get("/mine/"))


def test_reading_the_own_results_is_written_to_the_trail(as_employee):
    from merit_desk.audit.models import Entry

    Release.objects.create(period="2026-10", by=role_account("owner"))
    as_employee.get("/mine/")
    assert Entry.objects.filter(action="result.read", subject="cat").exists()


def test_somebody_without_a_role_sees_no_figure(stranger):
    response = home(stranger)
    assert "这个周期还没有给你的指标和目标" in text(response)
    assert not [link for link in links(response) if "/why/" in link]


def test_the_unreleased_period_waits_for_those_who_release_it(as_hr, as_employee):
    assert "还没有开通" in text(home(as_hr))
    assert "周期算完还没有开通" not in text(home(as_employee))


def test_every_figure_of_the_first_page_opens(as_owner):
    response = home(as_owner)
    figures = [given["href"] for tag, given in parsed(response).opens if (given.get("class") or "").startswith("num")]
    assert len(figures) > 5
    for address in dict.fromkeys(figures):
        assert as_owner.get(address).status_code == 200, address


def test_who_is_not_signed_in_comes_to_the_sign_in_page(client, company_folder):
    assert client.get("/").status_code == 302
