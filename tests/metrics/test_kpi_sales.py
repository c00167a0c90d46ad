"""Sales KPIs over hand-made orders, each with the pitfall it is named for."""

from fractions import Fraction

import pytest

from merit.kernel.node import Node, NodeKind, person_node
from merit.metrics.figures import ValueStatus
from tests.metrics.hand_made import HandMade, share
from tests.metrics.test_relations_orders import line, order, refund


@pytest.fixture(scope="module")
def october() -> HandMade:
    """Four orders of two buyers, one unpaid, one brushed, one paid in September; refunds in October."""
    return HandMade(
        {
            "orders": [
                order("o1", buyer="b1", paid_at="2026-10-02T10:00", shipped_at="2026-10-03T09:00", freight=10,
                      signed_at="2026-10-05T09:00"),
                order("o2", buyer="b1", paid_at="2026-10-09T10:00", freight=0, customer_type="key_account"),
                order("o3", buyer="b2", paid_at="2026-10-10T10:00", discount_merchant=5),
                order("unpaid", buyer="b3"),
                order("brushed", buyer="b4", paid_at="2026-10-10T10:00", invalid_reason="brush"),
                order("september", buyer="b5", paid_at="2026-09-30T23:30"),
            ],
            "order_lines": [
                line("l1", 60, "o1", unit_cost=20, sku="k1", quantity=1),
                line("l2", 30, "o1", unit_cost=10, sku="k2", quantity=2, unit_price=15),
                line("l1", 50, "o2", sku="k1"),
                line("l1", 50, "o3", sku="k1"),
                line("l1", 70, "unpaid"),
                line("l1", 999, "brushed"),
                line("l1", 40, "september"),
            ],
            "refunds": [
                refund("r1", 40, order_id="september", line_id="l1"),
                refund("r2", 20, order_id="o1", line_id="l2", kind="return", quantity=1,
                       refunded_at="2026-11-03T10:00"),
                refund("r3", 10, order_id="o1", line_id="l1", kind="refund_only"),
                refund("r4", 7, kind="adjustment"),
                refund("r5", 500, order_id="o2", status="closed"),
            ],
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("gmv_placed", 60 + 30 + 50 + 50 + 70 + 40),  # unpaid counts, brushed does not
        ("paid_sales", 200),  # 190 for goods and 10 freight; September's and the brushed order are not in it
        ("line_sales", 190),
        ("refund_amt", 50),  # 40 of September's order and 10 of October's
        ("refund_amt_cohort", 30),  # of October's own orders, whenever refunded
        ("adjustment_amt", 7),
        ("net_sales", 190 - 50 - 7),
        ("orders_placed", 5),
        ("orders_paid", 3),
        ("order_pay_rate", Fraction(4, 5)),  # of the five placed, four were paid some day
        ("units", 5),
        ("buyers", 2),
        ("aov", Fraction(200, 3)),
        ("aov_net", Fraction(133, 3)),
        ("spend_per_buyer", 100),
        ("orders_per_buyer", Fraction(3, 2)),
        ("upt", Fraction(5, 3)),
        ("asp", 40),
        ("refund_rate_amt_event", Fraction(50, 200)),
        ("refund_rate_amt_cohort", Fraction(30, 200)),
        ("refund_rate_orders", Fraction(1, 3)),  # one order, refunded twice
        ("return_rate_units", Fraction(1, 3)),  # one of three units signed for
        ("shipped_sales", 100),
        ("signed_sales", 70),
        ("discounts", 5),
        ("cogs", 40),  # only what was shipped
        ("cogs_paid", 40),
        ("cost_coverage", Fraction(90, 190)),
        ("gross_profit", 93),
        ("gross_margin", Fraction(93, 133)),
        ("avg_daily_sales", Fraction(200, 31)),
        ("market_share", Fraction(200, 1_000_000)),
    ],
)  # fmt: skip
def test_a_sales_kpi_of_october(october: HandMade, kpi: str, expected: Fraction) -> None:
    assert october.value(kpi) == expected


def test_a_day_with_more_refunds_than_sales_is_negative(october: HandMade) -> None:
    assert october.value("net_sales", "2026-10-20") == -57


def test_refunds_pass_all_sales_of_a_day_without_sales(october: HandMade) -> None:
    assert october.value("refund_rate_amt_event", "2026-10-20") is None


def test_a_month_of_buyers_is_not_the_sum_of_its_days(october: HandMade) -> None:
    days = [october.value("buyers", f"2026-10-{day:02d}") for day in (2, 9, 10)]
    assert days == [1, 1, 1]
    assert october.value("buyers") == 2


