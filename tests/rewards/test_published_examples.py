"""Worked examples that others have published, with their figures as published.

* Oracle, "Siebel Incentive Compensation Administration Guide", chapter on plan design, Table 4 "Recoverable Draw
  Scenario": https://docs.oracle.com/cd/E05553_01/books/InCompAdm/InCompAdmPlanDesign8.html
* Oracle, "Fusion Cloud Incentive Compensation: Implementing", "Examples of Calculating Earnings Using Step Rates":
  https://docs.oracle.com/en/cloud/saas/sales/facmi/examples-of-calculating-earnings-using-step-rates.html
* the same, "Options for Splitting Attainment Numbers Across Rate Tiers":
  https://docs.oracle.com/en/cloud/saas/sales/facmi/options-for-splitting-attainment-numbers-across-rate-tiers.html
"""

from datetime import date
from fractions import Fraction

import pytest

from merit.rewards.commission.rates import highest_band, marginal
from tests.rewards.small_company import SmallCompany, Sold, Till, amounts, organisation, paid, plans, spell

DRAW = """
reward: c
kind: commission
for: {post: sales}
base: {kpi: paid_sales, date_basis: paid}
rates: {mode: marginal, bands: [[0, 0.01]]}
draw: {amount: 2000, recoverable: true}
"""
STEPS = """
reward: c
kind: commission
for: {post: sales}
base: {kpi: paid_sales, date_basis: paid, counting: line}
rates: {mode: marginal, bands: [[0, 0.01], [1000, 0.02], [3000, 0.03], [8000, 0.05]]}
"""


def test_siebel_recoverable_draw_of_six_months() -> None:
    """Gross earnings, and what the published table pays out; at 1 % the sales are a hundred times the earnings."""
    gross = (2750, 3000, 1500, 2375, 3000, 2750)
    published = (2750, 3000, 2000, 2000, 2875, 2750)
    sold = [Sold("an", date(2026, month, 10), Fraction(each * 100)) for month, each in enumerate(gross, start=1)]
    shop = Till(SmallCompany(organisation(spell("an")), plans(DRAW)), sold)
    months = [shop.seal(f"2026-{month:02d}") for month in range(1, 7)]
    assert [paid(lines) for lines in months] == [each * 100 for each in published]
    # "The additional $500 is seen as a loan"; "$375 is paid back"; "pays off the draw balance of $125".
    assert amounts(months[2])["draw"] == "500.00"
    assert amounts(months[3])["draw_recovery"] == "-375.00"
    assert amounts(months[4])["draw_recovery"] == "-125.00"


def test_oracle_step_rates_on_each_transaction_of_a_quarter() -> None:
    """T1 to T6 earn 2, 3, 20, 14, 30 and 95: "the total amount of compensation earned for the quarter is 164 USD"."""
    sales = {(1, 1): 200, (1, 2): 300, (1, 15): 1500, (2, 1): 1200, (2, 15): 2000, (3, 1): 4500}
    sold = [Sold("an", date(2015, month, day), Fraction(amount)) for (month, day), amount in sales.items()]
    company = SmallCompany(organisation(spell("an", start=date(2010, 1, 1))), plans(STEPS))
    assert amounts(Till(company, sold).seal("2015-Q1")) == {"commission": "164.00"}
    table = [(Fraction(edge), Fraction(rate)) for edge, rate in ((0, "0.01"), (1000, "0.02"), (3000, "0.03"))]
    assert [marginal(amount=Fraction(each), bands=table).value for each in sales.values()] == [2, 3, 20, 14, 30, 95]


@pytest.mark.parametrize(("amount", "percent"), [(5_000, 1), (15_000, 2), (60_000, 3)])
def test_oracle_rate_not_split_is_the_rate_of_the_highest_tier_attained(amount: int, percent: int) -> None:
    table = [(Fraction(edge), Fraction(rate, 100)) for edge, rate in ((0, 1), (10_000, 2), (50_000, 3), (100_000, 4))]
    assert highest_band(amount=Fraction(amount), bands=table).value == Fraction(amount * percent, 100)


def test_oracle_rate_split_in_steps() -> None:
    """60,000: "1 for the first 10,000, 2 for the next 40,000, 3 for the remaining 10,000"."""
    table = [(Fraction(edge), Fraction(rate, 100)) for edge, rate in ((0, 1), (10_000, 2), (50_000, 3), (100_000, 4))]
    assert marginal(amount=Fraction(15_000), bands=table).value == 100 + 100
    assert marginal(amount=Fraction(60_000), bands=table).value == 100 + 800 + 300
