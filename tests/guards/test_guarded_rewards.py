"""Guards over what the rewards stage really pays: its negative lines cite their plan and need its notice."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from merit.guards.guard_findings import GuardedPay, guard_findings
from merit.guards.notice import Notice
from merit.kernel.period import Period
from merit.sources.guard_tables import shipped_tables
from tests.rewards.small_company import SmallCompany, Sold, Till, organisation, plans, spell

NOVEMBER = Period.parse("2026-11")
PLAN = """
reward: c
kind: commission
for: {post: sales}
base: {kpi: paid_sales, date_basis: paid}
rates: {mode: marginal, bands: [[0, 0.01]]}
refunds: clawback
holdback: {share: 0.2, release_after: 90d}
"""
PEOPLE = organisation(replace(spell("an"), wage=Fraction(2000)))


def november():
    """1,000 of commission less 600 that came back from October, of which a fifth is withheld: 320.00."""
    sold = [
        Sold("an", date(2026, 10, 5), Fraction(60_000), [(date(2026, 11, 5), Fraction(60_000))], Fraction(0)),
        Sold("an", date(2026, 11, 6), Fraction(100_000), [], Fraction(0)),
    ]
    shop = Till(SmallCompany(PEOPLE, plans(PLAN)), sold)
    shop.seal("2026-10")
    return tuple(shop.seal("2026-11"))


def codes(*notices) -> list[str]:
    pay = GuardedPay(NOVEMBER, PEOPLE, november(), "上海", notices=notices)
    return [each.code for each in guard_findings(pay, shipped_tables())]


def test_every_negative_line_of_a_commission_cites_its_plan() -> None:
    negative = {line.line for line in november() if line.amount.value.fen < 0}
    assert negative == {"clawback", "holdback"}
    assert "guards.negative_without_rule" not in codes()


def test_they_need_the_notice_of_that_plan_and_the_floor_counts_them() -> None:
    # 2,000 + 320 = 2,320 against a sample minimum of 2,740.
    told = Notice("c", 1, date(2026, 1, 1), {"an": date(2026, 1, 2)})
    assert sorted(codes(told)) == ["guards.below_minimum_wage", "guards.sample_minimum_wage"]
    assert codes().count("guards.negative_without_notice") == 2
    (finding,) = [
        each
        for each in guard_findings(GuardedPay(NOVEMBER, PEOPLE, november(), "上海", notices=(told,)), shipped_tables())
        if each.code == "guards.below_minimum_wage"
    ]
    assert (finding.params["paid"], finding.params["short"]) == ("2320.00", "420.00")
