"""Reading reward documents: the grammar, and every fault at once with its line."""

from copy import deepcopy
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from merit.kernel.document import Document
from merit.kernel.node import NodeKind
from merit.kernel.period import Grain
from merit.kernel.problems import has_errors
from merit.rewards.plan.plan_file import read_reward
from merit.rewards.plan.reward_plan import (
    BonusTerms,
    CommissionTerms,
    DateBasis,
    PoolTerms,
    RateMode,
    Reading,
    RefundRule,
)
from merit.sources.documents import documents_of
from merit.wording.sentences import LANGUAGES, problem_sentence
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
        ("documents.misspelt_key", 4),
        ("documents.bands_overlap", 7),
        ("documents.bands_unsorted", 7),
        ("documents.too_low", 7),
        ("rewards.clawback_on_net", 8),
        ("documents.not_a_number", 9),
        ("documents.too_high", 10),
        ("rewards.not_days", 10),
        ("documents.misspelt_key", 11),
    }


def test_a_misspelt_key_names_the_nearest() -> None:
    problem = next(each for each in problems_of(COMMISSION + "overide: {rate: 0.1}\n"))
    assert problem.params["nearest"] == "override"


def test_unsorted_bands_are_a_problem() -> None:
    text = COMMISSION.replace("[[0, 0.01]]", "[[100, 0.01], [0, 0.02]]")
    assert [problem.code for problem in problems_of(text)] == ["documents.bands_unsorted"]


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
    assert codes == ["documents.key_missing"]


def test_a_document_of_the_wrong_shape_is_told_not_crashed_on() -> None:
    text = "reward: c\nkind: commission\nfor: sales\nbase: 7\nrates: [1]\ndraw: x\nramp: 3\ngate: [4]\nkicker: {}\n"
    assert {problem.code for problem in problems_of(text)} >= {"documents.not_a_mapping", "documents.one_of"}
    assert problems_of("kind: bonus\n")[0].code == "documents.key_missing"
    assert {each.code for each in problems_of("reward: x\nkind: gift\nfor: {}\n")} >= {"documents.not_a_choice"}
    pool = "reward: p\nkind: pool\nfor: {team: ops}\namount: {kpi: x}\nshare_by: [height]\n"
    assert {each.code for each in problems_of(pool)} == {"documents.key_missing", "documents.not_a_choice"}


JUNK = st.sampled_from([None, True, -1, 0, 10**30, "", "word", "1/0", "nan", [], [[]], [None, 1], {}, {"a": 1}, {1: 2}])
WHOLE = """
reward: c
version: 2
kind: commission
for: {post: sales}
valid_from: 2026-01-01
base: {kpi: paid_sales, date_basis: paid, cumulative: quarter, target: 100}
rates: {mode: marginal, bands: [[0, 0.01], [10000, 0.02]]}
multiplier: {kpi: csat, of: team, bands: [[0, 1]]}
gate: {kpi: gross_margin, at_least: 0.15, else: 0.5}
kicker: {kpi: new_customers, at_least: 20, add: 500, from: 2026-01-01, to: 2026-01-31}
accelerator: {above: 1, times: 2}
override: {to: leader, rate: 0.002}
draw: {amount: 1000, recoverable: true}
holdback: {share: 0.2, release_after: 90d}
ramp: {1: 0.5}
refunds: {mode: clawback, attainment: falls}
cap: 30000
floor: 100
line_minimum: 1
"""
KEYS = (
    "version for base rates multiplier gate kicker accelerator override draw holdback ramp refunds cap valid_from title"
).split()


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(KEYS), st.integers(0, 5), JUNK)
def test_whatever_stands_in_a_reward_it_is_read_or_said_and_never_breaks(key, inside, junk) -> None:
    data = deepcopy(documents_of(WHOLE, "rewards/test.yaml")[0][0].data)
    held = data.get(key)
    if isinstance(held, dict) and inside < len(held):
        held[list(held)[inside]] = junk
    else:
        data[key] = junk
    plan, problems = read_reward(Document("rewards/test.yaml", data))
    assert (plan is None) == has_errors(problems)
    for problem in problems:
        for language in LANGUAGES:
            assert problem_sentence(problem, language)
