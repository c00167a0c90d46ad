"""字段目录: every column of the facts, what reads it, what fills it, and what of it is hidden."""

import pytest

from merit.facts.tables import TABLES
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.data_quality.queries.fields import FieldsAsked, fields, hidden
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.language import speaking
from merit_desk.shell.sentences import desk_sentences
from tests.desk.conftest import viewer_as


def found(role: str = "steward", **asked: str):
    return fields(viewer_as(role), declared_company(), FieldsAsked(**asked))


def test_every_column_of_every_table_is_there_with_a_name_in_both_languages(company_folder) -> None:
    every = found()
    assert len(every) == sum(len(table.columns) for table in TABLES.values())
    for language in ("zh", "en"):
        words = desk_sentences(language)
        assert [each.column.name for each in every if f"field.{each.column.name}" not in words] == []
        assert [each.table for each in every if f"table.{each.table}" not in words] == []


def test_a_field_says_which_kpis_read_it_even_through_another_table(company_folder) -> None:
    (buyer,) = [each for each in found(table="orders") if each.column.name == "buyer"]
    assert "repurchase_A" in dict(buyer.kpis)
    (reason,) = [each for each in found(table="orders") if each.column.name == "invalid_reason"]
    assert "line_sales" in dict(reason.kpis)
    assert "csat" not in dict(reason.kpis)


def test_a_field_says_which_exports_fill_it_and_under_which_header(company_folder) -> None:
    (paid,) = [each for each in found(table="orders") if each.column.name == "paid_at"]
    headers = {one.title: one.headers for one in paid.filled_by}
    assert any("订单付款时间" in each for each in headers.values())


def test_buyers_are_hashed_and_telephones_and_addresses_never_written_down(company_folder) -> None:
    assert {each.column.name for each in found(only="hashed")} == {"buyer", "customer", "visitor", "respondent"}
    kept_out = hidden()
    assert ("orders", "buyer") in kept_out.hashed
    assert {"收货地址", "联系手机", "shippingaddress1"} <= set(kept_out.dropped)
    assert "买家会员名" not in kept_out.dropped


def test_a_search_finds_a_field_by_its_name_in_either_language(company_folder) -> None:
    assert {(each.table, each.column.name) for each in found(words="freight")} == {("orders", "freight")}
    with speaking("en"):
        assert {(each.table, each.column.name) for each in found(words="运费")} == {("orders", "freight")}
    assert found(words="no such field") == []


def test_a_table_that_there_is_not_is_no_page_and_neither_is_any_for_an_employee(company_folder) -> None:
    with pytest.raises(NotFoundRefusal):
        found(table="nothing")
    with pytest.raises(NotFoundRefusal):
        found("employee")


def test_the_page_shows_the_fields_sixty_at_a_time(as_hr) -> None:
    page = as_hr.get("/data/fields/?table=orders").content.decode()
    assert "invalid_reason" in page
    assert "收货地址" in page
    assert len(as_hr.get("/data/fields/?page=2").context["page"]) == 60
