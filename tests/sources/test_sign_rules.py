"""`signs:` of company.yaml is read, or told what is wrong."""

import pytest

from merit.company import SignRules
from merit.insight.signs.sign import SignKind
from merit.sources.company_folder import read_company
from merit.sources.company_folder.sign_rules import KINDS
from tests.tiny_company import FILES, write_tiny_company


def read(folder, section=""):
    write_tiny_company(folder)
    (folder / "company.yaml").write_text(FILES["company.yaml"] + section, "utf-8")
    return read_company(folder)


def test_without_a_section_the_usual_rules_hold(tmp_path):
    company, _ = read(tmp_path)
    assert company.profile.signs == SignRules()


def test_rules_are_read_and_the_rest_stays_as_usual(tmp_path):
    section = "signs: {certainty: 1%, brushing_orders: 8, pairs: [[paid_sales, gross_margin]], off: [stock_moved]}\n"
    company, _ = read(tmp_path, section)
    assert company.profile.signs == SignRules(
        certainty=0.01, brushing_orders=8, pairs=(("paid_sales", "gross_margin"),), off=("stock_moved",)
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("certainty: 2", "company.not_a_sign_rule"),
        ("certainty: sure", "company.not_a_sign_rule"),
        ("brushing_orders: 1", "company.not_a_sign_rule"),
        ("brushing_orders: many", "company.not_a_sign_rule"),
        ("pairs: paid_sales", "company.not_a_sign_rule"),
        ("off: [brush]", "company.not_a_choice"),
        ("brushing: 3", "company.column_unknown"),
    ],
)
def test_what_is_no_rule_is_told(tmp_path, written, code):
    _, problems = read(tmp_path, f"signs: {{{written}}}\n")
    assert code in {each.code for each in problems}


def test_a_section_that_is_no_list_of_rules_is_told(tmp_path):
    _, problems = read(tmp_path, "signs: 3\n")
    assert "company.not_a_sign_rule" in {each.code for each in problems}


def test_every_kind_of_sign_can_be_turned_off():
    assert set(KINDS) == set(SignKind)
