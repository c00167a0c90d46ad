"""The alignment tree and one goal: what is shown, and to whom."""

import pytest

from merit.targets.goal_life import GoalState
from merit_desk.goals.models import Goal
from merit_desk.goals.queries.visible import goals_visible_to
from tests.desk.conftest import client_for, role_account, viewer_as
from tests.desk.goals.conftest import goal
from tests.desk.pages import parsed, text

OCTOBER = "/goals/?period=2026-10"


def test_the_tree_shows_gaps_sums_and_what_serves_nothing(tree, people):
    page = text(people["owner"].get(OCTOBER))
    assert "6 个目标，5 个已对齐" in page
    assert "7,800.00 少 2,200.00" in page  # trade against the company's 10,000
    assert "6,800.00 少 1,000.00" in page  # north and south against trade's 7,800
    assert "没有上级" in page


def test_a_computed_figure_opens_its_explanation(tree, people):
    answer = people["owner"].get(OCTOBER)
    links = parsed(answer).links
    assert "/periods/2026-10/why/kpi/2026-10/paid_sales/company/company/" in links
    assert people["owner"].get("/periods/2026-10/why/kpi/2026-10/paid_sales/company/company/").status_code == 200
    assert "1.10 万" in text(answer)


def test_no_inline_script_or_style(tree, people):
    for address in (OCTOBER, f"/goals/{tree['trade'].pk}/", "/goals/new/", "/goals/templates/"):
        assert parsed(people["owner"].get(address)).inline == []


@pytest.mark.parametrize("view", ["tree", "table", "people"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_view_in_both_languages(tree, people, view, language):
    people["owner"].cookies["merit_lang"] = language
    page = people["owner"].get(f"{OCTOBER}&view={view}")
    assert page.status_code == 200
    assert "公司销售额" in text(page)


def test_only_problems_keeps_what_stands_above_them(tree, people):
    page = text(people["owner"].get(f"{OCTOBER}&problems=1&view=table"))
    assert "三分钟回复率" in page
    assert "公司销售额" in page


def test_words_find_goals_with_those_above(tree, people):
    page = text(people["owner"].get(f"{OCTOBER}&q=安安&view=table"))
    assert "南组销售额" in page
    assert "北组销售额" not in page


def seen(role):
    return set(goals_visible_to(viewer_as(role)).values_list("title", flat=True))


def test_goals_of_company_departments_and_teams_are_everybodys_with_a_role(tree, people):
    shared = {"公司销售额", "交易部销售额", "北组销售额", "南组销售额"}
    assert seen("employee") == shared | {"三分钟回复率"}
    assert seen("finance") == shared
    assert seen("steward") == shared
    assert seen("manager") == seen("owner") == seen("hr") == seen("auditor") == shared | {"三分钟回复率", "安安销售额"}
    assert seen("stranger") == set()


def test_a_colleagues_goal_is_not_there_in_page_list_sum_or_search(tree, people):
    cat, number = people["employee"], tree["ann"].pk
    assert cat.get(f"/goals/{number}/").status_code == 404
    assert cat.get(f"/goals/{number}/panel/").status_code == 404
    page = text(cat.get(f"{OCTOBER}&q=安安"))
    assert "安安销售额" not in page
    south = text(cat.get(f"/goals/{tree['south'].pk}/"))
    assert "安安" not in south
    assert "2,400" not in south


def test_no_sum_is_told_of_parts_that_are_not_all_in_sight(tree, people):
    goal("北组小凯", "person", "cat", target="800", person="cat", parent=tree["south"])
    assert "3,200.00" in text(people["manager"].get(f"/goals/{tree['south'].pk}/"))
    page = text(people["employee"].get(f"/goals/{tree['south'].pk}/"))
    assert "800" in page
    assert "合计 800" not in page
    assert "少 4,200" not in page


def test_a_draft_of_a_team_is_seen_by_who_sets_it_and_who_answers_for_it(tree, people):
    draft = goal("南组新客", "team", "south", kpi="", state=str(GoalState.DRAFT), person="ann")
    ann = client_for(role_account("manager"))
    assert ann.get(f"/goals/{draft.pk}/").status_code == 200
    assert people["employee"].get(f"/goals/{draft.pk}/").status_code == 404
    assert people["auditor"].get(f"/goals/{draft.pk}/").status_code == 200


def test_an_employee_sees_no_figure_of_a_team_that_is_not_theirs(tree, people):
    page = text(people["employee"].get(f"/goals/{tree['south'].pk}/"))
    assert "不在你能看的范围内" in page


def test_a_stranger_finds_no_page_at_all(tree, people):
    assert people["stranger"].get(OCTOBER).status_code == 404
    assert people["stranger"].get(f"/goals/{tree['company'].pk}/").status_code == 404


def test_the_goals_page_asks_the_same_number_of_questions_for_any_number_of_goals(
    tree, people, django_assert_max_num_queries
):
    for at in range(60):
        goal(f"目标 {at}", "person", "ann", target="10", parent=tree["south"], person="ann")
    people["owner"].get(OCTOBER)
    with django_assert_max_num_queries(45):
        people["owner"].get(OCTOBER)
    assert Goal.objects.count() == 66
