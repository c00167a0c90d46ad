"""More of sales: what shop systems report, twins with another date, attainments, and rules of platforms."""

from fractions import Fraction

import pytest

from merit.metrics.figures import ValueStatus
from tests.metrics.hand_made import HandMade
from tests.metrics.test_relations_orders import line, order, refund


@pytest.fixture(scope="module")
def shopify() -> HandMade:
    """One paid, one never paid, one cancelled, one test order; a return in November of what October sold."""
    orders = [
        order("paid", paid_at="2026-10-02T10:00", discount_merchant=10, freight=6, tax=3, buyer="amy"),
        order("unpaid", discount_merchant=5, buyer="amy"),
        order("gone", status="cancelled", paid_at="2026-10-02T10:00", buyer="bo", discount_platform=4),
        order("test", invalid_reason="test", paid_at="2026-10-02T10:00", freight=50),
    ]
    lines = [
        line("l", 90, "paid", unit_price=100),
        line("l", 45, "unpaid", unit_price=50),
        line("l", 20, "gone", unit_price=20),
        line("l", 999, "test", unit_price=999),
    ]
    refunds = [refund("r1", 30, order_id="paid", refunded_at="2026-11-03T10:00", kind="return")]
    return HandMade({"orders": orders, "order_lines": lines, "refunds": refunds})


@pytest.mark.parametrize(
    ("kpi", "october", "november"),
    [
        ("gross_sales", 170, None),  # unpaid and cancelled are in it, the test order is not
        ("gross_discounts", 15, None),
        ("net_sales_shopify", 155, -30),  # the return counts on its own day: a month can be negative
        ("order_charges", 9, None),
        ("total_sales", 164, -30),
        ("woo_order_net", 1134, None),  # 90 + 45 + 999: WooCommerce knows no test orders, only statuses
        ("woo_net_revenue", 1134, -30),
        ("woo_refunds", None, 30),
        ("woo_coupons", 15, None),
        ("woo_gross_sales", 1149, 0),  # put together again: net + coupons + refunds
        ("discounts_platform", 4, None),
        ("order_pay_rate_buyers", 1, None),  # amy paid one of two orders: she has paid
        ("order_pay_rate", Fraction(2, 3), None),
    ],
)
def test_a_shop_system_s_own_sum(shopify: HandMade, kpi: str, october: object, november: object) -> None:
    assert (shopify.value(kpi, "2026-10"), shopify.value(kpi, "2026-11")) == (october, november)


@pytest.fixture(scope="module")
def refunded() -> HandMade:
    """Four orders of October; what came back in October belongs to one of September."""
    days = {"old": "2026-09-20", "a": "2026-10-01", "b": "2026-10-02", "c": "2026-10-03", "d": "2026-10-04"}
    orders = [order(name, paid_at=f"{day}T10:00", signed_at=f"{day}T20:00", buyer=name) for name, day in days.items()]
    lines = [line("l", 100, name, quantity=2) for name in days]
    back = [
        refund("r1", 100, order_id="old", kind="return", quantity=2, reason="质量问题", refunded_at="2026-10-09T10:00"),
        refund("r2", 50, order_id="a", kind="refund_only", refunded_at="2026-11-09T10:00"),
        refund("r3", 50, order_id="a", kind="refund_only", refunded_at="2026-11-10T10:00"),
        refund("r4", 100, order_id="b", kind="return", quantity=1, refunded_at="2026-11-09T10:00"),
        refund("r5", 100, order_id="c", kind="unshipped", refunded_at="2026-11-09T10:00"),
        refund("r6", 1, order_id="d", kind="adjustment", refunded_at="2026-11-09T10:00"),
    ]
    return HandMade({"orders": orders, "order_lines": lines, "refunds": back})


