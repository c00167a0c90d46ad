"""Retro: the closed period is recomputed, what was paid stays, the difference is a line of the open period."""

from datetime import date
from fractions import Fraction

import pytest

from merit.kernel.explain import replays, steps
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit.rewards.payment.adjustments import prior_period_adjustments
from merit.rewards.payment.paid_before import PaidBefore, paid_lines
from tests.rewards.small_company import SmallCompany, Sold, Till, organisation, paid, plans, spell

OCTOBER, NOVEMBER, DECEMBER = (Period.parse(f"2026-{month}") for month in (10, 11, 12))
PLAN = """
reward: c
kind: commission
for: {post: sales}
base: {kpi: paid_sales, date_basis: paid}
rates: {mode: marginal, bands: [[0, 0.01]]}
"""


def late(text: str = PLAN) -> tuple[Till, SmallCompany]:
    """October sealed at 1,000.00; afterwards a forgotten order of 20,000 arrives."""
    company = SmallCompany(organisation(spell("an")), plans(text))
    shop = Till(company, [Sold("an", date(2026, 10, 5), Fraction(100_000))])
    shop.seal("2026-10")
    shop.sold.append(Sold("an", date(2026, 10, 6), Fraction(20_000)))
    return shop, company


def test_the_difference_is_paid_in_the_open_period_and_names_the_closed_one() -> None:
    shop, company = late()
    before = PaidBefore(paid_lines(shop.sealed))
    lines = prior_period_adjustments(shop.month("2026-10"), before, OCTOBER, NOVEMBER, company.rewards)
    assert [(line.line, str(line.amount.value)) for line in lines] == [("adjustment", "200.00")]
    assert (lines[0].period, lines[0].concerns) == (NOVEMBER, OCTOBER)
    assert all(replays(step) for step in steps(lines[0].amount))
    assert paid(shop.sealed) == 1_000_00


def test_an_adjustment_is_made_once() -> None:
    shop, company = late()
    lines = shop.month("2026-10")
    first = prior_period_adjustments(lines, PaidBefore(paid_lines(shop.sealed)), OCTOBER, NOVEMBER, company.rewards)
    before = PaidBefore(paid_lines((*shop.sealed, *first)))
    assert prior_period_adjustments(lines, before, OCTOBER, DECEMBER, company.rewards) == []


def test_a_reward_that_the_recomputed_period_no_longer_pays_is_taken_back_whole() -> None:
    shop, company = late()
    before = PaidBefore(paid_lines(shop.sealed))
    lines = prior_period_adjustments([], before, OCTOBER, NOVEMBER, company.rewards)
    assert [str(line.amount.value) for line in lines] == ["-1000.00"]


def test_an_open_cumulative_span_mends_itself() -> None:
    shop, company = late(PLAN.replace("date_basis: paid", "date_basis: paid, cumulative: quarter"))
    before = PaidBefore(paid_lines(shop.sealed))
    assert prior_period_adjustments(shop.month("2026-10"), before, OCTOBER, NOVEMBER, company.rewards) == []
    assert paid(shop.seal("2026-11")) == 200_00


def test_the_leaders_part_of_an_open_cumulative_span_does_not_mend_itself() -> None:
    # 20,000 forgotten in October × 0.2 %: nothing in November pays it, so it is adjusted; the seller's mends itself.
    text = PLAN.replace("date_basis: paid", "date_basis: paid, cumulative: quarter") + "override: {rate: 0.002}\n"
    company = SmallCompany(organisation(spell("an"), spell("lin")), plans(text))
    shop = Till(company, [Sold("an", date(2026, 10, 5), Fraction(100_000))])
    shop.seal("2026-10")
    shop.sold.append(Sold("an", date(2026, 10, 6), Fraction(20_000)))
    before = PaidBefore(paid_lines(shop.sealed))
    lines = prior_period_adjustments(shop.month("2026-10"), before, OCTOBER, NOVEMBER, company.rewards)
    assert [(line.person, str(line.amount.value)) for line in lines] == [("lin", "40.00")]


def test_a_late_sale_that_was_adjusted_is_clawed_back_with_the_rest() -> None:
    shop, company = late(PLAN + "refunds: clawback\n")
    before = PaidBefore(paid_lines(shop.sealed))
    adjusted = prior_period_adjustments(shop.month("2026-10"), before, OCTOBER, NOVEMBER, company.rewards)
    assert adjusted[0].base == 20_000
    shop.sealed = (*shop.sealed, *shop.month("2026-11"), *adjusted)
    for each in shop.sold:
        each.refunds.append((date(2026, 12, 5), each.amount))
    december = shop.seal("2026-12")
    assert [str(line.amount.value) for line in december if line.line == "clawback"] == ["-1200.00"]


def test_only_an_earlier_period_can_be_adjusted() -> None:
    shop, company = late()
    with pytest.raises(ConflictRefusal):
        prior_period_adjustments(shop.month("2026-10"), PaidBefore(), OCTOBER, OCTOBER, company.rewards)
