"""Reward plans beside the catalogue."""

from merit.catalogue.expression import Name, Operation
from merit.catalogue.kpi import Aggregate, Catalogue, Direction, Formula, Kpi, Measure, Measured, RatioOf, Unit
from merit.rewards.plan.checks import reward_problems, subtracts_refunds
from tests.rewards.small_company import plans

PLAN = """
reward: c
kind: commission
for: {post: sales}
base: {kpi: paid_sales, date_basis: paid}
rates: {mode: marginal, bands: [[0, 0.01]]}
"""


def kpi(name: str, body) -> Kpi:
    return Kpi(name, 1, {}, "sales", Unit.MONEY, Direction.UP, body)


def measured(relation: str, at: str) -> Measured:
    return Measured(Measure(relation, Aggregate.SUM, at))


CATALOGUE = Catalogue(
    {
        "paid_sales": kpi("paid_sales", measured("orders", "paid_at")),
        "refund_amt": kpi("refund_amt", measured("refunds", "refunded_at")),
        "sales_kept": kpi("sales_kept", Formula(Operation("-", (Name("paid_sales"), Name("refund_amt"))))),
        "csat": kpi("csat", RatioOf("paid_sales", "paid_sales")),
    }
)


def codes(text: str) -> list[str]:
    return [problem.code for problem in reward_problems(plans(text), CATALOGUE)]


def test_a_plan_that_fits_has_no_problem() -> None:
    assert codes(PLAN + "refunds: clawback\n") == []


def test_clawback_on_a_base_made_of_refunds_is_a_problem() -> None:
    assert codes(PLAN.replace("paid_sales", "sales_kept") + "refunds: clawback\n") == ["rewards.clawback_on_net"]
    assert not subtracts_refunds(CATALOGUE, "paid_sales")


def test_a_date_basis_other_than_the_kpis_is_warned_of() -> None:
    assert codes(PLAN.replace("date_basis: paid", "date_basis: signed")) == ["rewards.date_basis_differs"]