@pytest.mark.parametrize(
    ("kpi", "period", "expected"),
    [
        ("refund_rate_orders_event", "2026-10", Fraction(1, 4)),  # an order of September over those of October
        ("refund_rate_orders", "2026-10", Fraction(3, 4)),  # a, b and c; two refunds of a are one order
        ("refund_rate_orders_shipped", "2026-10", Fraction(1, 4)),
        ("refund_rate_orders_return", "2026-10", Fraction(1, 4)),
        ("refund_rate_orders_unshipped", "2026-10", Fraction(1, 4)),
        ("return_rate_units_event", "2026-10", Fraction(2, 8)),
        ("return_rate_units", "2026-10", Fraction(1, 8)),
        ("quality_refund_rate_event", "2026-10", Fraction(1, 4)),
        ("quality_refund_rate", "2026-10", 0),
        ("signed_orders", "2026-10", 4),
        ("units_per_buyer", "2026-10", 2),
        ("douyin_net_deal", "2026-10", 100),  # 400 paid, 300 of it given back; an adjustment is no refund
    ],
)
def test_event_and_cohort_twins_differ_where_refunds_come_later(
    refunded: HandMade, kpi: str, period: str, expected: Fraction
) -> None:
    assert refunded.value(kpi, period) == expected


def sold(**amounts: int) -> HandMade:
    """One order in each month named, such as oct=300."""
    months = {"sep": "2026-09", "oct": "2026-10"}
    orders = [order(name, paid_at=f"{months[name]}-10T10:00") for name in amounts]
    return HandMade({"orders": orders, "order_lines": [line("l", amount, name) for name, amount in amounts.items()]})


def test_growth_is_empty_on_a_base_of_zero_and_signed_on_any_other() -> None:
    assert sold(sep=200, oct=300).value("sales_growth") == Fraction(1, 2)
    assert sold(oct=300).value("sales_growth") is None


def test_an_attainment_and_its_pace_are_of_the_same_target() -> None:
    made = sold(oct=300)  # the target is 400
    assert made.value("target_attainment") == Fraction(3, 4)
    assert made.judged("pace", "2026-10", last_day="2026-10-31").value == Fraction(3, 4) - 1
    assert made.judged("pace", "2026-10", last_day="2026-10-10").value == Fraction(3, 4) - Fraction(10, 31)
    assert made.value("target_attainment", "2026-09") is None


def test_of_a_ceiling_less_is_more() -> None:
    ads = [{"day": "2026-10-01", "shop": "s1", "campaign": "c", "spend": 50}]
    assert HandMade({"ads": ads}).value("target_attainment_down") == 2  # a ceiling of 100


def test_against_the_benchmark_is_a_difference_in_parts_of_the_benchmark() -> None:
    assert sold(oct=300).value("versus_benchmark") == Fraction(1, 5)  # 300 over 250, less one


@pytest.fixture(scope="module")
def judged_by_taobao() -> HandMade:
    """Ten orders paid on 1 March and signed on the 5th; some sent back, some rated badly, one reason changed later."""
    orders = [
        order(f"o{n}", paid_at="2026-03-01T10:00", signed_at="2026-03-05T10:00", closed_at="2026-03-06T10:00")
        for n in range(8)
    ]
    orders += [order(f"o{n}", paid_at="2026-03-01T10:00") for n in (8, 9)]
    asked = {"applied_at": "2026-03-06T10:00", "refunded_at": "2026-03-08T10:00"}
    back = [
        refund("r1", 1, order_id="o0", reason="质量问题", **asked),
        refund("r2", 1, order_id="o0", reason="七天无理由", applied_at="2026-03-07T10:00"),  # what was said later
        refund("r3", 1, order_id="o1", reason="七天无理由", **asked),
        refund("r4", 1, order_id="o1", reason="质量问题", applied_at="2026-03-07T10:00"),
        refund("r5", 1, order_id="o9", reason="质量问题", **asked),  # sent back before anybody signed for it
        refund("r6", 1, order_id="o2", reason="质量问题", applied_at="2026-03-06T10:00", status="closed"),
    ]
    scores = {"o0": 1, "o3": 2, "o4": 5, "o5": 4, "o6": 3}
    ratings = [
        {"rating_id": name, "order_id": name, "shop": "s1", "score": score, "rated_at": "2026-03-10T10:00"}
        for name, score in scores.items()
    ]
    return HandMade({"orders": orders, "refunds": back, "ratings_product": ratings})


