"""Steps of the funnel, page experience by device, budgets that move with volume, and how long money is tied up."""

from fractions import Fraction

import pytest

from merit.kernel.node import Node, NodeKind
from tests.metrics.hand_made import HandMade
from tests.metrics.test_kpi_daily_stock import held
from tests.metrics.test_relations_orders import line, order

STEPS = {"a": "added_to_cart", "c": "began_checkout", "p": "purchased"}


def visit(name: str, visitor: str, steps: str = "", **more: object) -> dict[str, object]:
    row = {"visit_id": name, "visitor": visitor, "shop": "s1", "started_at": "2026-10-01T10:00"}
    return row | {STEPS[step]: True for step in steps} | more


@pytest.fixture(scope="module")
def visits() -> HandMade:
    """Amy comes twice and adds once; Bo buys at once without a cart; Cy stops at the checkout; Di only looks."""
    rows = [
        visit("1", "amy", pageviews=3, seconds=30, channel="organic"),
        visit("2", "amy", "acp", pageviews=5, seconds=90, channel="自然搜索"),
        visit("3", "bo", "cp", pageviews=2, seconds=None),
        visit("4", "cy", "ac", pageviews=None, seconds=100, channel="ads"),
        visit("5", "di", pageviews=2, seconds=0),
    ]
    bought = [
        order("o1", buyer="amy", paid_at="2026-10-01T11:00"),
        order("o2", buyer="amy", paid_at="2026-10-01T12:00"),
    ]
    bought += [order("o3", buyer="bo", paid_at="2026-10-01T12:00")]
    interests = [
        {"day": "2026-10-01", "shop": "s1", "visitors": 10, "favourited": 3, "carted": 4, "either": 5},
        {"day": "2026-10-02", "shop": "s1", "visitors": 40, "favourited": 1, "carted": 1, "either": 1},
    ]
    return HandMade({"visits": rows, "orders": bought, "interests_daily": interests})


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("atc_rate", Fraction(2, 5)),
        ("atc_rate_visitor", Fraction(2, 4)),  # by people amy has added, though not on her first visit
        ("funnel_step_rate_cart", Fraction(2, 5)),
        ("funnel_step_rate_checkout", 1),  # amy and cy; bo's checkout without a cart would make it 3 of 2
        ("funnel_step_rate_purchase", Fraction(1, 2)),
        ("orders_per_session", Fraction(3, 5)),
        ("cvr_session", Fraction(2, 5)),  # amy ordered twice on one visit
        ("time_on_page", Fraction(120, 10)),  # visits without a time or without pages are left out on both sides
        ("seo_organic_sessions", 2),
        ("fav_cart_rate", Fraction(6, 50)),  # 5 of 10 and 1 of 40: not the mean of 50% and 2.5%; not 3 + 4 either
        ("jd_deal_conversion", Fraction(2, 4)),
    ],
)
def test_a_step_is_counted_within_one_visit_and_people_are_counted_once(
    visits: HandMade, kpi: str, expected: Fraction
) -> None:
    assert visits.value(kpi) == expected


def test_engagement_by_views_and_by_reach_are_two_figures() -> None:
    post = {"day": "2026-10-01", "account": "a", "views": 200, "reach": 50, "likes": 8, "saves": 2}
    made = HandMade({"posts_daily": [post]})
    assert made.value("social_er_views") == Fraction(10, 200)
    assert made.value("social_er_reach") == Fraction(10, 50)


@pytest.fixture(scope="module")
def loads() -> HandMade:
    """Three slow phones, five quick desktops; one load of a phone in September."""
    rows = [
        {"load_id": str(at), "at": "2026-10-30T10:00", "page": "home", "device": device}
        | {"lcp_ms": ms, "inp_ms": ms // 10, "cls": Fraction(ms, 10_000)}
        for at, (device, ms) in enumerate(
            [("mobile", 3000), ("mobile", 4000), ("mobile", 5000)] + [("desktop", 1000 + n) for n in range(5)]
        )
    ]
    rows.append({"load_id": "old", "at": "2026-10-01T10:00", "page": "home", "device": "mobile", "lcp_ms": 90_000})
    rows[0] |= {"inp_ms": None}  # nobody touched the page
    return HandMade({"page_loads": rows})


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("lcp_p75_mobile", 5000),
        ("lcp_p75_desktop", 1003),  # four of five are at or below; together the phones would vanish
        ("lcp_p75", 4000),
        ("inp_p75_mobile", 500),
        ("inp_p75_desktop", 100),
        ("cls_p75_mobile", Fraction(1, 2)),
        ("cls_p75_desktop", Fraction(1003, 10_000)),
        ("lcp_p75_28d", 3000),  # 4 to 31 October: the load of the 1st is out
        ("inp_p75_28d", 400),
        ("cls_p75_28d", Fraction(3, 10)),
    ],
)
def test_page_experience_is_the_75th_percentile_of_loads_by_device(
    loads: HandMade, kpi: str, expected: Fraction
) -> None:
    assert loads.value(kpi) == expected