def test_an_order_of_two_products_counts_for_both(october: HandMade) -> None:
    by_sku = october.engine.relation("order_lines")
    rows = october.engine.run(by_sku.filter(by_sku.order_id == "o1").select("sku", "order_key"))
    assert sorted(rows.to_pylist(), key=str) == [
        {"sku": "k1", "order_key": "s1/o1"},
        {"sku": "k2", "order_key": "s1/o1"},
    ]


def test_growth_is_empty_on_a_base_of_zero(october: HandMade) -> None:
    assert october.value("sales_growth_prev") == Fraction(200 - 40, 40)
    assert october.value("sales_growth_prev", "2026-09") is None
    assert october.value("sales_growth_yoy") is None


def test_three_orders_are_too_few_for_a_rate(october: HandMade) -> None:
    found = october.judged("aov", "2026-10")
    assert (found.status, found.n, found.numerator, found.denominator) == (ValueStatus.INSUFFICIENT, 3, 200, 3)


def test_a_cohort_is_immature_until_its_follow_up_has_passed(october: HandMade) -> None:
    assert october.judged("refund_amt_cohort", "2026-10", last_day="2026-11-29").status is ValueStatus.IMMATURE
    assert october.judged("refund_amt_cohort", "2026-10", last_day="2026-11-30").status is ValueStatus.OK


@pytest.mark.parametrize("kpi", ["paid_sales", "net_sales", "orders_paid", "units", "refund_amt"])
def test_the_persons_and_unassigned_make_the_company(kpi: str) -> None:
    facts = {
        "orders": [order("o1", paid_at="2026-10-02"), {**order("o2", paid_at="2026-10-02"), "shop": "s2"}],
        "order_lines": [line("l1", 100, "o1"), {**line("l1", 50, "o2"), "shop": "s2"}],
        "refunds": [refund("r1", 10, order_id="o1")],
    }
    shares = (share("shop", "s1", "amy", "0.6"), share("shop", "s1", "bo", "0.3"))
    made = HandMade(facts, shares)
    people = [made.value(kpi, node=person_node(name)) or 0 for name in ("amy", "bo", "unassigned")]
    assert sum(people) == made.value(kpi)


def test_a_refund_follows_whoever_had_the_shop_on_the_day_of_payment() -> None:
    facts = {
        "orders": [order("o1", paid_at="2026-09-10")],
        "order_lines": [line("l1", 100, "o1")],
        "refunds": [refund("r1", 30, order_id="o1"), refund("r2", 5)],
    }
    handed_over = (
        share("shop", "s1", "amy", end="2026-10-01"),
        share("shop", "s1", "bo", start="2026-10-01"),
    )
    made = HandMade(facts, handed_over)
    assert made.value("refund_amt", node=person_node("amy")) == 30
    assert made.value("refund_amt", node=person_node("bo")) == 5  # no original order: its own shop and day


def test_a_company_credits_orders_by_region_and_refunds_and_lines_follow() -> None:
    facts = {
        "orders": [
            order("o1", paid_at="2026-10-02", region="France"),
            order("o2", paid_at="2026-10-02", region="Spain"),
        ],
        "order_lines": [line("l1", 100, "o1"), line("l1", 50, "o2")],
        "refunds": [refund("r1", 10, order_id="o1"), refund("r2", 3, region="Spain")],
    }
    own = "credit_of: {orders: {kind: region, column: region}}"
    made = HandMade(facts, (share("region", "France", "amy"), share("region", "Spain", "bo")), own)
    assert made.value("net_sales", node=person_node("amy")) == 90
    assert made.value("net_sales", node=person_node("bo")) == 47


def test_by_channel_the_parts_make_the_whole() -> None:
    orders = [order("o1", paid_at="2026-10-02", channel="live"), order("o2", paid_at="2026-10-02", channel="search")]
    made = HandMade({"orders": orders, "order_lines": [line("l1", 100, "o1"), line("l1", 50, "o2")]})
    live = Node(NodeKind.CHANNEL, "live")
    assert made.value("paid_sales", node=live) == 100
    assert made.value("orders_paid", node=live) == 1


def test_jd_deducts_orders_cancelled_on_the_day_of_payment_only() -> None:
    paid = {"paid_at": "2026-10-02T10:00"}
    orders = [
        order("o1", **paid),
        order("o2", **paid, closed_at="2026-10-02T20:00") | {"status": "cancelled"},
        order("o3", **paid, closed_at="2026-10-03T08:00") | {"status": "cancelled"},
    ]
    lines = [line("l1", 100, "o1"), line("l1", 10, "o2"), line("l1", 1, "o3")]
    made = HandMade({"orders": orders, "order_lines": lines})
    assert made.value("jd_deal_amount") == 101
    assert made.value("paid_sales") == 111