def test_the_quality_rule_that_changed_on_16_march_gives_the_old_figure_before_and_the_new_after(
    judged_by_taobao: HandMade,
) -> None:
    before, after = (judged_by_taobao.judged("taobao_quality", day) for day in ("2026-03-15", "2026-03-16"))
    # before: o0, o2 and o9 were first asked back for quality; of ten paid, eight are signed for
    assert (before.value, before.version) == (Fraction(3, 8), 1)
    # after: among the eight signed for, o0 and o2 by their reason, o3 by its stars; o0 has both and counts once
    assert (after.value, after.version) == (Fraction(3, 8), 2)
    assert (before.numerator, after.numerator) == (3, 3)


def test_only_the_new_quality_rule_looks_at_stars_and_only_the_old_one_at_what_never_arrived() -> None:
    orders = [
        order("stars", paid_at="2026-03-01T10:00", signed_at="2026-03-02T10:00"),
        order("lost", paid_at="2026-03-01T10:00"),
    ]
    rating = {"rating_id": "x", "order_id": "stars", "shop": "s1", "score": 2, "rated_at": "2026-03-10T10:00"}
    back = refund("r", 1, order_id="lost", reason="质量问题", refunded_at="2026-03-04T10:00")
    made = HandMade({"orders": orders, "refunds": [back], "ratings_product": [rating]})
    assert made.value("taobao_quality", "2026-03-15") == 1  # lost over stars
    assert made.value("taobao_quality", "2026-03-16") == 1  # stars over stars
    assert made.value("taobao_quality", "2026-03-31") == 1
    assert made.value("taobao_quality", "2026-04-01") is None  # signed for 31 days before: out of the window


def test_bad_reviews_give_way_to_good_ones_on_the_day_the_rule_changed(judged_by_taobao: HandMade) -> None:
    assert judged_by_taobao.value("taobao_bad_review_rate", "2026-03-15") == Fraction(2, 8)  # of orders confirmed
    assert judged_by_taobao.value("taobao_bad_review_rate", "2026-03-16") is None
    assert judged_by_taobao.judged("taobao_good_review_rate", "2026-03-15").status is ValueStatus.EMPTY
    assert judged_by_taobao.value("taobao_good_review_rate", "2026-03-16") == Fraction(2, 5)  # of ratings given


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("douyin_quality_return_rate", Fraction(2, 8)),  # o0 and o2 by their first reason; o1 changed its mind later
        ("wechat_quality_return_rate", Fraction(2, 8)),
        ("taobao_refund_hours", 48),  # r1, r3 and r5 took two days; the others say no end
    ],
)
def test_platforms_judge_by_the_reason_given_first(judged_by_taobao: HandMade, kpi: str, expected: Fraction) -> None:
    assert judged_by_taobao.value(kpi, "2026-03-20") == expected


def test_returns_for_delivery_are_over_orders_paid() -> None:
    orders = [order(name, paid_at="2026-03-01T10:00") for name in "ab"]
    back = refund("r", 1, order_id="a", reason="快递问题", refunded_at="2026-03-04T10:00")
    made = HandMade({"orders": orders, "refunds": [back]})
    assert made.value("douyin_logistics_return_rate", "2026-03-20") == Fraction(1, 2)


def test_a_score_of_the_platform_is_the_last_day_s_and_only_a_shop_s() -> None:
    kinds = {"description": "4.8", "service": "4.7", "logistics": "4.6", "experience": "4.5"}
    scores = [
        {"day": day, "shop": "s1", "kind": kind, "score": score if day == "2026-10-02" else "1"}
        for kind, score in kinds.items()
        for day in ("2026-10-01", "2026-10-02")
    ]
    made = HandMade({"shop_scores": scores})
    names = ("dsr_description", "dsr_service", "dsr_logistics", "experience_score")
    assert [made.value(name) for name in names] == [Fraction(each) for each in kinds.values()]
    assert [kind.value for kind in made.catalogue["experience_score"].nodes] == ["shop"]