def test_errors_are_over_requests_and_not_a_mean_of_days() -> None:
    days = [
        {"day": "2026-10-01", "site": "shop", "requests": 1000, "failed": 10},
        {"day": "2026-10-02", "site": "shop", "requests": 10, "failed": 5},
    ]
    made = HandMade({"requests_daily": days})
    assert made.value("requests") == 1010
    assert made.value("http_5xx_rate") == Fraction(15, 1010)
    assert made.value("availability_requests") == Fraction(995, 1010)


def budget(category: str, amount: int, variable_with: str | None = None) -> dict[str, object]:
    row: dict[str, object] = {"month": "2026-10-01", "team": "t1", "category": category, "amount": amount}
    return row | ({"variable_with": variable_with} if variable_with else {})


@pytest.fixture(scope="module")
def busy_month() -> HandMade:
    """600 were sold where 400 were the target. Budget: rent 100, packaging 80 with paid sales, boxes 30 with units."""
    spent = [{"expense_id": "e1", "day": "2026-10-20", "team": "t1", "category": "all", "amount": 240}]
    budgets = [budget("rent", 100), budget("packaging", 80, "paid_sales"), budget("boxes", 30, "units")]
    budgets.append(budget("other", 10, "weather"))
    return HandMade(
        {
            "expenses": spent,
            "budgets": budgets,
            "orders": [order("o1", paid_at="2026-10-05T10:00")],
            "order_lines": [line("l", 600, "o1", quantity=3)],
        }
    )


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("budget_total", 220),
        ("budget_fixed", 110),  # a driver that nobody measures does not move anything
        ("budget_with_paid_sales", 80),
        ("budget_with_net_sales", None),
        ("budget_with_orders_paid", None),
        ("budget_with_units", 30),
        ("flexed_budget", 110 + 80 * Fraction(600, 400) + 30),  # units have no target: that part stays as it is
        ("budget_dev", Fraction(20, 220)),  # punishes whoever sold more
        ("budget_dev_flex", Fraction(240 - 260, 260)),
        ("cost_control_flex", Fraction(20, 260)),
        ("cost_control", Fraction(-20, 220)),
    ],
)
def test_a_flexed_budget_moves_with_what_was_sold(busy_month: HandMade, kpi: str, expected: Fraction) -> None:
    assert busy_month.value(kpi) == expected


def test_money_is_tied_up_from_goods_to_settlement_less_what_suppliers_wait() -> None:
    paid = [order("big", paid_at="2026-10-01T10:00"), order("small", paid_at="2026-10-01T10:00")]
    settled = [
        {"shop": "s1", "settlement_id": "1", "order_id": "big", "amount": 900, "settled_at": "2026-10-11T02:00"},
        {"shop": "s1", "settlement_id": "2", "order_id": "small", "amount": 100, "settled_at": "2026-10-31T02:00"},
        {"shop": "s1", "settlement_id": "3", "amount": 500, "settled_at": "2026-10-31T02:00"},
    ]
    bills = [
        {"payment_id": "1", "supplier": "a", "amount": 300, "received_at": "2026-09-05", "paid_at": "2026-10-05"},
        {"payment_id": "2", "supplier": "b", "amount": 100, "received_at": "2026-10-15", "paid_at": "2026-10-05"},
        {"payment_id": "3", "supplier": "b", "amount": 999, "paid_at": "2026-10-05"},
    ]
    lines = [line("l", 10, "big", quantity=1, unit_cost=31)]
    paid[0] |= {"shipped_at": "2026-10-02T10:00"}
    stock = [held("2026-10-01", "k1", 2)]
    made = HandMade(
        {"orders": paid, "order_lines": lines, "settlements": settled, "supplier_payments": bills, "stock": stock}
    )
    assert made.value("settlement_lag_days") == Fraction(900 * 10 + 100 * 30, 1000)  # by rows it would be 20
    assert made.value("payable_days") == Fraction(300 * 30 - 100 * 10, 400)  # paid in advance counts against it
    assert made.value("doi_daily") == 20
    assert made.value("cash_cycle") == 20 + 12 - 20


def test_who_left_of_their_own_will_is_entered_by_people() -> None:
    assert HandMade({}).value("staff_turnover_voluntary", node=Node(NodeKind.COMPANY, "company")) is None
