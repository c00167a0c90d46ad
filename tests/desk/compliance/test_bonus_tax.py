"""年终奖计税: the cliffs drawn exactly, both methods, and everybody's bonus of a period with what would leave more."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from merit.guards.law_tables import TaxKind
from merit.kernel.money import Money
from merit.sources.guard_tables import shipped_tables
from merit_desk.compliance.queries import taxed_people as taxed
from merit_desk.compliance.queries.tax_chart import tax_charts
from merit_desk.results.queries.period_files import PayRow, period_files
from tests.desk.conftest import client_for, role_account, viewer_as

OCTOBER = "2026-10"
PAYDAY = date(2027, 1, 1)
NOTHING = Money(0)

pytestmark = pytest.mark.usefixtures("company_folder")


def charts(bonus=None, income=NOTHING, day=PAYDAY):
    return tax_charts(bonus, income, day, shipped_tables())


def test_the_cliff_falls_at_its_edge_and_reaches_the_same_level_at_the_end_of_the_zone() -> None:
    cliff, _ = charts()
    points = dict(cliff.data["series"][0]["points"])
    # 36,000 − 1,080.00; a fen more: 36,000.01 × 10 % − 210 = 3,390.00; 38,566.67 × 10 % − 210 = 3,646.67.
    assert (points[36000.0], points[36000.01], points[36001.0], points[38566.67]) == (
        34920.0,
        32610.01,
        32610.9,
        34920.0,
    )
    assert cliff.data["from"] < 36000


def test_the_cliff_of_the_amount_is_drawn_and_the_amount_in_it() -> None:
    cliff, whole = charts(Money(150_000_00))
    assert cliff.data["example"][:2] == [150000.0, 121410.0]  # tax: 150,000 × 20 % − 1,410 = 28,590
    assert 130000 < cliff.data["from"] < 144000
    assert whole.data["example"][0] == 150000.0


def test_merging_adds_the_tax_of_the_years_brackets_above_the_other_income() -> None:
    _, whole = charts(income=Money(200_000_00))
    apart, merged = whole.data["series"]
    # 236,000 × 20 % − 16,920 = 30,280, less 200,000 × 20 % − 16,920 = 23,080: 7,200 of tax.
    assert dict(merged["points"])[36000.0] == 28800.0
    assert dict(apart["points"])[36000.0] == 34920.0


def test_merging_below_all_deductions_is_free_of_tax() -> None:
    _, whole = charts(income=Money(-50_000_00))
    assert dict(whole.data["series"][1]["points"])[50000.0] == 50000.0


def test_after_the_rule_has_ended_nothing_is_drawn() -> None:
    assert charts(day=date(2028, 1, 1)) == []


def test_the_page_draws_what_was_typed_and_has_its_table(as_employee) -> None:
    page = as_employee.get("/compliance/tax/?bonus=36001").content.decode()
    assert 'data-payout="cliff"' in page
    assert "32,610.90" in page
    assert 'data-payout="cliff"' not in as_employee.get("/compliance/tax/?bonus=1&paid_on=2028-01-01").content.decode()


@pytest.fixture
def bonuses(monkeypatch, company_folder):
    """ann is one yuan above the edge of 36,000, bob at it, cat above the zone; of a month only year-end lines count."""
    amounts = {"ann": "36001", "bob": "36000", "cat": "38566.68"}

    def row(person, line, amount):
        return PayRow(person, "year-end", "1", line, 1, Decimal(amount), "CNY", "", None)

    pay = {person: (row(person, "year_end", amount), row(person, "bonus", "500")) for person, amount in amounts.items()}
    files = replace(period_files(OCTOBER), pay=pay)
    monkeypatch.setattr(taxed, "period_files", lambda period: files)
    monkeypatch.setattr(taxed, "periods_run", lambda: [OCTOBER])


def found(role="hr", day=PAYDAY):
    return taxed.taxed_people(viewer_as(role), OCTOBER, day, shipped_tables())


def test_who_stands_just_above_an_edge_comes_first_with_what_is_lost_and_what_would_be_better(bonuses) -> None:
    first, *others = found()
    assert (first.person, first.tax, first.left) == ("ann", Decimal("3390.10"), Decimal("32610.90"))
    assert (first.less, first.zone.edge, first.enough) == (Decimal("2309.10"), Decimal(36000), Decimal("38566.68"))
    assert [(each.person, each.zone, each.less) for each in others] == [("cat", None, 0), ("bob", None, 0)]
    # The least amount above the zone leaves more than the edge: 38,566.68 − 3,646.67 = 34,920.01.
    assert others[0].left == Decimal("34920.01")
    assert others[1].left == Decimal("34920.00")


def test_a_whole_year_counts_every_bonus_of_the_person(bonuses, monkeypatch) -> None:
    year = replace(taxed.period_files(OCTOBER), period="2026")
    monkeypatch.setattr(taxed, "period_files", lambda period: year)
    assert {each.person: each.bonus for each in found()}["bob"] == Decimal(36500)


def test_paid_after_the_rule_has_ended_there_is_no_such_list(bonuses) -> None:
    assert shipped_tables().tax(TaxKind.YEAR_END, date(2028, 1, 1)) is None
    assert found(day=date(2028, 1, 1)) == []


def test_the_page_and_the_api_name_them_to_those_who_see_pay(bonuses) -> None:
    page = client_for(role_account("hr")).get("/compliance/tax/people/").content.decode()
    assert "2,309.10" in page
    assert "38,566.68" in page
    assert client_for(role_account("employee")).get("/compliance/tax/people/").status_code == 404
    assert client_for(role_account("hr")).get("/compliance/tax/people/?paid_on=soon").status_code == 422
    later = client_for(role_account("hr")).get("/compliance/tax/people/?paid_on=2028-01-01").content.decode()
    assert "2028-01-01" in later
    assert "2,309.10" not in later


def test_without_a_year_end_bonus_the_page_says_how_to_get_one() -> None:
    page = client_for(role_account("hr")).get("/compliance/tax/people/").content.decode()
    assert "还没有算过年终奖" in page
    assert "/compliance/tax/" in page
