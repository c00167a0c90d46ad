"""Source rows of a figure, and the sold orders behind commissions, are the same on PostgreSQL and on Spark."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from merit.engines.chosen import EMBEDDED
from merit.engines.sold_orders import sold_orders
from merit.engines.source_rows import RowsAsked, source_rows
from merit.kernel.explain import LineRef
from merit.kernel.node import person_node
from merit.kernel.period import Grain, Period
from merit.rewards.payment.paid_before import Sale
from merit.rewards.payment.refund_bearer import Bearer, RefundBearer
from merit.rewards.plan.reward_plan import (
    CommissionBase,
    CommissionTerms,
    Counting,
    DateBasis,
    RateMode,
    Rates,
    RefundRule,
    RewardPlan,
)
from merit.scores.plan.audience import Audience
from tests.engines.elsewhere import COMPANY_, opened
from tests.engines.random_facts import ROWS
from tests.engines.tiny_company import HERE, TinySnapshot

MONTH, AUTUMN = Period.parse("2026-09"), Period.parse("2026-08-01..2026-12-31")


def test_a_figure_leads_to_the_same_rows_on_postgresql(postgresql: str, snapshot: TinySnapshot) -> None:
    _leads_to_the_same_rows(postgresql, snapshot)


@pytest.mark.long
def test_a_figure_leads_to_the_same_rows_on_spark(spark: str, snapshot: TinySnapshot) -> None:
    _leads_to_the_same_rows(spark, snapshot)


def _leads_to_the_same_rows(address: str, snapshot: TinySnapshot) -> None:
    def rows(where: str) -> list[object]:
        engine = opened(where, snapshot)
        try:
            found = source_rows(COMPANY_, engine, RowsAsked("paid_sales", person_node("ann"), MONTH, left_out_too=True))
            return [(each.component, each.total, each.rows) for each in found]
        finally:
            engine.close()

    assert rows(EMBEDDED)[0][1] > 0  # type: ignore[index]
    assert rows(address) == rows(EMBEDDED)


def test_the_sold_orders_behind_commissions_are_the_same_on_postgresql(postgresql: str, snapshot: TinySnapshot) -> None:
    assert sales(postgresql, snapshot) == sales(EMBEDDED, snapshot)


@pytest.mark.long
def test_the_sold_orders_behind_commissions_are_the_same_on_spark(spark: str, snapshot: TinySnapshot) -> None:
    assert sales(spark, snapshot) == sales(EMBEDDED, snapshot)


def sales(address: str, snapshot: TinySnapshot) -> list[Sale]:
    """By two plans: one claws back what was refunded, the other counts order by order; some refunds are goodwill."""
    here = replace(COMPANY_, rewards=(paying("back", RefundRule.CLAWBACK), paying("each", counting=Counting.LINE)))
    here = replace(here, refund_bearers=tuple(goodwill(f"k{at:03}", at) for at in range(0, ROWS, 3)))
    engine = opened(address, snapshot)
    try:
        found = list(sold_orders(here, engine, AUTUMN))
    finally:
        engine.close()
    assert {each.reward for each in found} == {"back", "each"}
    assert any(each.borne_by_company for each in found)
    assert any(each.refunded != each.borne_by_company for each in found)
    return found


def paying(reward: str, refunds: RefundRule = RefundRule.IGNORE, counting: Counting = Counting.SPAN) -> RewardPlan:
    base = CommissionBase("paid_sales", DateBasis.PAID, Grain.MONTH, counting)
    rates = Rates(RateMode.MARGINAL, ((Fraction(0), Fraction("0.1")),))
    return RewardPlan(reward, 1, Audience(), CommissionTerms(base, rates, refunds=refunds), HERE)


def goodwill(refund: str, line: int) -> RefundBearer:
    decided = datetime(2026, 10, 1, tzinfo=UTC)
    return RefundBearer("s1", refund, Bearer.COMPANY, "", "eve", decided, LineRef("refund_bearers.csv", line + 2))
