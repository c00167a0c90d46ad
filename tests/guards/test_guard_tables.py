"""Tables: the shipped ones, a company's own over them, and what is wrong with a file."""

from datetime import date
from fractions import Fraction

import pytest

from merit.guards.law_tables import TaxKind
from merit.guards.table_file import read_tables
from merit.sources.documents import documents_of
from merit.sources.guard_tables import guard_tables, shipped_tables
from tests.guards.people_and_pay import yuan

DAY = date(2026, 10, 31)


def read(text):
    documents, broken = documents_of(text, "guards.yaml")
    assert broken == []
    return read_tables(documents)


def codes(text) -> list[tuple[str, int]]:
    return [(each.code, each.place.line) for each in read(text)[1]]


def company(tmp_path, text):
    (tmp_path / "guards.yaml").write_text(text, "utf-8")
    return guard_tables(tmp_path)


def test_every_shipped_minimum_wage_is_a_sample_with_its_line() -> None:
    rows = shipped_tables().minimum_wages
    assert rows
    assert all(row.sample and row.source.file == "merit/guards/tables/minimum_wages.yaml" for row in rows)
    assert len({row.source.line for row in rows}) == len(rows)


def test_the_shipped_limits_are_those_of_the_law() -> None:
    limits = shipped_tables().limits_on(DAY)
    assert (limits.loss_share, limits.probation_share) == (Fraction(1, 5), Fraction(4, 5))
    assert limits.probation_months == ((0, 0), (3, 1), (12, 2), (36, 6))


def test_separate_taxation_is_in_force_to_the_last_day_of_2027() -> None:
    assert shipped_tables().tax(TaxKind.YEAR_END, date(2027, 12, 31)) is not None
    assert shipped_tables().tax(TaxKind.YEAR_END, date(2028, 1, 1)) is None
    assert shipped_tables().tax(TaxKind.COMPREHENSIVE, date(2028, 1, 1)) is not None


def test_a_row_counts_from_its_day() -> None:
    tables = shipped_tables()
    assert tables.minimum_wage("上海", date(2025, 6, 30)).valid_from == date(2023, 7, 1)
    assert tables.minimum_wage("CN-31", date(2025, 7, 1)).valid_from == date(2025, 7, 1)
    assert tables.minimum_wage("Shanghai", date(2023, 6, 30)) is None


def test_without_a_file_of_its_own_a_company_has_the_shipped_tables(tmp_path) -> None:
    assert guard_tables(tmp_path) == (shipped_tables(), [])


def test_a_companys_region_replaces_the_samples_of_that_region_alone(tmp_path) -> None:
    tables, problems = company(
        tmp_path,
        "table: minimum_wages\nrows:\n  - {region: Shanghai, valid_from: 2026-07-01, monthly: 2812.50}\n",
    )
    assert problems == []
    row = tables.minimum_wage("Shanghai", DAY)
    assert (row.monthly, row.sample, row.source.file, row.source.line) == (yuan("2812.50"), False, "guards.yaml", 3)
    assert tables.minimum_wage("CN-31", DAY) == row, "the region answers to its code and to all its names"
    assert tables.minimum_wage("上海", date(2026, 6, 30)) is None, "no sample stands in for earlier days"
    assert tables.minimum_wage("CN-11", DAY).sample


def test_a_companys_tax_table_of_the_same_day_counts_first(tmp_path) -> None:
    text = "table: year_end_bonus\nvalid_from: 2019-01-01\nbrackets: [[null, 0.10, 0]]\n"
    tables, problems = company(tmp_path, text)
    assert problems == []
    assert tables.tax(TaxKind.YEAR_END, DAY).brackets == ((None, Fraction(1, 10), Fraction(0)),)


STRICT = "table: limits\nvalid_from: 2026-01-01\nloss_share: {}\nprobation_share: {}\nprobation_months: {}\n"


def test_a_company_may_be_stricter_than_the_law(tmp_path) -> None:
    tables, problems = company(tmp_path, STRICT.format("0.10", "0.90", "[[12, 1]]"))
    assert problems == []
    assert tables.limits_on(DAY).loss_share == Fraction(1, 10)
    assert tables.limits_on(date(2025, 12, 31)).loss_share == Fraction(1, 5)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        (("0.21", "0.80", "[[3, 1]]"), "loss_share"),
        (("0.20", "0.79", "[[3, 1]]"), "probation_share"),
        (("0.20", "0.80", "[[3, 2]]"), "probation_months"),
        (("0.20", "0.80", "[[2, 1]]"), "probation_months"),
        (("0.20", "0.80", "[[3, 1]]\nwithout_notice: [clawback]"), "without_notice"),
    ],
)
def test_limits_laxer_than_the_law_are_refused(tmp_path, written, key) -> None:
    tables, problems = company(tmp_path, STRICT.format(*written))
    assert [(each.code, each.params["key"]) for each in problems] == [("guards.laxer_than_law", key)]
    assert tables.limits_on(DAY) == shipped_tables().limits_on(DAY)


ROW = "table: minimum_wages\nrows:\n  - {}\n"
TAX = "table: income_tax\nvalid_from: 2019-01-01\nbrackets:\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("table: holidays\n", [("guards.unknown_table", 1)]),
        ("rows: []\n", [("guards.unknown_table", 1)]),
        ("table: minimum_wages\n", [("guards.missing_field", 1)]),
        (ROW.format("{valid_from: 2026-01-01, monthly: 2000}"), [("guards.missing_field", 3)]),
        (ROW.format("{region: A, monthly: 2000}"), [("guards.missing_field", 3)]),
        (ROW.format("{region: A, valid_from: soon, monthly: 2000}"), [("guards.not_a_date", 3)]),
        (ROW.format("{region: A, valid_from: 2026-01-01, monthly: 2k}"), [("guards.not_such_a_number", 3)]),
        (ROW.format("{region: A, valid_from: 2026-01-01, monthly: -1}"), [("guards.not_such_a_number", 3)]),
        (ROW.format("{region: A, valid_from: 2026-01-01, wage: 1, monthly: 1}"), [("guards.unknown_field", 3)]),
        (TAX + "  - [100, 0.03]\n", [("guards.brackets_shape", 3)]),
        (TAX + "  - [100, 0.03, 0]\n", [("guards.brackets_open_end", 3)]),
        (TAX + "  - [100, 0.03, 0]\n  - [null, 0.1, 6]\n", [("guards.brackets_jump", 5)]),
        (TAX + "  - [100, 0.03, 0]\n  - [90, 0.1, 7]\n  - [null, 0.2, 16]\n", [("guards.brackets_jump", 5)]),
        (TAX + "  - [null, 1.5, 0]\n", [("guards.not_such_a_number", 4)]),
        (STRICT.format("0.2", "0.8", "[[3, 1], [2, 1]]"), [("guards.months_shape", 5)]),
        (STRICT.format("0.2", "0.8", "six"), [("guards.months_shape", 5)]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text, found) -> None:
    assert codes(text) == found


def test_a_wrong_row_does_not_take_the_others_along() -> None:
    rows = "  - {region: A, valid_from: 2026-01-01, monthly: 2000}\n  - {region: B}\n"
    tables, problems = read("table: minimum_wages\nrows:\n" + rows)
    assert [row.region for row in tables.minimum_wages] == ["A"]
    assert {each.code for each in problems} == {"guards.missing_field"}


def test_a_jump_names_the_quick_deduction_that_would_be_right() -> None:
    _, (problem,) = read(TAX + "  - [100, 0.03, 0]\n  - [null, 0.1, 6]\n")
    assert problem.params == {"row": 2, "expected": "7"}
