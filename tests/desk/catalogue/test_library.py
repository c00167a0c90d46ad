"""The library of KPIs: found by words, told in words, and nobody reads of KPIs that do not concern them."""

import pytest

from tests.desk.pages import parsed, text


def test_the_library_lists_every_kpi_with_its_formula(as_hr):
    page = text(as_hr.get("/catalogue/"))
    assert "客单价" in page
    assert "paid_sales" in page


def test_words_find_a_kpi_by_title_id_or_note(as_hr):
    page = text(as_hr.get("/catalogue/", {"q": "reply_3min_30d"}))
    assert "1 个指标" in page
    assert "三分钟" in page


def test_a_filter_that_fits_nothing_says_what_to_do(as_hr):
    assert "没有符合条件的指标" in text(as_hr.get("/catalogue/", {"q": "没有这种指标"}))


def test_a_kpi_says_what_it_needs_and_who_uses_it(as_hr):
    page = text(as_hr.get("/catalogue/kpis/csat/"))
    assert "客服" in page
    assert "会话" in page
    assert "算得出" in page


def test_a_kpi_without_data_says_which_table_is_missing(as_hr):
    page = text(as_hr.get("/catalogue/kpis/roas/"))
    assert "还没有导入" in page


def test_an_employee_reads_the_kpis_of_the_own_plan_and_no_others(as_employee):
    page = text(as_employee.get("/catalogue/"))
    assert "csat" in page
    assert "paid_sales" not in page
    assert as_employee.get("/catalogue/kpis/csat/").status_code == 200
    assert as_employee.get("/catalogue/kpis/paid_sales/").status_code == 404
    assert as_employee.get("/catalogue/kpis/paid_sales/versions/").status_code == 404
    assert as_employee.get("/catalogue/kpis/paid_sales/versions/1.yaml").status_code == 404


def test_a_manager_also_reads_those_of_their_people(as_manager):
    page = text(as_manager.get("/catalogue/"))
    assert "csat" in page
    assert "paid_sales" in page
    assert "roas" not in page


def test_somebody_without_a_role_finds_an_empty_library(stranger):
    assert "0 个指标" in text(stranger.get("/catalogue/"))


@pytest.mark.parametrize("address", ["/catalogue/", "/catalogue/kpis/csat/", "/catalogue/kpis/aov/versions/"])
def test_pages_have_nothing_inline_and_read_in_english(as_hr, address):
    page = as_hr.get(address, {"lang": "en"})
    assert page.status_code == 200
    assert parsed(page).inline == []


def test_an_unknown_kpi_is_not_found(as_hr):
    assert as_hr.get("/catalogue/kpis/no_such/").status_code == 404


def test_a_version_is_there_as_yaml(as_hr):
    answer = as_hr.get("/catalogue/kpis/aov/versions/1.yaml")
    assert answer["Content-Type"].startswith("text/plain")
    assert answer.content.decode().startswith("kpi: aov\nversion: 1\n")
