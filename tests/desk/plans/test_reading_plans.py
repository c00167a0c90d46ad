"""Plans, rewards and targets to be read: in words, by version, and only by those whom they concern."""

import pytest

from tests.desk.pages import parsed, text


def test_the_list_shows_each_plan_with_its_weights(as_hr):
    page = text(as_hr.get("/plans/"))
    assert "销售" in page
    assert "50%" in page


def test_a_plan_tells_its_indicators_modifiers_grades_and_people(as_hr):
    page = text(as_hr.get("/plans/of/service/"))
    assert "每次表扬加 2 分" in page
    assert "95 到 110 分以下" in page
    assert "凯特" in page


def test_every_curve_has_its_table(as_hr):
    page = parsed(as_hr.get("/plans/of/service/"))
    drawn = [found for tag, found in page.opens if "data-curve" in found]
    assert drawn
    assert page.inline == []


def test_an_employee_reads_the_own_plan_only(as_employee):
    assert as_employee.get("/plans/of/service/").status_code == 200
    assert as_employee.get("/plans/of/sales/").status_code == 404
    assert as_employee.get("/plans/of/sales/versions/").status_code == 404
    assert as_employee.get("/plans/of/sales/versions/1/").status_code == 404
    assert as_employee.get("/plans/of/sales/versions/1.yaml").status_code == 404
    assert "安安" not in text(as_employee.get("/plans/of/service/"))


def test_a_manager_reads_the_plans_of_their_people(as_manager):
    assert as_manager.get("/plans/of/sales/").status_code == 200


def test_rewards_are_for_those_who_read_definitions(as_hr, as_employee, as_manager):
    assert as_hr.get("/plans/rewards/").status_code == 200
    assert as_employee.get("/plans/rewards/").status_code == 404
    assert as_manager.get("/plans/rewards/").status_code == 404


def test_a_reward_shows_the_curve_of_its_payout(as_hr, company_folder):
    page = as_hr.get("/plans/rewards/")
    first = next(link for link in parsed(page).links if link.startswith("/plans/rewards/") and link.count("/") == 4)
    shown = as_hr.get(first)
    assert shown.status_code == 200
    assert any("data-curve" in found for _, found in parsed(shown).opens)


def test_a_reward_that_is_only_read_here_leads_to_where_it_is_edited(as_hr, company_folder):
    assert "/reward-plans/" in parsed(as_hr.get("/plans/rewards/")).links
    page = parsed(as_hr.get("/plans/rewards/service-bonus/"))
    assert "/reward-plans/of/service-bonus/" in page.links


def test_targets_are_seen_by_those_whom_they_concern(as_hr, as_manager, as_employee, stranger):
    assert "安安" in text(as_hr.get("/plans/targets/"))
    assert "安安" in text(as_manager.get("/plans/targets/"))
    assert "安安" not in text(as_employee.get("/plans/targets/"))
    assert "没有符合条件的目标" in text(stranger.get("/plans/targets/"))


@pytest.mark.parametrize(
    "address", ["/plans/", "/plans/of/service/", "/plans/of/service/edit/", "/plans/new/", "/plans/targets/"]
)
def test_pages_read_in_english_with_nothing_inline(as_hr, address):
    page = as_hr.get(address, {"lang": "en"})
    assert page.status_code == 200
    assert parsed(page).inline == []


def test_a_version_is_there_as_yaml(as_hr):
    assert as_hr.get("/plans/of/sales/versions/1.yaml").content.decode().startswith("plan: sales\nversion: 1\n")
    assert as_hr.get("/plans/of/sales/versions/7.yaml").status_code == 404
