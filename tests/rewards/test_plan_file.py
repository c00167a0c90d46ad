"""Reading reward documents: the grammar, and every fault at once with its line."""

from fractions import Fraction

from merit.kernel.node import NodeKind
from merit.kernel.period import Grain
from merit.rewards.plan import BonusTerms, CommissionTerms, DateBasis, PoolTerms, RateMode, Reading, RefundRule
from tests.rewards.small_company import plans, problems_of

SHIPPED = """
reward: cs-bonus
kind: bonus
for: {post: cs_agent}
coefficients: {S: 1.5, A: 1.2, B: 1.0, C: 0.6, D: 0}
department_coefficient: {kpi: csat, of: team, bands: [[0, 0.9], [0.85, 1.0], [0.92, 1.05]]}
company_coefficient: {kpi: paid_sales, of: company, on: attainment, bands: [[0, 0.8], [0.9, 0.98], [1.0, 1.0]]}
---
reward: sales-commission
version: 2
valid_from: 2026-04-01
kind: commission
for: {post: [sales, sales_lead]}
base: {kpi: paid_sales, date_basis: paid, cumulative: quarter}
rates: {mode: marginal, bands: [[0, 0.01], [100000, 0.02], [500000, 0.03]]}
gate: {kpi: gross_margin, at_least: 0.15, else: zero}
cap: 30000
refunds: clawback
split: by_credit
override: {to: leader, rate: 0.002}
draw: {amount: 1000, recoverable: true}
holdback: {share: 0.2, release_after: 90d}
kicker: {kpi: new_customers, at_least: 20, add: 500}
---
reward: campaign-pool
kind: pool
amount: 10000.00
for: {team: ops}
share_by: [bonus_base, coefficient, score]
"""

COMMISSION = """
reward: c
kind: commission
for: {post: sales}
base: {kpi: paid_sales, date_basis: paid}
rates: {mode: marginal, bands: [[0, 0.01]]}
"""


def test_the_documented_examples_are_read_as_written() -> None:
    bonus, commission, pool = plans(SHIPPED)
    assert isinstance(bonus.terms, BonusTerms)
    assert dict(bonus.terms.grades)["A"] == Fraction(6, 5)
    assert bonus.terms.department is not None
    assert bonus.terms.department.of is NodeKind.TEAM
    assert bonus.terms.company is not None
    assert bonus.terms.company.on is Reading.ATTAINMENT
    terms = commission.terms
    assert isinstance(terms, CommissionTerms)
    assert commission.audience.posts == ("sales", "sales_lead")
    assert (terms.base.date_basis, terms.base.cumulative) == (DateBasis.PAID, Grain.QUARTER)
    assert (terms.rates.mode, terms.refunds) == (RateMode.MARGINAL, RefundRule.CLAWBACK)
    assert terms.holdback is not None
    assert (terms.holdback.share, terms.holdback.days) == (Fraction(1, 5), 90)
    assert terms.kickers[0].add == 500
    assert isinstance(pool.terms, PoolTerms)
    assert [each.factor for each in pool.terms.share_by] == ["bonus_base", "coefficient", "score"]


def test_every_fault_of_a_document_is_reported_at_once_with_its_line() -> None:
    text = """reward: c
kind: commission
for: {post: sales}
base: {kpi: net_sales, date_bassis: paid}
rates:
  mode: marginal
  bands: [[0, 0.01], [50000, 0.02], [50000, 0.03], [10000, -0.02]]
refunds: clawback
cap: lots
holdback: {share: 1.2, release_after: soon}
kickr: {kpi: new_customers}
"""
    found = {(problem.code, problem.place.line) for problem in problems_of(text)}
    assert found == {
        ("rewards.unknown_key", 4),
        ("rewards.bands_overlap", 7),
        ("rewards.too_low", 7),
        ("rewards.clawback_on_net", 8),
        ("rewards.not_a_number", 9),
        ("rewards.too_high", 10),
        ("rewards.not_days", 10),
        ("rewards.unknown_key", 11),
    }


def test_a_misspelt_key_names_the_nearest() -> None:
    problem = next(each for each in problems_of(COMMISSION + "overide: {rate: 0.1}\n"))
    assert problem.params["nearest"] == "override"


def test_unsorted_bands_are_a_problem() -> None:
    text = COMMISSION.replace("[[0, 0.01]]", "[[100, 0.01], [0, 0.02]]")
    assert [problem.code for problem in problems_of(text)] == ["rewards.bands_unsorted"]


def test_coefficients_that_are_all_zero_are_a_problem() -> None:
    text = "reward: b\nkind: bonus\nfor: {post: x}\ncoefficients: {A: 0, B: 0}\n"
    assert [problem.code for problem in problems_of(text)] == ["rewards.all_zero"]


def test_clawback_is_allowed_on_sales_that_do_not_subtract_refunds() -> None:
    assert problems_of(COMMISSION + "refunds: clawback\n") == []
    assert [problem.code for problem in problems_of(
        COMMISSION.replace("paid_sales", "net_sales") + "refunds: clawback\n"
    )] == ["rewards.clawback_on_net"]  # fmt: skip


def test_the_reading_of_the_table_must_be_chosen() -> None:
    codes = [problem.code for problem in problems_of(COMMISSION.replace("mode: marginal, ", ""))]
    assert codes == ["rewards.missing_key"]


def test_a_document_of_the_wrong_shape_is_told_not_crashed_on() -> None:
    text = "reward: c\nkind: commission\nfor: sales\nbase: 7\nrates: [1]\ndraw: x\nramp: 3\ngate: [4]\nkicker: {}\n"
    assert {problem.code for problem in problems_of(text)} >= {"rewards.not_a_mapping", "rewards.one_of"}
    assert problems_of("kind: bonus\n")[0].code == "rewards.missing_key"
    assert {each.code for each in problems_of("reward: x\nkind: gift\nfor: {}\n")} >= {"rewards.unknown_choice"}
    pool = "reward: p\nkind: pool\nfor: {team: ops}\namount: {kpi: x}\nshare_by: [height]\n"
    assert {each.code for each in problems_of(pool)} == {"rewards.missing_key", "rewards.unknown_choice"}
